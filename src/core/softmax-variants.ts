/** Alternatives to softmax, right and wrong, for the explanation only. */
import { softmax } from './softmax.ts';
import { sumOf } from './sum-of.ts';

/**
 * e^(z_j) / Σ_k e^(z_k) without subtracting the maximum, in 32-bit floats as a network computes it: from z ≈ 88.73 on
 * the power is Infinity, and its share NaN.
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

/** b^z = e^(z·ln b): the temperature at which softmax equals softmax with base `base` > 1 instead of e. */
export function temperatureOfBase(base: number): number {
  if (!(base > 1) || !Number.isFinite(base)) throw new RangeError(`base must be above 1, not ${base}`);
  return 1 / Math.log(base);
}

/** b^(z_j) / Σ_k b^(z_k). Throws RangeError unless `base` > 1. */
export function softmaxInBase(logits: readonly number[], base: number): number[] {
  return softmax(logits, temperatureOfBase(base));
}

/** Rounding error of a sum that should be 0, relative to the sum of absolute values. */
const ROUNDING = 1e-12;

export interface PlainShares {
  /** NaN where the sum is 0. */
  readonly shares: readonly number[];
  readonly sum: number;
}

/** z_j / Σ_k z_k: also adds up to 1, but can be negative, and is unbounded for a sum near 0. */
export function plainShares(logits: readonly number[]): PlainShares {
  const exact = sumOf(logits);
  const size = sumOf(logits.map(Math.abs));
  const total = Math.abs(exact) <= ROUNDING * size ? 0 : exact;
  return { shares: logits.map((z) => (total === 0 ? Number.NaN : z / total)), sum: total };
}

/**
 * What is wrong with plain shares. `impossible`: the sum is 0. `reversed`: the sum is negative, so the lowest logit has
 * the largest share. `unbounded`: shares below 0. `sound`: nothing. `beyond`: a share above 1.
 */
export type PlainVerdict =
  | { readonly kind: 'impossible' }
  | {
      readonly kind: 'reversed' | 'unbounded' | 'sound';
      readonly negative: number;
      readonly beyond: boolean;
      readonly largest: number;
    };

export function judgePlainShares({ shares, sum }: PlainShares): PlainVerdict {
  if (sum === 0) return { kind: 'impossible' };
  const negative = shares.filter((share) => share < 0).length;
  const largest = Math.max(...shares);
  const figures = { negative, beyond: largest > 1, largest };
  // Equal shares have no order to reverse.
  if (sum < 0 && Math.min(...shares) < largest) return { kind: 'reversed', ...figures };
  return { kind: negative > 0 ? 'unbounded' : 'sound', ...figures };
}
