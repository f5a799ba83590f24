/**
 * Unpacks gzip files that the platform can't: of several members, with bytes after the last one, or without a
 * `DecompressionStream`. Loaded only then. The CRCs are not compared: the caller has a SHA-256.
 */
import { Gunzip } from 'fflate';
import { messageOf } from '../../core/message-of.ts';
import { DataError } from './data-error.ts';
import type { Bytes } from './fetch-bytes.ts';

/** One push blocks the thread, so it is short. */
const SLICE_BYTES = 16 * 1024;
/** `fflate`: the input ended too early. */
const UNEXPECTED_END = 0;
/** `fflate`: no gzip header where a member should begin. */
const NO_HEADER = 6;

export interface PackedChunks {
  /** Undefined after the last chunk. */
  at(index: number): Promise<Uint8Array<ArrayBuffer> | undefined>;
}

/** Like gzip(1), ignores what follows the last member. Throws a `DataError` (gzip, truncated), or what `packed` throws. */
export async function* unpackMembers(file: string, packed: PackedChunks): Bytes {
  let parts: Uint8Array<ArrayBuffer>[] = [];
  let size = 0;
  const members = new Gunzip((part) => {
    size += part.length;
    parts.push(part);
  });
  for await (const slice of slicesOf(packed)) {
    let isEnd = slice === null;
    try {
      members.push(slice ?? new Uint8Array(), isEnd);
    } catch (error) {
      if (size === 0 || codeOf(error) !== NO_HEADER) throw failureOf(file, error);
      isEnd = true;
    }
    yield* parts;
    parts = [];
    if (isEnd) return;
  }
}

/** Null at the end. */
async function* slicesOf(packed: PackedChunks): AsyncGenerator<Uint8Array<ArrayBuffer> | null, void> {
  for (let index = 0; ; index++) {
    const chunk = await packed.at(index);
    if (!chunk) break;
    for (let at = 0; at < chunk.length; at += SLICE_BYTES) yield chunk.subarray(at, at + SLICE_BYTES);
  }
  yield null;
}

function codeOf(error: unknown): unknown {
  return error instanceof Error && 'code' in error ? error.code : undefined;
}

function failureOf(file: string, error: unknown): DataError {
  const problem = codeOf(error) === UNEXPECTED_END ? 'truncated' : 'gzip';
  return new DataError(problem, file, messageOf(error), { cause: error });
}
