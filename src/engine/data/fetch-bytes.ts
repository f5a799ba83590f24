/** A file's bytes as they arrive, and nothing hanging: whoever sends nothing for too long is given up. */
import { DataError } from './data-error.ts';

/** Never over shared memory, which streams would refuse. */
export type Bytes = AsyncGenerator<Uint8Array<ArrayBuffer>, void>;
export type Fetch = (url: string, init: RequestInit) => Promise<Response>;

export interface FetchBytesOptions {
  readonly url: string;
  /** Its name in errors. */
  readonly file: string;
  readonly fetch: Fetch;
  readonly signal: AbortSignal;
  /** Longest silence allowed, before the first byte and between two. */
  readonly stallMs: number;
  /** Bytes to come as the host announces them; null if it doesn't. */
  readonly onLength?: (bytes: number | null) => void;
}

/** Throws a `DataError` (network, http, timeout), or the signal's reason. Leaving the loop ends the request. */
export async function* fetchBytes(options: FetchBytesOptions): Bytes {
  const { url, file, signal } = options;
  signal.throwIfAborted();
  const request = new AbortController();
  const abort = () => request.abort(signal.reason);
  signal.addEventListener('abort', abort);
  try {
    const response = await settled(options.fetch(url, { signal: request.signal }), options);
    if (!response.ok) throw new DataError('http', file, `HTTP ${response.status}`);
    options.onLength?.(announcedLength(response));
    if (!response.body) return;
    const reader = response.body.getReader();
    for (;;) {
      const { done, value } = await settled(reader.read(), options);
      if (done) return;
      yield value;
    }
  } finally {
    signal.removeEventListener('abort', abort);
    request.abort();
  }
}

function announcedLength(response: Response): number | null {
  // With a Content-Encoding the length is that of the packed bytes, but unpacked ones arrive.
  if (response.headers.get('content-encoding')) return null;
  const length = Number(response.headers.get('content-length') ?? Number.NaN);
  return Number.isSafeInteger(length) && length > 0 ? length : null;
}

async function settled<T>(work: Promise<T>, options: FetchBytesOptions): Promise<T> {
  const { file, signal, stallMs } = options;
  const end = new AbortController();
  const interruption = new Promise<never>((_, reject) => {
    const stalled = () => reject(new DataError('timeout', file, `no data for ${stallMs / 1000} s`));
    const timer = setTimeout(stalled, stallMs);
    signal.addEventListener('abort', () => reject(signal.reason), { signal: end.signal });
    end.signal.addEventListener('abort', () => clearTimeout(timer));
  });
  try {
    return await Promise.race([work, interruption]);
  } catch (error) {
    // Aborting makes a fetch fail in its own words first: the signal knows why.
    signal.throwIfAborted();
    throw error instanceof DataError ? error : new DataError('network', file, reasonOf(error), { cause: error });
  } finally {
    end.abort();
  }
}

/** Node puts the interesting half ("ECONNREFUSED …") into the cause. */
function reasonOf(error: unknown): string {
  if (!(error instanceof Error)) return String(error);
  const cause = error.cause instanceof Error && error.cause.message ? ` (${error.cause.message})` : '';
  return error.message + cause;
}
