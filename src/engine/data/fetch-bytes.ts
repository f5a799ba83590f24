/** One request for a file that never hangs: a host that sends next to nothing for too long is given up. */
import { startLimit } from '../../core/with-timeout.ts';
import { DataError } from './data-error.ts';

/** Never over shared memory, which streams would refuse. */
export type Bytes = AsyncGenerator<Uint8Array<ArrayBuffer>, void>;
export type Fetch = (url: string, init: RequestInit) => Promise<Response>;

export interface RequestOptions {
  readonly url: string;
  /** Its name in errors. */
  readonly file: string;
  readonly fetch: Fetch;
  readonly signal: AbortSignal;
  /** The longest wait for an answer, and for each `LEAST_BYTES` of it. */
  readonly stallMs: number;
}

export interface OpenRequest {
  readonly response: Response;
  /** To be iterated at most once. Throws as `openRequest` does. */
  readonly bytes: Bytes;
  /** Ends the request; always to be called. */
  close(): void;
}

/** The longest wait for the page's own requests. */
export const STALL_MS = 15_000;
/** Less in `STALL_MS` than the slowest mobile networks give: a host that drips counts as silent. */
const LEAST_BYTES = 32 * 1024;

/** The global `fetch`, looked up at the time of the call. */
export const plainFetch: Fetch = (url, init) => fetch(url, init);

/** Settles with any status. Rejects with a passing `DataError` (network, timeout), or the signal's reason. */
export async function openRequest(
  options: RequestOptions,
  headers: Readonly<Record<string, string>> = {},
): Promise<OpenRequest> {
  const { url, signal } = options;
  signal.throwIfAborted();
  const request = new AbortController();
  const abort = () => request.abort(signal.reason);
  const close = () => {
    signal.removeEventListener('abort', abort);
    request.abort();
  };
  signal.addEventListener('abort', abort);
  try {
    const stall = new StallGuard(options);
    const response = await stall.wait(options.fetch(url, { headers, signal: request.signal }));
    return { response, bytes: bytesOf(response, stall), close };
  } catch (error) {
    close();
    throw error;
  }
}

async function* bytesOf(response: Response, stall: StallGuard): Bytes {
  if (!response.body) return;
  const reader = response.body.getReader();
  for (;;) {
    const { done, value } = await stall.wait(reader.read());
    if (done) return;
    stall.received(value.length);
    yield value;
  }
}

/** Limits the time spent waiting for the host; time spent on its bytes does not count. */
class StallGuard {
  readonly #options: RequestOptions;
  #leftMs: number;
  #bytes = 0;

  constructor(options: RequestOptions) {
    this.#options = options;
    this.#leftMs = options.stallMs;
  }

  received(bytes: number): void {
    this.#bytes += bytes;
    if (this.#bytes < LEAST_BYTES) return;
    this.#bytes = 0;
    this.#leftMs = this.#options.stallMs;
  }

  async wait<T>(work: Promise<T>): Promise<T> {
    const { file, signal, stallMs } = this.#options;
    const end = new AbortController();
    let stop: (() => number) | undefined;
    const interruption = new Promise<never>((_, reject) => {
      const detail = this.#bytes === 0 ? 'no data' : `only ${this.#bytes} bytes`;
      const stalled = () =>
        reject(new DataError('timeout', file, `${detail} for ${stallMs / 1000} s`, { passing: true }));
      stop = startLimit(this.#leftMs, stalled);
      signal.addEventListener('abort', () => reject(signal.reason), { signal: end.signal });
    });
    try {
      return await Promise.race([work, interruption]);
    } catch (error) {
      // An aborted fetch rejects with an error of its own first: the signal has the reason.
      signal.throwIfAborted();
      throw error instanceof DataError
        ? error
        : new DataError('network', file, reasonOf(error), { cause: error, passing: true });
    } finally {
      end.abort();
      this.#leftMs -= stop?.() ?? 0;
    }
  }
}

/** Node puts the useful half ("ECONNREFUSED …") into the cause. */
function reasonOf(error: unknown): string {
  if (!(error instanceof Error)) return String(error);
  const cause = error.cause instanceof Error && error.cause.message ? ` (${error.cause.message})` : '';
  return error.message + cause;
}
