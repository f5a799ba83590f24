import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { softmaxTerms } from '../../core/softmax.ts';
import { roundedToAddUp } from './add-up.ts';

const inUnits = (values: readonly number[]) => values.reduce((sum, value) => sum + Math.round(value * 10_000), 0);

describe('a column of numbers', () => {
  it('adds up as it is shown, and no number is off by a whole unit', () => {
    const logits = fc.array(fc.double({ min: -30, max: 30, noNaN: true }), { minLength: 10, maxLength: 10 });
    const temperature = fc.double({ min: 0.05, max: 20, noNaN: true });
    fc.assert(
      fc.property(logits, temperature, (z, t) => {
        const { terms, sum } = softmaxTerms(z, t);
        for (const [values, total] of [
          [terms.map(({ exp }) => exp), sum],
          [terms.map(({ p }) => p), 1],
        ] as const) {
          const shown = roundedToAddUp(values, 4);
          expect(inUnits(shown)).toBe(Math.round(total * 10_000));
          shown.forEach((value, j) => expect(Math.abs(value - (values[j] ?? 0))).toBeLessThan(1.001e-4));
        }
      }),
    );
  });

  it('leaves what is exact as it is', () => {
    expect(roundedToAddUp([1, 0.00004, 0.00004, 0.00004], 4)).toEqual([1, 0.0001, 0, 0]);
    expect(roundedToAddUp([0.3, 0.7], 4)).toEqual([0.3, 0.7]);
  });
});
