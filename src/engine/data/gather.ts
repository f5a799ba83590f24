/** Rows of an image set as the network takes them. */
import { PIXELS } from '../../core/types.ts';
import type { ImageSet } from './dataset.ts';

type Source = Pick<ImageSet, 'images' | 'labels' | 'white'>;

/** A table instead of a division a pixel; the division itself, since byte × (1/255) rounds differently. */
function levels(white: number): Float32Array {
  return Float32Array.from({ length: 256 }, (_, byte) => byte / white);
}

const MNIST_LEVELS = levels(255);

/** Writes each row's 784 floats in [0, 1] to `values`, the first at `at`, each `stride` after the one before. */
export function writeImages(
  { images, white }: Source,
  rows: Uint32Array,
  values: Float32Array,
  at: number,
  stride: number,
): void {
  const table = white === undefined ? MNIST_LEVELS : levels(white);
  for (let r = 0; r < rows.length; r++) {
    const from = (rows[r] ?? 0) * PIXELS;
    const to = at + r * stride;
    for (let p = 0; p < PIXELS; p++) values[to + p] = table[images[from + p] ?? 0] ?? 0;
  }
}

/** [rows, 784] floats in [0, 1], row-major. */
export function gatherImages(source: Source, rows: Uint32Array): Float32Array {
  const values = new Float32Array(rows.length * PIXELS);
  writeImages(source, rows, values, 0, PIXELS);
  return values;
}

export function gatherLabels(source: Source, rows: Uint32Array): Int32Array {
  return Int32Array.from(rows, (row) => source.labels[row] ?? 0);
}
