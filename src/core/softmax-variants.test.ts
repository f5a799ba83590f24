import { describe, expect, it } from 'vitest';
import {
  judgePlainShares,
  plainShares,
  softmaxInBase,
  temperatureOfBase,
  unshiftedSoftmax,
} from './softmax-variants.ts';
import { softmax } from './softmax.ts';

const LOGITS = [2, -1.5, 0.25, 7, 3];

describe('softmax without subtracting the maximum', () => {
  it('equals softmax while the powers fit into 32 bits', () => {
    const { p } = unshiftedSoftmax(LOGITS);
    softmax(LOGITS).forEach((expected, j) => expect(p[j]).toBeCloseTo(expected, 6));
  });

  it('is NaN from e^89 on, where softmax is still finite', () => {
    expect(unshiftedSoftmax([0, 88]).p[1]).toBeCloseTo(1, 6);
    const { exps, p } = unshiftedSoftmax([0, 89]);
    expect(exps[1]).toBe(Infinity);
    expect(p[1]).toBeNaN();
    expect(softmax([0, 89])[1]).toBeCloseTo(1, 12);
  });
});

describe('softmax with another base', () => {
  it('is the power of that base divided by the sum of those powers', () => {
    const powers = LOGITS.map((z) => 2 ** z);
    const sum = powers.reduce((total, power) => total + power, 0);
    softmaxInBase(LOGITS, 2).forEach((p, j) => expect(p).toBeCloseTo((powers[j] ?? 0) / sum, 12));
  });

  it('equals softmax for base e, and throws for a base of 1', () => {
    expect(temperatureOfBase(Math.E)).toBe(1);
    expect(() => softmaxInBase(LOGITS, 1)).toThrow(/base/);
  });
});

const judge = (logits: readonly number[]) => judgePlainShares(plainShares(logits));

describe('plain shares', () => {
  it('add up to 1, some of them below 0', () => {
    const { shares } = plainShares(LOGITS);
    expect(shares.reduce((total, share) => total + share, 0)).toBeCloseTo(1, 12);
    expect(Math.min(...shares)).toBeLessThan(0);
  });

  it('reverse the ranking where the sum is negative', () => {
    expect(judge([-3, -2.9, -2.6, -2.1, -1.4, -0.5, 0.6, 1.9, 3.4, 5.1])).toMatchObject({
      kind: 'reversed',
      negative: 4,
      beyond: true,
    });
    expect(judge([-10_000, -10_001, -9999])).toMatchObject({ kind: 'reversed', negative: 0, beyond: false });
    // Equal logits have no ranking.
    expect(judge([-2, -2])).toMatchObject({ kind: 'sound', largest: 0.5 });
  });

  it('are impossible where the sum is 0, also up to rounding', () => {
    for (const logits of [
      [0, 0, 0],
      [1000, 0, -1000],
      [0.1, 0.2, -0.3],
    ]) {
      // prettier-ignore
      expect(judge(logits)).toEqual({ kind: 'impossible' });
      expect(plainShares(logits).shares.every(Number.isNaN)).toBe(true);
    }
  });

  it('are below 0 or above 1 with negative logits, and sound without', () => {
    expect(judge([2, -1, 3])).toEqual({ kind: 'unbounded', negative: 1, beyond: false, largest: 0.75 });
    expect(judge([2, -1])).toEqual({ kind: 'unbounded', negative: 1, beyond: true, largest: 2 });
    expect(judge([1, 3])).toEqual({ kind: 'sound', negative: 0, beyond: false, largest: 0.75 });
  });
});
