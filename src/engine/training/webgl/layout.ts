/**
 * The layout of matrices in textures. A fragment computes as many rows of four columns as a draw has targets, so a
 * matrix is a stack of that many planes: element (r, c) is component c % 4 of the texel in column c / 4 and line
 * r / planes of plane r % planes. The weights of all layers are below each other in one stack, the atlas. The bias is
 * one more row, and the input has a column of ones for it. Values outside a matrix are zero, so shaders need no checks.
 */
import { CLASSES, PIXELS } from '../../../core/types.ts';
import type { ImageSet } from '../../data/dataset.ts';
import type { DenseSpec } from '../../model/spec.ts';

/** Targets of a draw. */
export type Planes = 4 | 8;

/** Bytes of one texel of the batch. */
export const TEXEL_BYTES = 16;
/** Texels with an image's bytes and one more byte, which is the bias' input. */
export const IMAGE_TEXELS = Math.ceil((PIXELS + 1) / TEXEL_BYTES);
/** The texel after them, whose first number is the label. */
export const LABEL_TEXEL = IMAGE_TEXELS;
export const ROW_TEXELS = IMAGE_TEXELS + 1;
const ROW_BYTES = ROW_TEXELS * TEXEL_BYTES;

/** Texels of a line of logits or their gradient. One texel after the gradient has the row's loss and whether it is right. */
export const CLASS_TEXELS = Math.ceil(CLASSES / 4);

/** The place of one layer's weights and bias in the atlas, in texels. */
export interface LayerPlacement {
  readonly inputs: number;
  readonly outputs: number;
  readonly relu: boolean;
  readonly top: number;
  readonly columns: number;
  readonly lines: number;
}

export interface Atlas {
  readonly planes: Planes;
  readonly placements: readonly LayerPlacement[];
  readonly columns: number;
  readonly lines: number;
}

export function layOut(layers: readonly DenseSpec[], planes: Planes): Atlas {
  let top = 0;
  const placements = layers.map(({ inputs, outputs, relu }): LayerPlacement => {
    const lines = Math.ceil((inputs + 1) / planes);
    const placement = { inputs, outputs, relu, top, columns: Math.ceil(outputs / 4), lines };
    top += lines;
    return placement;
  });
  return { planes, placements, columns: Math.max(...placements.map(({ columns }) => columns)), lines: top };
}

/** Texels of a line of a layer's output with its column of ones, rounded up to whole lines of the next layer's weights. */
export function outputColumns(outputs: number, planes: Planes): number {
  return (Math.ceil((outputs + 1) / planes) * planes) / 4;
}

/** A layer's `weight` [inputs, outputs] and `bias` [outputs] as its part of the atlas, plane after plane. */
export function packParameters(
  { inputs, outputs, columns, lines }: LayerPlacement,
  planes: Planes,
  weight: Float32Array,
  bias: Float32Array,
): Float32Array {
  const packed = new Float32Array(planes * lines * columns * 4);
  for (let k = 0; k <= inputs; k++) {
    const row = k === inputs ? bias : weight.subarray(k * outputs, (k + 1) * outputs);
    packed.set(row, ((k % planes) * lines + Math.floor(k / planes)) * columns * 4);
  }
  return packed;
}

/** Rows of a batch's texture: bytes of the images, one full byte for the bias, the label. */
export class BatchRows {
  /** As many 32-bit numbers as `capacity` rows have. */
  readonly words: Uint32Array<ArrayBuffer>;
  readonly width = ROW_TEXELS;
  readonly capacity: number;
  readonly #bytes: Uint8Array;

  constructor(capacity: number) {
    this.capacity = capacity;
    this.words = new Uint32Array((capacity * ROW_BYTES) / 4);
    this.#bytes = new Uint8Array(this.words.buffer);
  }

  /** Writes `rows` of `set` from row `at` on. */
  write({ images, labels, white = 255 }: ImageSet, rows: Uint32Array, at: number): void {
    for (let i = 0; i < rows.length; i++) {
      const row = rows[i] ?? 0;
      const to = (at + i) * ROW_BYTES;
      this.#bytes.set(images.subarray(row * PIXELS, (row + 1) * PIXELS), to);
      this.#bytes[to + PIXELS] = white;
      this.words[(to + LABEL_TEXEL * TEXEL_BYTES) / 4] = labels[row] ?? 0;
    }
  }
}

/** Groups batches for upload: as many at a time as `capacity` rows hold, at least one. */
export function inParts(batches: readonly Uint32Array[], capacity: number): Uint32Array[][] {
  const parts: Uint32Array[][] = [];
  let room = 0;
  for (const rows of batches) {
    const last = parts.at(-1);
    if (last && rows.length <= room) last.push(rows);
    else {
      parts.push([rows]);
      room = capacity;
    }
    room -= rows.length;
  }
  return parts;
}
