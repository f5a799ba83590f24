/**
 * Unpacks gzip as it arrives. If a host sends `Content-Encoding: gzip`, the platform has unpacked the bytes already:
 * what does not begin like gzip passes through unchanged.
 */
import { messageOf } from '../../core/message-of.ts';
import { DataError } from './data-error.ts';
import type { Bytes } from './fetch-bytes.ts';

/** The first bytes of every gzip file. */
export const GZIP_MAGIC = [0x1f, 0x8b] as const;

export function isGzip(start: ArrayLike<number>): boolean {
  return GZIP_MAGIC.every((byte, i) => start[i] === byte);
}

/** Throws a `DataError` (gzip, truncated), or what `chunks` throws. */
export async function* gunzipIfPacked(file: string, chunks: Bytes): Bytes {
  const first = await firstBytes(chunks);
  const all = withFirst(first, chunks);
  if (isGzip(first)) yield* gunzip(file, all);
  else yield* all;
}

/** At least two bytes, unless the file has fewer. */
async function firstBytes(chunks: Bytes): Promise<Uint8Array<ArrayBuffer>> {
  let start = new Uint8Array();
  while (start.length < GZIP_MAGIC.length) {
    const { done, value } = await chunks.next();
    if (done) break;
    if (start.length === 0 && value.length >= GZIP_MAGIC.length) return value;
    const joined = new Uint8Array(start.length + value.length);
    joined.set(start);
    joined.set(value, start.length);
    start = joined;
  }
  return start;
}

async function* withFirst(first: Uint8Array<ArrayBuffer>, rest: Bytes): Bytes {
  if (first.length > 0) yield first;
  yield* rest;
}

async function* gunzip(file: string, chunks: Bytes): Bytes {
  let sourceFailure: { readonly error: unknown } | null = null;
  const packed = new ReadableStream<BufferSource>({
    async pull(controller) {
      try {
        const { done, value } = await chunks.next();
        if (done) controller.close();
        else controller.enqueue(value);
      } catch (error) {
        sourceFailure = { error };
        controller.error(error);
      }
    },
    async cancel() {
      await chunks.return();
    },
  });
  let reader: ReadableStreamDefaultReader<Uint8Array<ArrayBuffer>> | null = null;
  try {
    // Inside the `try`: a platform without this stream throws, and that is a failure of the file.
    reader = packed.pipeThrough(new DecompressionStream('gzip')).getReader();
    for (;;) {
      const { done, value } = await reader.read();
      if (done) return;
      yield value;
    }
  } catch (error) {
    throw failureOf(file, sourceFailure, error);
  } finally {
    // Not awaited: the source may be waiting for a silent host. Its failure, if any, has been thrown above.
    (reader ?? packed).cancel().catch(() => undefined);
  }
}

/** Some platforms replace the source's error by one of their own in the pipe. */
function failureOf(file: string, source: { readonly error: unknown } | null, error: unknown): unknown {
  if (source) return source.error;
  const reason = messageOf(error);
  // Chromium: "Compressed input was truncated." Node: "unexpected end of file". Firefox: "… ended without …".
  const problem = /truncated|unexpected end|ended/i.test(reason) ? 'truncated' : 'gzip';
  return new DataError(problem, file, reason, { cause: error });
}
