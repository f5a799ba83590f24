/** Rows of an image set as the network's input. */
import { PIXELS, SIDE } from '../../core/types.ts';
import type { ImageSet } from './dataset.ts';

type Source = Pick<ImageSet, 'images' | 'labels' | 'white'>;

/** A table instead of one division a pixel. It divides, since byte × (1/255) rounds differently. */
function levels(white: number): Float32Array {
  return Float32Array.from({ length: 256 }, (_, byte) => byte / white);
}

const MNIST_LEVELS = levels(255);

/** Pixel (y, x) of row r goes to `at + r·image + y·line + x` of `values`. */
export interface Frame {
  readonly at: number;
  readonly image: number;
  readonly line: number;
}

/** Writes the rows' pixels as floats in [0, 1]. */
export function writeImages(source: Source, rows: Uint32Array, values: Float32Array, frame: Frame): void {
  const { images, white } = source;
  const table = white === undefined ? MNIST_LEVELS : levels(white);
  for (let r = 0; r < rows.length; r++)
    for (let y = 0; y < SIDE; y++) {
      const from = (rows[r] ?? 0) * PIXELS + y * SIDE;
      const to = frame.at + r * frame.image + y * frame.line;
      for (let x = 0; x < SIDE; x++) values[to + x] = table[images[from + x] ?? 0] ?? 0;
    }
}

/** [rows, 784] floats in [0, 1], row-major. */
export function gatherImages(source: Source, rows: Uint32Array): Float32Array {
  const values = new Float32Array(rows.length * PIXELS);
  writeImages(source, rows, values, { at: 0, image: PIXELS, line: SIDE });
  return values;
}

export function gatherLabels(source: Source, rows: Uint32Array): Int32Array {
  return Int32Array.from(rows, (row) => source.labels[row] ?? 0);
}
