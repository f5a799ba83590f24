/**
 * The interface of the kernels: one product, `C ← epilogue(A·B)`, in a heap of floats. The epilogue is what happens to a
 * tile of C while it is in registers: ReLU, its mask, or the optimiser's update. So gradients need not be written to
 * memory and read again.
 *
 * Sizes are rounded up to whole tiles: a kernel may read and write up to `padded(size)` rows and columns, so matrices
 * are allocated that large. The padding of weights and activations is zero and stays zero.
 */

/** A matrix in the heap: element (r, c) is at `at + r·row + c·column`, counted in floats. */
export interface View {
  readonly at: number;
  readonly row: number;
  readonly column: number;
}

export function transposed({ at, row, column }: View): View {
  return { at, row: column, column: row };
}

/** Some columns of A; the pieces of A are side by side. One of the strides is 1. */
export interface Piece extends View {
  readonly columns: number;
}

/** `by`, `velocity`, `first` and `second` are the offsets of matrices with C's layout. */
export type Epilogue =
  | { readonly kind: 'store' }
  /** C ← max(A·B, 0). */
  | { readonly kind: 'relu' }
  /** C ← A·B where `by` is positive, else 0: the gradient of a ReLU with output `by`. */
  | { readonly kind: 'mask'; readonly by: number }
  /** C ← C + A·B. */
  | { readonly kind: 'accumulate' }
  /** With g = A·B: v ← μv + g; C ← C − lr·v. */
  | { readonly kind: 'sgd'; readonly velocity: number; readonly lr: number; readonly momentum: number }
  /** With g = A·B: m ← β₁m + (1−β₁)g; s ← β₂s + (1−β₂)g²; C ← C − rate·m/(√s + ε). */
  | {
      readonly kind: 'adam';
      readonly first: number;
      readonly second: number;
      readonly beta1: number;
      readonly beta2: number;
      readonly rate: number;
      readonly epsilon: number;
    };

/** Feature maps, channels innermost: value (n, y, x, c) is at `at + n·image + y·line + x·channels + c`. */
export interface Maps {
  readonly at: number;
  readonly image: number;
  readonly line: number;
  /** A multiple of 4. */
  readonly channels: number;
}

/** 2×2 maxima with stride 2; the maxima have `side` lines of `side` pixels. */
export interface Pooling {
  readonly from: Maps;
  readonly to: Maps;
  readonly side: number;
}

/** The sizes that kernels are made for. */
export interface KernelNeeds {
  /** Size of the heap in floats. */
  readonly floats: number;
  /** The largest A, rows × columns, both padded. */
  readonly packed: number;
  /** The most columns that A has. */
  readonly longest: number;
}

export interface Kernels {
  /** `simd`, `relaxed-simd` or `plain`; part of the path's id. */
  readonly name: string;
  /** Initially zeros; never moves. */
  readonly heap: Float32Array;
  /**
   * A has m rows, B has n columns and as many rows as A's pieces have columns. B's columns or rows are neighbours in
   * memory. Works while it is iterated, and yields at its end; slow kernels also yield every few milliseconds. No other
   * product may begin meanwhile.
   */
  multiply(a: readonly Piece[], b: View, c: View, m: number, n: number, epilogue: Epilogue): Generator<void, void>;
  maxPool(pooling: Pooling, image: number): void;
  /**
   * The gradient through a maximum and the ReLU before it: the first of the four values that equals the maximum gets
   * the gradient if it is positive; the others get 0. `from` and `to`: offsets of gradients with the pooling's layouts.
   */
  maxPoolGradient(pooling: Pooling, image: number, from: number, to: number): void;
}

export type CreateKernels = (needs: KernelNeeds) => Kernels;

/** Sizes are rounded up to this: a multiple of every tile's height and width. */
const STEP = 8;

export function padded(size: number): number {
  return Math.ceil(size / STEP) * STEP;
}

export function columnsOf(pieces: readonly Piece[]): number {
  return pieces.reduce((sum, piece) => sum + piece.columns, 0);
}
