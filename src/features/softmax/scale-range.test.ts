import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { unshiftedSoftmax } from '../../core/softmax-variants.ts';
import { scaleRange } from './scale-range.ts';

const sumAtEnd = (logits: readonly number[]) => unshiftedSoftmax(logits.map((z) => z * scaleRange(logits).max)).sum;

describe('the range of factors for logits', () => {
  it('ends where softmax without the maximum fails, for any logits', () => {
    const logits = fc.array(fc.double({ min: -30, max: 30, noNaN: true }), { minLength: 10, maxLength: 10 });
    fc.assert(
      fc.property(logits, (z) => {
        fc.pre(Math.abs(Math.max(...z)) > 1e-6);
        expect([0, Infinity]).toContain(sumAtEnd(z));
      }),
    );
  });

  it('reaches overflow and underflow', () => {
    expect(sumAtEnd([0.1, 0.05, -0.1])).toBe(Infinity);
    expect(sumAtEnd([-8, -2, -31])).toBe(0);
  });

  it('has fine steps for large logits, and a default for a maximum of 0', () => {
    expect(scaleRange([12, -3, 4])).toEqual({ min: 1, max: 40, step: 0.5 });
    expect(scaleRange([0, -1])).toEqual({ min: 1, max: 40, step: 0.5 });
  });
});
