/** For tests: gzip files that are not one member, and browsers' `DecompressionStream`s, which differ from Node's. */
import { buffer } from 'node:stream/consumers';
import { constants, createInflateRaw, gzipSync } from 'node:zlib';

const HEADER_BYTES = 10;
const TRAILER_BYTES = 8;

/** Files that gzip(1) unpacks to the content. */
export const LEGAL_GZIP: readonly (readonly [shape: string, pack: (content: Uint8Array) => Uint8Array<ArrayBuffer>])[] =
  [
    ['of two members', (content) => joined(gzipSync(content.subarray(0, 20)), gzipSync(content.subarray(20)))],
    ['with an empty first member', (content) => joined(gzipSync(''), gzipSync(content))],
    ['with zeros after it', (content) => joined(gzipSync(content), new Uint8Array(512))],
    ['with one zero after it', (content) => joined(gzipSync(content), new Uint8Array(1))],
    ['with other bytes after it', (content) => joined(gzipSync(content), Buffer.from('and more'))],
  ];

export function cutInSecondMember(content: Uint8Array): Uint8Array<ArrayBuffer> {
  const whole = joined(gzipSync(content.subarray(0, 20)), gzipSync(content.subarray(20)));
  return whole.subarray(0, whole.length - TRAILER_BYTES - 4);
}

function joined(...parts: readonly Uint8Array[]): Uint8Array<ArrayBuffer> {
  return new Uint8Array(Buffer.concat(parts));
}

/** The compression standard's: fails at the first byte after a member. */
export class StrictDecompressionStream extends TransformStream<Uint8Array, Uint8Array> {
  constructor() {
    super(
      oneMember(() => {
        throw new TypeError('Junk found after end of compressed data.');
      }),
    );
  }
}

/** Ends without an error after the first member. */
export class ShortDecompressionStream extends TransformStream<Uint8Array, Uint8Array> {
  constructor() {
    super(oneMember((controller) => controller.terminate()));
  }
}

/** `onJunk`: bytes follow the member. Its header is to have no optional fields. */
function oneMember(
  onJunk: (controller: TransformStreamDefaultController<Uint8Array>) => void,
): Transformer<Uint8Array, Uint8Array> {
  let packed = Buffer.alloc(0);
  let yielded = 0;
  let end = 0;
  return {
    async transform(chunk, controller) {
      packed = Buffer.concat([packed, chunk]);
      const inflation = createInflateRaw({ finishFlush: constants.Z_SYNC_FLUSH });
      inflation.end(packed.subarray(HEADER_BYTES));
      const content = await buffer(inflation);
      if (content.length > yielded) controller.enqueue(new Uint8Array(content.subarray(yielded)));
      yielded = content.length;
      end = HEADER_BYTES + inflation.bytesWritten + TRAILER_BYTES;
      if (packed.length > end) onJunk(controller);
    },
    flush() {
      if (packed.length < end) throw new TypeError('Compressed input was truncated.');
    },
  };
}
