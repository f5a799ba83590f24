/**
 * A file's bytes in one stream over a connection that may break: the missing bytes are requested by `Range`, or else
 * the whole file is, and the known bytes are skipped.
 *
 * `Range` counts bytes on the wire. They are the file's own only if nothing has unpacked them on the way: a `.gz` that
 * arrives unpacked had a `Content-Encoding`, and a part of that can't be unpacked by itself. What two answers say of
 * the file is compared, but a host may say nothing: the reader has to verify the file.
 */
import { DataError } from './data-error.ts';
import { type Bytes, openRequest, type OpenRequest, type RequestOptions } from './fetch-bytes.ts';
import { GZIP_MAGIC, isGzip } from './gunzip.ts';
import { pauseBeforeRetry, type Reconnection } from './reconnection.ts';

/** State that the downloads of one source share. */
export interface Connection {
  /** The host has sent something, so retries are worth their wait. */
  proven: boolean;
  /** A file was put together from more than one answer. */
  pieced: boolean;
  /** Downloads that wait for the connection to return. */
  cuts: number;
}

export interface DownloadOptions extends RequestOptions {
  readonly connection: Connection;
  readonly reconnection: Reconnection;
  /** `connection` has changed. */
  readonly onConnection: () => void;
}

/** Bytes of progress since the last cut that start the count of failures again. */
const PROGRESS_BYTES = 64 * 1024;
/** A stall counts as so many failures, since it has taken `stallMs` already. */
const STALL_COST = 3;

/**
 * Throws a `DataError` (network, http, html, timeout, truncated, changed), or the signal's reason. Leaving the loop
 * ends the request. A host that has never sent anything gets no retry.
 */
export function download(options: DownloadOptions): Bytes {
  return new Download(options).bytes();
}

class Download {
  readonly #options: DownloadOptions;
  #received = 0;
  /** The first bytes received, at most as many as identify gzip. */
  #start: readonly number[] = [];
  /** What the first answer says of the file. */
  #first: Head | null = null;
  #receivedAtCut = 0;
  #failures = 0;
  /** The last request had a `Range` and got no answer: another origin may not allow that header. */
  #partRefused = false;
  #isCut = false;

  constructor(options: DownloadOptions) {
    this.#options = options;
  }

  async *bytes(): Bytes {
    try {
      for (;;) {
        try {
          for await (const chunk of this.#next()) {
            this.#note(chunk);
            yield chunk;
          }
          return;
        } catch (error) {
          await this.#waitAfter(error);
        }
      }
    } finally {
      this.#setCut(false);
    }
  }

