/**
 * Joins still WebP images into an animation. Only the container is written here, see
 * https://developers.google.com/speed/webp/docs/riff_container; the images come from an encoder. The library for this,
 * `sharp`, brings binaries under LGPL.
 */

export interface WebpFrame {
  /** A still WebP file of the animation's size. */
  readonly file: Uint8Array;
  readonly durationMs: number;
}

/** Of a still file, the chunks that an animation keeps: the image and its transparency. */
const IMAGE_CHUNKS = new Set(['ALPH', 'VP8 ', 'VP8L']);
const HAS_ALPHA = 0x10;
const HAS_ANIMATION = 0x02;

/** Transparent pixels of a frame show the frame before. The animation repeats without end. */
export function animatedWebp(width: number, height: number, frames: readonly WebpFrame[]): Buffer {
  const header = chunk(
    'VP8X',
    Buffer.concat([uint32(HAS_ALPHA | HAS_ANIMATION), uint24(width - 1), uint24(height - 1)]),
  );
  const noColourEndless = chunk('ANIM', Buffer.alloc(6));
  const body = Buffer.concat([
    Buffer.from('WEBP'),
    header,
    noColourEndless,
    ...frames.map((frame) => frameChunk(width, height, frame)),
  ]);
  return chunk('RIFF', body);
}

function frameChunk(width: number, height: number, { file, durationMs }: WebpFrame): Buffer {
  const atTopLeft = Buffer.alloc(6);
  const blendAndKeep = Buffer.alloc(1);
  const size = [uint24(width - 1), uint24(height - 1)];
  return chunk('ANMF', Buffer.concat([atTopLeft, ...size, uint24(durationMs), blendAndKeep, ...imageChunks(file)]));
}

function imageChunks(file: Uint8Array): Buffer[] {
  const bytes = Buffer.from(file);
  if (bytes.toString('latin1', 0, 4) !== 'RIFF' || bytes.toString('latin1', 8, 12) !== 'WEBP') {
    throw new TypeError('frame: not a WebP file');
  }
  const found: Buffer[] = [];
  for (let at = 12; at + 8 <= bytes.length;) {
    const length = bytes.readUInt32LE(at + 4);
    const end = at + 8 + length + (length % 2);
    if (IMAGE_CHUNKS.has(bytes.toString('latin1', at, at + 4))) found.push(bytes.subarray(at, end));
    at = end;
  }
  return found;
}

/** Chunks have an even length: an odd payload gets one more byte, which the length leaves out. */
function chunk(name: string, payload: Buffer): Buffer {
  return Buffer.concat([Buffer.from(name), uint32(payload.length), payload, Buffer.alloc(payload.length % 2)]);
}

function uint24(value: number): Buffer {
  const bytes = Buffer.alloc(3);
  bytes.writeUIntLE(value, 0, 3);
  return bytes;
}

function uint32(value: number): Buffer {
  const bytes = Buffer.alloc(4);
  bytes.writeUInt32LE(value);
  return bytes;
}
