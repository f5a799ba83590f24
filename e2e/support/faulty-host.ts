/**
 * The site under test behind a host that fails on purpose. It forwards every request but those for one file of MNIST,
 * which it answers as a script says, answer by answer, and correctly after the script's end.
 */
import type { ServerResponse } from 'node:http';
import { gzipSync } from 'node:zlib';
import { openLocalServer } from '../../scripts/lib/local-server.ts';
import { isGzip } from '../../src/engine/data/gunzip.ts';

export interface Fault {
  /** The connection is cut after so many bytes of the answer. */
  readonly cutAfter?: number;
  /** The connection is cut at once. */
  readonly refused?: boolean;
}

export interface FaultyHost {
  /** With its slash. */
  readonly address: string;
  /** `Range` of each request for the file, in order. */
  readonly ranges: readonly (string | undefined)[];
  close(): Promise<void>;
}

const READ_MS = 1500;

export async function openFaultyHost(site: string, file: string, faults: readonly Fault[]): Promise<FaultyHost> {
  const script = [...faults];
  const ranges: (string | undefined)[] = [];
  const fetched = Buffer.from(await (await fetch(new URL(`mnist/${file}.gz`, site))).arrayBuffer());
  const packed = isGzip(fetched) ? fetched : gzipSync(fetched, { level: 1 });

  function sendFile(response: ServerResponse, range: string | undefined): void {
    const { cutAfter, refused = false } = script.shift() ?? {};
    ranges.push(range);
    if (refused) {
      response.destroy();
      return;
    }
    const from = Number(/^bytes=(\d+)-$/.exec(range ?? '')?.[1] ?? 0);
    const body = packed.subarray(from);
    response.writeHead(from === 0 ? 200 : 206, {
      'content-type': 'application/gzip',
      'content-length': body.length,
      'cache-control': 'no-store',
      etag: '"1"',
      ...(from > 0 && { 'content-range': `bytes ${from}-${packed.length - 1}/${packed.length}` }),
    });
    if (cutAfter === undefined) response.end(body);
    // Browsers discard what they have not passed on when a connection breaks: the cut comes a moment after the bytes.
    else response.write(body.subarray(0, cutAfter), () => setTimeout(() => response.destroy(), READ_MS));
  }

  async function handThrough(response: ServerResponse, pathname: string): Promise<void> {
    const answer = await fetch(new URL(pathname.slice(1), site));
    const headers = [...answer.headers].filter(
      ([name]) => !/^(content-encoding|content-length|connection|keep-alive|transfer-encoding)$/.test(name),
    );
    response.writeHead(answer.status, Object.fromEntries(headers));
    response.end(Buffer.from(await answer.arrayBuffer()));
  }

  const server = await openLocalServer((request, response) => {
    const pathname = request.url ?? '/';
    if (pathname === `/mnist/${file}.gz`) sendFile(response, request.headers.range);
    else handThrough(response, pathname).catch(() => response.destroy());
  }, '127.0.0.1');
  return {
    address: `http://127.0.0.1:${server.port}/`,
    ranges,
    close: server.close,
  };
}
