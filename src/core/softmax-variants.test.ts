import { describe, expect, it } from 'vitest';
import { plainShares, softmaxInBase, temperatureOfBase, unshiftedSoftmax } from './softmax-variants.ts';
import { softmax } from './softmax.ts';

const LOGITS = [2, -1.5, 0.25, 7, 3];

describe('softmax without subtracting the maximum', () => {
  it('is softmax while the powers fit into 32 bits', () => {
    const { p } = unshiftedSoftmax(LOGITS);
    softmax(LOGITS).forEach((expected, j) => expect(p[j]).toBeCloseTo(expected, 6));
  });

  it('is no number any more from e^89 on, where softmax still is', () => {
    expect(unshiftedSoftmax([0, 88]).p[1]).toBeCloseTo(1, 6);
    const { exps, p } = unshiftedSoftmax([0, 89]);
    expect(exps[1]).toBe(Infinity);
    expect(p[1]).toBeNaN();
    expect(softmax([0, 89])[1]).toBeCloseTo(1, 12);
  });
});

describe('softmax with another base', () => {
  it('is the power of that base over the sum of such powers', () => {
    const powers = LOGITS.map((z) => 2 ** z);
    const sum = powers.reduce((total, power) => total + power, 0);
    softmaxInBase(LOGITS, 2).forEach((p, j) => expect(p).toBeCloseTo((powers[j] ?? 0) / sum, 12));
  });

  it('is softmax itself with base e, and nothing with a base that does not grow', () => {
    expect(temperatureOfBase(Math.E)).toBe(1);
    expect(() => softmaxInBase(LOGITS, 1)).toThrow(/base/);
  });
});

describe('plain shares', () => {
  it('add up to 1, some of them below 0', () => {
    const shares = plainShares(LOGITS);
    expect(shares.reduce((total, share) => total + share, 0)).toBeCloseTo(1, 12);
    expect(Math.min(...shares)).toBeLessThan(0);
  });
});
