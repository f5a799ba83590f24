/**
 * Unpacks gzip as it arrives. If a host sends `Content-Encoding: gzip`, the platform has unpacked the bytes already:
 * what does not begin like gzip passes through unchanged.
 *
 * A gzip file may have several members, and tools append zeros to it. The platform's stream reads at most one member in
 * some browsers and fails at the first byte after it. Then the file is unpacked again by `gunzip-members.ts`, and what
 * the platform has yielded is skipped.
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
  const packed = new PackedFile(chunks);
  let yielded = 0;
  try {
    let failure: { readonly error: unknown } | null = null;
    try {
      for await (const part of platformParts(packed)) {
        yielded += part.length;
        yield part;
      }
      if (packed.endsAfter(yielded)) return;
    } catch (error) {
      packed.throwFailure();
      failure = { error };
    }
    yield* withoutFirst(yielded, memberParts(file, packed, failure));
  } finally {
    // Not awaited: the source may be waiting for a silent host. Its failure, if any, has been thrown above.
    chunks.return().catch(() => undefined);
  }
}

/** A packed file as it arrives. Its chunks are kept: the second attempt starts over. */
class PackedFile {
  readonly #chunks: Bytes;
  readonly #arrived: Uint8Array<ArrayBuffer>[] = [];
  #ended = false;
  #failure: { readonly error: unknown } | null = null;

  constructor(chunks: Bytes) {
    this.#chunks = chunks;
  }

  /** Undefined after the last chunk. Rejects with the source's error. */
  async at(index: number): Promise<Uint8Array<ArrayBuffer> | undefined> {
    while (index >= this.#arrived.length) {
      this.throwFailure();
      if (this.#ended) return undefined;
      await this.#arrival();
    }
    return this.#arrived[index];
  }

  /** Some platforms replace the source's error by one of their own in the pipe. */
  throwFailure(): void {
    if (this.#failure) throw this.#failure.error;
  }

  /** All has arrived, and the size at the end of the last member is that of the whole content. */
  endsAfter(size: number): boolean {
    const end = Uint8Array.from(this.#arrived.slice(-4).flatMap((chunk) => [...chunk.subarray(-4)])).slice(-4);
    return this.#ended && end.length === 4 && new DataView(end.buffer).getUint32(0, true) === size;
  }

  async #arrival(): Promise<void> {
    try {
      const { done, value } = await this.#chunks.next();
      if (done) this.#ended = true;
      else this.#arrived.push(value);
    } catch (error) {
      this.#failure = { error };
    }
  }
}

async function* platformParts(packed: PackedFile): Bytes {
  const unpacking = new DecompressionStream('gzip');
  let index = 0;
  const source = new ReadableStream<BufferSource>({
    async pull(controller) {
      const chunk = await packed.at(index++);
      if (chunk) controller.enqueue(chunk);
      else controller.close();
    },
  });
  const reader = source.pipeThrough(unpacking).getReader();
  try {
    for (;;) {
      const { done, value } = await reader.read();
      if (done) return;
      yield value;
    }
  } finally {
    reader.cancel().catch(() => undefined);
  }
}

/** `failure`: of the platform; null if it has ended without an error, and something may follow. */
async function* memberParts(file: string, packed: PackedFile, failure: { readonly error: unknown } | null): Bytes {
  try {
    const { unpackMembers } = await import('./gunzip-members.ts');
    yield* unpackMembers(file, packed);
  } catch (error) {
    packed.throwFailure();
    // The checksum decides about what the platform has read.
    if (!failure) return;
    throw error instanceof DataError ? error : platformFailure(file, failure.error);
  }
}

/** Empty parts are yielded too: the reader answers messages between parts. */
async function* withoutFirst(count: number, parts: Bytes): Bytes {
  let left = count;
  for await (const part of parts) {
    const skipped = Math.min(left, part.length);
    left -= skipped;
    yield part.subarray(skipped);
  }
}

/** For a platform whose fault the fallback could not be loaded to repair. */
function platformFailure(file: string, error: unknown): DataError {
  const reason = messageOf(error);
  // Chromium: "Compressed input was truncated." Node: "unexpected end of file". Firefox: "… ended without …".
  const problem = /truncated|unexpected end|ended/i.test(reason) ? 'truncated' : 'gzip';
  return new DataError(problem, file, reason, { cause: error });
}
