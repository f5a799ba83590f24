/** Plans the heap before it exists: layers reserve their parts, and the kernels are made for the sum. */
import { type KernelNeeds, type Maps, padded } from '../../kernels/kernels.ts';

/** One layer's output and the loss's gradient with respect to it. */
export interface Activation {
  /** Offsets of the values and of their gradients, which have the same layout. */
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

  /** Sets a float to this value before the first step. */
  constant(at: number, value: number): void {
    this.#constants.push({ at, value });
  }

  /** Announces a product with an A of this size. */
  expect(rows: number, columns: number): void {
    this.packed = Math.max(this.packed, padded(rows) * columns);
    this.longest = Math.max(this.longest, columns);
  }

  /** Call it when the heap exists. */
  fill(heap: Float32Array): void {
    for (const { at, value } of this.#constants) heap[at] = value;
  }

  /**
   * Rows of `width` values as a dense layer's input, followed by a column of ones for its bias. `line`: for a flattened
   * feature map.
   */
  rows(count: number, width: number, line = width): Activation {
    const image = padded(width + 1);
    const floats = padded(count) * image;
    const values = this.reserve(floats);
    for (let r = 0; r < count; r++) this.constant(values + r * image + width, 1);
    return { values, gradients: this.reserve(floats), image, line };
  }

  /** Feature maps as a 3×3 convolution's input: each has a frame of one pixel, whose values are zero. */
  framed(count: number, side: number, channels: number): Activation {
    const line = (side + 2) * channels;
    const image = (side + 2) * line;
    // Windows at the corners reach one pixel beyond the first and the last image, and tiles slightly further.
    const margin = padded(line + 8 * channels);
    const reserve = (): number => this.reserve(count * image + 2 * margin) + margin + line + channels;
    return { values: reserve(), gradients: reserve(), image, line };
  }
}

/** The maps of an activation's values. */
export function mapsOf({ values, image, line }: Activation, channels: number): Maps {
  return { at: values, image, line, channels };
}
