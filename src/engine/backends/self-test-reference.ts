/** The self-test's training steps in doubles, as the reference for a backend. Row-major arrays. */
import { Random } from '../../core/random.ts';

/** Larger than the sizes that tfjs' GPU backends compute on the CPU; square, so that few shaders are compiled. */
export const SHAPE = { batch: 64, inputs: 64, hidden: 64, classes: 10 } as const;
export const STEPS = 2;
export const LEARNING_RATE = 0.1;
export const MOMENTUM = 0.5;

export interface SelfTestInputs {
  /** [batch, inputs], in [0, 1). */
  readonly images: Float32Array;
  /** [batch, classes], one-hot. */
  readonly labels: Float32Array;
  /** [inputs, hidden] and [hidden, classes]. */
  readonly weights: readonly [Float32Array, Float32Array];
}

export interface SelfTestOutcome {
  /** Mean cross-entropy before each step. */
  readonly losses: ArrayLike<number>;
  /** After the last step. */
  readonly weights: readonly [ArrayLike<number>, ArrayLike<number>];
}

export function selfTestInputs(): SelfTestInputs {
  const { batch, inputs, hidden, classes } = SHAPE;
  const random = new Random(1);
  const uniform = (length: number, low: number, high: number) =>
    Float32Array.from({ length }, () => random.between(low, high));
  return {
    images: uniform(batch * inputs, 0, 1),
    labels: Float32Array.from({ length: batch * classes }, (_, i) =>
      i % classes === Math.floor(i / classes) % classes ? 1 : 0,
    ),
    weights: [uniform(inputs * hidden, -0.1, 0.1), uniform(hidden * classes, -0.3, 0.3)],
  };
}

/** A hidden layer with ReLU, softmax cross-entropy, SGD with momentum: v = μv + g, w −= lr·v. */
export function selfTestReference({ images, labels, weights }: SelfTestInputs): SelfTestOutcome {
  const { batch, inputs, hidden, classes } = SHAPE;
  const b1 = new Float64Array(hidden);
  const b2 = new Float64Array(classes);
  const w1 = Float64Array.from(weights[0]);
  const w2 = Float64Array.from(weights[1]);
  const [vw1, vb1] = [new Float64Array(w1.length), new Float64Array(hidden)];
  const [vw2, vb2] = [new Float64Array(w2.length), new Float64Array(classes)];
  const losses: number[] = [];
  for (let step = 0; step < STEPS; step++) {
    const h = dense(images, w1, b1, inputs, hidden).map((value) => Math.max(value, 0));
    const z = dense(h, w2, b2, hidden, classes);
    const { loss, gradient } = crossEntropy(z, labels);
    losses.push(loss);
    const dh = multiply(gradient, transpose(w2, hidden, classes), batch, classes, hidden);
    const masked = dh.map((value, i) => (at(h, i) > 0 ? value : 0));
    descend(w2, vw2, multiply(transpose(h, batch, hidden), gradient, hidden, batch, classes));
    descend(b2, vb2, columnSums(gradient, classes));
    descend(w1, vw1, multiply(transpose(images, batch, inputs), masked, inputs, batch, hidden));
    descend(b1, vb1, columnSums(masked, hidden));
  }
  return { losses, weights: [w1, w2] };
}

function dense(
  x: ArrayLike<number>,
  weights: Float64Array,
  bias: Float64Array,
  inner: number,
  columns: number,
): Float64Array {
  return multiply(x, weights, SHAPE.batch, inner, columns).map((value, i) => value + at(bias, i % columns));
}

function columnSums(values: Float64Array, columns: number): Float64Array {
  const sums = new Float64Array(columns);
  values.forEach((value, i) => {
    sums[i % columns] = at(sums, i % columns) + value;
  });
  return sums;
}

function crossEntropy(logits: Float64Array, labels: Float32Array): { loss: number; gradient: Float64Array } {
  const { batch, classes } = SHAPE;
  const gradient = new Float64Array(logits.length);
  let loss = 0;
  for (let row = 0; row < batch; row++) {
    const z = logits.subarray(row * classes, (row + 1) * classes);
    const exps = z.map((value) => Math.exp(value - Math.max(...z)));
    const sum = exps.reduce((total, value) => total + value, 0);
    for (let k = 0; k < classes; k++) {
      const p = at(exps, k) / sum;
      const y = at(labels, row * classes + k);
      if (y === 1) loss -= Math.log(p) / batch;
      gradient[row * classes + k] = (p - y) / batch;
    }
  }
  return { loss, gradient };
}

function descend(w: Float64Array, v: Float64Array, gradient: Float64Array): void {
  for (let i = 0; i < w.length; i++) {
    v[i] = MOMENTUM * at(v, i) + at(gradient, i);
    w[i] = at(w, i) - LEARNING_RATE * at(v, i);
  }
}

/** [rows, inner] × [inner, columns]. */
function multiply(
  a: ArrayLike<number>,
  b: ArrayLike<number>,
  rows: number,
  inner: number,
  columns: number,
): Float64Array {
  const out = new Float64Array(rows * columns);
  for (let i = 0; i < rows; i++) {
    for (let k = 0; k < inner; k++) {
      const left = at(a, i * inner + k);
      for (let j = 0; j < columns; j++) {
        out[i * columns + j] = at(out, i * columns + j) + left * at(b, k * columns + j);
      }
    }
  }
  return out;
}

function transpose(a: ArrayLike<number>, rows: number, columns: number): Float64Array {
  return Float64Array.from({ length: rows * columns }, (_, i) => at(a, (i % rows) * columns + Math.floor(i / rows)));
}

/** Every index is within its array; NaN from a wrong one would fail the comparison. */
function at(values: ArrayLike<number>, index: number): number {
  return values[index] ?? Number.NaN;
}
