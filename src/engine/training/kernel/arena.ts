/** Plans a heap before it exists: layers reserve what they need, and the kernels are made for the sum. */
import { type KernelNeeds, type Maps, padded } from '../../kernels/kernels.ts';

/** What one layer hands to the next, and the loss's gradients with respect to it. */
export interface Activation {
  /** Where the values begin, and where the gradients, laid out alike. */
  readonly values: number;
  readonly gradients: number;
  /** Floats from one image to the next, and from one line of a feature map to the next. */
  readonly image: number;
  readonly line: number;
}

export class Arena implements KernelNeeds {
  floats = 0;
  packed = 0;
  longest = 0;
  readonly #constants: { readonly at: number; readonly value: number }[] = [];

  reserve(floats: number): number {
    const at = this.floats;
    this.floats += floats;
    return at;
  }

  /** A float that holds this value when the kernels begin. */
  constant(at: number, value: number): void {
    this.#constants.push({ at, value });
  }

  /** A product with an A of this size will be asked for. */
  expect(rows: number, columns: number): void {
    this.packed = Math.max(this.packed, padded(rows) * columns);
    this.longest = Math.max(this.longest, columns);
  }

  /** To be called once the kernels are made. */
  fill(heap: Float32Array): void {
    for (const { at, value } of this.#constants) heap[at] = value;
  }

  /**
   * Rows of `width` values for a dense layer to read: a column of ones follows them, which its biases are weights of.
   * `line`: for a flattened feature map.
   */
  rows(count: number, width: number, line = width): Activation {
    const image = padded(width + 1);
    const floats = padded(count) * image;
    const values = this.reserve(floats);
    for (let r = 0; r < count; r++) this.constant(values + r * image + width, 1);
    return { values, gradients: this.reserve(floats), image, line };
  }

  /** Feature maps for a 3×3 convolution to read: a frame of one pixel around each, which is zero in the values. */
  framed(count: number, side: number, channels: number): Activation {
    const line = (side + 2) * channels;
    const image = (side + 2) * line;
    // Windows at the corners reach one pixel beyond the first and the last image, and tiles a little further.
    const margin = padded(line + 8 * channels);
    const reserve = (): number => this.reserve(count * image + 2 * margin) + margin + line + channels;
    return { values: reserve(), gradients: reserve(), image, line };
  }
}

/** The maps of an activation's values. */
export function mapsOf({ values, image, line }: Activation, channels: number): Maps {
  return { at: values, image, line, channels };
}
