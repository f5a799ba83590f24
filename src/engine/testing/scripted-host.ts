/** For tests: a host that serves a file as static hosts do, with ranges, and fails as scripted. */
import type { Fetch } from '../data/fetch-bytes.ts';
import { GZIP_MAGIC } from '../data/gunzip.ts';
import type { Reconnection } from '../data/reconnection.ts';

/** Retries three times without a pause. */
export const RECONNECT_AT_ONCE: Reconnection = {
  pausesMs: [0, 0, 0],
  isOnline: () => true,
  onOnline: () => () => undefined,
};

/** Begins like gzip, and no two stretches of it are alike. */
export function gzipLike(length: number): Uint8Array<ArrayBuffer> {
  return Uint8Array.from({ length }, (_, i) => GZIP_MAGIC[i] ?? (i * 7919) >> 3);
}

export interface Script {
  /** Bytes of the answer after which the connection breaks. */
  readonly cutAfter?: number;
  /** Bytes after which nothing more comes and the connection stays open. */
  readonly silentAfter?: number;
  /** No answer. */
  readonly refused?: boolean;
  readonly status?: number;
  readonly headers?: Readonly<Record<string, string>>;
  /** Instead of the file's. */
  readonly body?: Uint8Array<ArrayBuffer>;
  /** As a host that does not support ranges. */
  readonly ignoreRange?: boolean;
}

export interface Asked {
  readonly range: string | null;
  readonly ifRange: string | null;
}

/** Bytes a chunk. */
const CHUNK = 1000;

export class ScriptedHost {
  readonly asked: Asked[] = [];
  file: Uint8Array<ArrayBuffer>;
  readonly #etag: string | null;
  readonly #scripts: Script[];
  readonly #type: ResponseType;

  /** The first request follows the first script, and so on; requests after the last script are served correctly. */
  constructor(
    file: Uint8Array<ArrayBuffer>,
    scripts: readonly Script[],
    etag: string | null = '"1"',
    type: ResponseType = 'basic',
  ) {
    this.file = file;
    this.#etag = etag;
    this.#scripts = [...scripts];
    this.#type = type;
  }

  readonly fetch: Fetch = async (_, init) => {
    const headers = new Headers(init.headers);
    this.asked.push({ range: headers.get('range'), ifRange: headers.get('if-range') });
    const script = this.#scripts.shift() ?? {};
    if (script.refused === true) throw new TypeError('fetch failed');
    const whole = script.body ?? this.file;
    const wanted = script.ignoreRange === true ? null : /^bytes=(\d+)-$/.exec(headers.get('range') ?? '');
    const stale = headers.get('if-range') !== null && headers.get('if-range') !== this.#etag;
    const from = wanted && !stale ? Number(wanted[1]) : 0;
    const status = script.status ?? (from === 0 ? 200 : from >= whole.length ? 416 : 206);
    const answer = new Response(bodyOf(whole.subarray(from), script, init.signal), {
      status,
      headers: {
        ...(this.#etag !== null && { etag: this.#etag }),
        ...(status === 206 && { 'content-range': `bytes ${from}-${whole.length - 1}/${whole.length}` }),
        ...(status === 416 && { 'content-range': `bytes */${whole.length}` }),
        ...(status === 200 && { 'content-length': String(whole.length) }),
        ...script.headers,
      },
    });
    Object.defineProperty(answer, 'type', { value: this.#type });
    return answer;
  };
}

function bodyOf(bytes: Uint8Array<ArrayBuffer>, script: Script, signal: AbortSignal | null | undefined) {
  const { cutAfter = Infinity, silentAfter = Infinity } = script;
  let at = 0;
  return new ReadableStream<Uint8Array>({
    async pull(controller) {
      const end = Math.min(at + CHUNK, cutAfter, silentAfter, bytes.length);
      // One step a call: an error would discard the chunks that are not read yet.
      if (end > at) controller.enqueue(bytes.subarray(at, end));
      else if (at >= cutAfter) controller.error(new TypeError('terminated'));
      else if (at >= silentAfter)
        await new Promise((_, reject) => signal?.addEventListener('abort', () => reject(signal.reason)));
      else controller.close();
      at = end;
    },
  });
}
