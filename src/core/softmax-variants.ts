/** What one might do in softmax's place, right or wrong: material for its explanation, used for nothing else. */
import { softmax } from './softmax.ts';

/**
 * e^(z_j) / Σ_k e^(z_k) as it is written, rounded to 32-bit floats as a network computes it: from z ≈ 88.73 on
 * the power is Infinity, and a share of infinities NaN.
 */
export function unshiftedSoftmax(logits: readonly number[]): {
  readonly exps: readonly number[];
  readonly sum: number;
  readonly p: readonly number[];
} {
  const exps = logits.map((z) => Math.fround(Math.exp(Math.fround(z))));
  const sum = exps.reduce((total, exp) => Math.fround(total + exp), 0);
  return { exps, sum, p: exps.map((exp) => Math.fround(exp / sum)) };
}

/** b^z = e^(z·ln b): the temperature at which softmax is softmax with base `base` > 1 in place of e. */
export function temperatureOfBase(base: number): number {
  if (!(base > 1) || !Number.isFinite(base)) throw new RangeError(`base must be above 1, not ${base}`);
  return 1 / Math.log(base);
}

/** b^(z_j) / Σ_k b^(z_k). Throws RangeError unless `base` > 1. */
export function softmaxInBase(logits: readonly number[], base: number): number[] {
  return softmax(logits, temperatureOfBase(base));
}

/** z_j / Σ_k z_k: adds up to 1 too, but has signs, and no bound where the sum is near 0. */
export function plainShares(logits: readonly number[]): number[] {
  const sum = logits.reduce((total, z) => total + z, 0);
  return logits.map((z) => z / sum);
}
