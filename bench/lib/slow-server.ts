/**
 * A static host behind a slow line. All requests share the line, including those of workers, which the browser's own
 * throttling does not slow down.
 */
import { readFile } from 'node:fs/promises';
import type { ServerResponse } from 'node:http';
import path from 'node:path';
import { gzipSync } from 'node:zlib';
import { openLocalServer } from '../../scripts/lib/local-server.ts';

export interface Line {
  readonly name: string;
  readonly kilobitsPerSecond: number;
  /** Before the first byte of each answer. */
  readonly latencyMs: number;
}

const TYPES: Readonly<Record<string, string>> = {
  '.html': 'text/html',
  '.js': 'text/javascript',
  '.css': 'text/css',
  '.svg': 'image/svg+xml',
  '.json': 'application/json',
  '.wasm': 'application/wasm',
};
const SLICE_MS = 20;

const wait = (ms: number) =>
  new Promise<void>((resolve) => {
    setTimeout(resolve, ms);
  });

export interface SlowServer {
  readonly address: string;
  close(): Promise<void>;
}

export async function serveSlowly(folder: string, line: Line): Promise<SlowServer> {
  const bytesPerSlice = (line.kilobitsPerSecond * 1000 * SLICE_MS) / 8 / 1000;
  // Slices of all answers are sent one after the other.
  let turn = Promise.resolve();
  const send = async (response: ServerResponse, body: Buffer): Promise<void> => {
    for (let at = 0; at < body.length && !response.destroyed; at += bytesPerSlice) {
      turn = turn.then(() => {
        response.write(body.subarray(at, at + bytesPerSlice));
        return wait(SLICE_MS);
      });
      // Awaited for each slice, so that answers share the line.
      await turn;
    }
    response.end();
  };
  const server = await openLocalServer((request, response) => {
    void answer(folder, request.url ?? '/', response, line.latencyMs, send);
  }, '127.0.0.1');
  return { address: `http://127.0.0.1:${server.port}/`, close: server.close };
}

async function answer(
  folder: string,
  url: string,
  response: ServerResponse,
  latencyMs: number,
  send: (response: ServerResponse, body: Buffer) => Promise<void>,
): Promise<void> {
  const { pathname } = new URL(url, 'http://host');
  const file = path.join(folder, path.normalize(pathname.endsWith('/') ? `${pathname}index.html` : pathname));
  await wait(latencyMs);
  let body: Buffer;
  try {
    body = await readFile(file);
  } catch {
    response.writeHead(404).end();
    return;
  }
  const type = TYPES[path.extname(file)];
  const packed = type === undefined ? body : gzipSync(body);
  response.writeHead(200, {
    'content-type': type ?? 'application/octet-stream',
    'content-length': packed.length,
    ...(type === undefined ? {} : { 'content-encoding': 'gzip' }),
  });
  await send(response, packed);
}
