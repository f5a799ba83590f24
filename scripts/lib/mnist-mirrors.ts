/** Downloads MNIST's files from the public mirrors, one after the other. */
import { messageOf } from '../../src/core/message-of.ts';
import { DataError } from '../../src/engine/data/data-error.ts';
import { type Fetch, openRequest } from '../../src/engine/data/fetch-bytes.ts';
import type { IdxFile } from '../../src/engine/data/mnist-files.ts';
import type { Verify } from './mnist-folder.ts';
import { type Output, Progress } from './progress.ts';
import { type Environment, fetchThrough, proxyIn, shownProxy } from './proxy.ts';

const STALL_MS = 10_000;

export interface MirrorOptions {
  readonly mirrors: readonly string[];
  readonly output: Output;
  /** For the proxy. */
  readonly env: Environment;
  /** Used instead of the platform's, and without the proxy. */
  readonly fetch?: Fetch | undefined;
}

export class Mirrors {
  readonly #options: MirrorOptions;
  /** Without those that have failed: they are not asked for the next file. */
  readonly #working: Set<string>;
  readonly #problems: string[] = [];

  constructor(options: MirrorOptions) {
    this.#options = options;
    this.#working = new Set(options.mirrors);
  }

  /** One line for each mirror that failed. */
  get problems(): readonly string[] {
    return this.#problems;
  }

  /** The uncompressed file; null if no mirror has it. */
  async get(file: IdxFile, verified: Verify): Promise<Uint8Array | null> {
    const { output, env, fetch: given } = this.#options;
    const proxy = given ? null : proxyIn(env);
    for (const mirror of this.#working) {
      const progress = new Progress(file.name.padEnd(23), output);
      try {
        const fetchIt = given ?? (proxy ? await fetchThrough(proxy, env) : fetch);
        const content = await verified(await download(`${mirror}${file.name}.gz`, file, fetchIt, progress));
        if (content) return content;
        throw new Error(`${file.name}: its SHA-256 is wrong`);
      } catch (error) {
        this.#working.delete(mirror);
        const through = proxy ? ` (through ${shownProxy(proxy)})` : '';
        this.#problems.push(`${new URL(mirror).host}${through}: ${messageOf(error)}`);
      } finally {
        progress.end();
      }
    }
    return null;
  }
}

async function download(
  url: string,
  file: IdxFile,
  fetchIt: Fetch,
  progress: Progress,
): Promise<Uint8Array<ArrayBuffer>> {
  const chunks: Uint8Array[] = [];
  const request = await openRequest({
    url,
    file: file.name,
    fetch: fetchIt,
    signal: new AbortController().signal,
    stallMs: STALL_MS,
  });
  try {
    const { ok, status, headers } = request.response;
    if (!ok) throw new DataError('http', file.name, `HTTP ${status}`);
    // With a Content-Encoding the length is that of the packed bytes, but the chunks are unpacked.
    const length = headers.get('content-encoding') ? 0 : Number(headers.get('content-length'));
    progress.expect(Number.isSafeInteger(length) && length > 0 ? length : null);
    for await (const chunk of request.bytes) {
      chunks.push(chunk);
      progress.add(chunk.length);
    }
  } finally {
    request.close();
  }
  return Buffer.concat(chunks);
}
