/**
 * A file's bytes in one stream, however often the connection breaks: what is missing is asked for by `Range`, or,
 * where that can't be, everything again with what is there already left out.
 *
 * `Range` counts the bytes as they are on the wire. They are the file's own only if nothing has unpacked them on the
 * way, which the first two bytes tell: a `.gz` that arrives unpacked had a `Content-Encoding`, and a part of that can't
 * be unpacked by itself. What two answers say of the file is compared, but hosts may say nothing: whoever reads
 * has to be able to tell a sound file from a pieced one.
 */
import { DataError } from './data-error.ts';
import { type Bytes, openRequest, type OpenRequest, type RequestOptions } from './fetch-bytes.ts';
import { GZIP_MAGIC, isGzip } from './gunzip.ts';
import { pauseBeforeRetry, type Reconnection } from './reconnection.ts';

/** What the downloads of one source have in common. */
export interface Connection {
  /** Something has come from there, so it is worth waiting for. */
  proven: boolean;
  /** A file was put together from more than one answer. */
  pieced: boolean;
  /** Downloads that are waiting for the connection to come back. */
  cuts: number;
}

export interface DownloadOptions extends RequestOptions {
  readonly connection: Connection;
  readonly reconnection: Reconnection;
  /** `connection` has changed. */
  readonly onConnection: () => void;
}

/** With so much more than before the last cut, trying has been worth it, and is again. */
const WORTH_IT = 64 * 1024;
/** Failures that a silence stands for: it has taken its time already. */
const SILENCE_COST = 3;

/**
 * Throws a `DataError` (network, http, timeout, truncated, changed), or the signal's reason. Leaving the loop ends the
 * request. A host that has never sent anything gets no second chance.
 */
export function download(options: DownloadOptions): Bytes {
  return new Download(options).bytes();
}

class Download {
  readonly #options: DownloadOptions;
  #received = 0;
  /** The first bytes, as many as tell gzip, as far as they have come. */
  #start: readonly number[] = [];
  /** What the first answer said of the file. */
  #first: Head | null = null;
  #receivedAtCut = 0;
  #failures = 0;
  /** The last request was for a part, and got no answer: hosts elsewhere may not take that header. */
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

  /** From the first byte that is missing to the end of one answer. */
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
      // Nothing lies beyond: the cut came after the last byte.
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
    // To other origins it would need their consent, which few give; the checks of `#rest` have to do there.
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

  /** Some platforms take a connection that breaks for one that ends. */
  #checkEnd({ total }: Head): void {
    if (total !== null && this.#isPacked && this.#received < total)
      throw this.#error('truncated', `${this.#received} of ${total} bytes`, { passing: true });
  }

  /** Throws the error itself where there is no use in trying again. */
  async #waitAfter(error: unknown): Promise<void> {
    const { signal, connection, reconnection } = this.#options;
    if (!(error instanceof DataError && error.passing && connection.proven)) throw error;
    if (this.#received - this.#receivedAtCut >= WORTH_IT) this.#failures = 0;
    this.#receivedAtCut = this.#received;
    this.#failures += error.problem === 'timeout' ? SILENCE_COST : 1;
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

/** What an answer says of the file; null for what it doesn't. */
interface Head {
  readonly etag: string | null;
  readonly modified: string | null;
  /** What `If-Range` takes: a strong tag, or a date. */
  readonly validator: string | null;
  /** Length of the whole file. */
  readonly total: number | null;
  /** Where the part in this answer begins. */
  readonly from: number | null;
  readonly encoding: string | null;
  readonly isPage: boolean;
  /** From another origin, which shows few of its headers: that one is missing means nothing. */
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

/** What shows that two answers are about different files; null where nothing does. */
function changeBetween(first: Head, second: Head): string | null {
  for (const name of ['etag', 'modified', 'total'] as const) {
    const [before, now] = [first[name], second[name]];
    if (before !== null && now !== null && before !== now) return `${name} ${before}, then ${now}`;
  }
  return null;
}
