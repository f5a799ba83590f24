/** Plans a heap before it exists: layers reserve what they need, and the kernels are made for the sum. */
import { type KernelNeeds, padded } from '../../kernels/kernels.ts';

/** Rows of values that one layer hands to the next, and the loss's gradients with respect to them. */
export interface Activation {
  /** Where the values begin, and where the gradients, laid out alike. */
  readonly values: number;
  readonly gradients: number;
  /** Floats from one row to the next. */
  readonly stride: number;
  /** Real values a row. In a dense layer's input a column of ones follows, which the biases are weights of. */
  readonly width: number;
}

export class Arena implements KernelNeeds {
  floats = 0;
  packed = 0;
  longest = 0;

  reserve(floats: number): number {
    const at = this.floats;
    this.floats += floats;
    return at;
  }

  activation(rows: number, width: number): Activation {
    const stride = padded(width + 1);
    const floats = padded(rows) * stride;
    return { values: this.reserve(floats), gradients: this.reserve(floats), stride, width };
  }

  /** A product with an A of this size will be asked for. */
  expect(rows: number, columns: number): void {
    this.packed = Math.max(this.packed, padded(rows) * columns);
    this.longest = Math.max(this.longest, columns);
  }
}