  /** From the first missing byte to the end of one answer. */
  async *#next(): Bytes {
    const headers = this.#headers();
    const request = await this.#open(headers);
    try {
      const head = headOf(request.response);
      if (this.#received === 0) {
        this.#accept(request.response);
        this.#first = head;
        yield* request.bytes;
      } else {
        yield* this.#rest(request, head, headers['Range'] !== undefined);
      }
      this.#checkEnd(head);
    } finally {
      request.close();
    }
  }

  async #open(headers: Readonly<Record<string, string>>): Promise<OpenRequest> {
    const isPart = headers['Range'] !== undefined;
    try {
      const request = await openRequest(this.#options, headers);
      this.#partRefused = false;
      return request;
    } catch (error) {
      this.#partRefused = isPart && this.#first?.isForeign === true;
      throw error;
    }
  }

  async *#rest({ response, bytes }: OpenRequest, head: Head, isPart: boolean): Bytes {
    const at = this.#received;
    if (isPart && response.status === 416) {
      // The connection broke after the last byte.
      if (head.total === null || head.total === at) return;
      throw this.#error('changed', `${head.total} bytes, of which ${at} had come`);
    }
    this.#accept(response);
    if (head.isPage && this.#first?.isPage !== true)
      throw this.#error('html', 'a web page instead of the rest', { passing: true });
    const change = this.#first && changeBetween(this.#first, head);
    if (change) throw this.#error('changed', change);
    const from = response.status === 206 ? (head.from ?? at) : 0;
    if (from > at) throw this.#error('changed', `byte ${from} came instead of byte ${at}`);
    yield* this.#without(bytes, at - from);
  }

  async *#without(bytes: Bytes, count: number): Bytes {
    let left = count;
    for await (const chunk of bytes) {
      if (chunk.length > left) {
        this.#options.connection.pieced = true;
        yield left === 0 ? chunk : chunk.subarray(left);
        left = 0;
      } else left -= chunk.length;
    }
    if (left > 0) throw this.#error('truncated', `${count - left} of at least ${count} bytes`, { passing: true });
  }

  #headers(): Readonly<Record<string, string>> {
    if (this.#received === 0 || this.#first === null) return {};
    const { encoding, validator, isForeign } = this.#first;
    if (encoding || !this.#isPacked || this.#partRefused) return {};
    const range = { Range: `bytes=${this.#received}-` };
    // Another origin would have to allow `If-Range`, and few do; there the checks of `#rest` have to suffice.
    return validator === null || isForeign ? range : { ...range, 'If-Range': validator };
  }

  get #isPacked(): boolean {
    return isGzip(this.#start);
  }

  #note(chunk: Uint8Array): void {
    const { connection } = this.#options;
    const missing = GZIP_MAGIC.length - this.#start.length;
    if (missing > 0) this.#start = [...this.#start, ...chunk.subarray(0, missing)];
    this.#received += chunk.length;
    if (chunk.length > 0) connection.proven = true;
    this.#setCut(false);
  }

  #accept({ ok, status }: Response): void {
    if (ok) return;
    throw this.#error('http', `HTTP ${status}`, { passing: status >= 500 || status === 408 || status === 429 });
  }

  /** Some platforms report a broken connection as a normal end. */
  #checkEnd({ total }: Head): void {
    if (total !== null && this.#isPacked && this.#received < total)
      throw this.#error('truncated', `${this.#received} of ${total} bytes`, { passing: true });
  }

  /** Throws the error itself where a retry is of no use. */
  async #waitAfter(error: unknown): Promise<void> {
    const { signal, connection, reconnection } = this.#options;
    if (!(error instanceof DataError && error.passing && connection.proven)) throw error;
    if (this.#received - this.#receivedAtCut >= PROGRESS_BYTES) this.#failures = 0;
    this.#receivedAtCut = this.#received;
    this.#failures += error.problem === 'timeout' ? STALL_COST : 1;
    const pauseMs = reconnection.pausesMs[this.#failures - 1];
    if (pauseMs === undefined) throw error;
    this.#setCut(true);
    if (await pauseBeforeRetry(reconnection, pauseMs, signal)) this.#failures = 0;
  }

  #setCut(isCut: boolean): void {
    if (this.#isCut === isCut) return;
    this.#isCut = isCut;
    this.#options.connection.cuts += isCut ? 1 : -1;
    this.#options.onConnection();
  }

  #error(problem: DataError['problem'], detail: string, options?: { readonly passing: boolean }): DataError {
    return new DataError(problem, this.#options.file, detail, options);
  }
}

/** What an answer says of the file; null where it says nothing. */
interface Head {
  readonly etag: string | null;
  readonly modified: string | null;
  /** For `If-Range`: a strong tag, or a date. */
  readonly validator: string | null;
  /** Length of the whole file. */
  readonly total: number | null;
  /** First byte of the part in this answer. */
  readonly from: number | null;
  readonly encoding: string | null;
  readonly isPage: boolean;
  /** From another origin, which exposes few headers: a missing one means nothing. */
  readonly isForeign: boolean;
}

function headOf({ headers, status, type }: Response): Head {
  const etag = headers.get('etag');
  const modified = headers.get('last-modified');
  const encoding = headers.get('content-encoding');
  const isForeign = type === 'cors';
  const range = /^bytes (?:(\d+)-\d+|\*)\/(\d+|\*)$/.exec(headers.get('content-range') ?? '');
  const whole = encoding || isForeign || status === 206 ? null : headers.get('content-length');
  return {
    etag,
    modified,
    validator: etag !== null && !etag.startsWith('W/') ? etag : modified,
    total: numberOf(range ? range[2] : status === 416 ? null : whole),
    from: numberOf(range?.[1]),
    encoding,
    isPage: /\bhtml\b/i.test(headers.get('content-type') ?? ''),
    isForeign,
  };
}

function numberOf(text: string | null | undefined): number | null {
  const value = text ? Number(text) : Number.NaN;
  return Number.isSafeInteger(value) && value >= 0 ? value : null;
}

/** The difference that shows two answers to be about different files; null if none does. */
function changeBetween(first: Head, second: Head): string | null {
  for (const name of ['etag', 'modified', 'total'] as const) {
    const [before, now] = [first[name], second[name]];
    if (before !== null && now !== null && before !== now) return `${name} ${before}, then ${now}`;
  }
  return null;
}
