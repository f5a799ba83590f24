import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { softmaxTerms } from '../../core/softmax.ts';
import { roundedToAddUp } from './add-up.ts';

/** One in the last shown digit, plus a tolerance for doubles. */
function lastDigit(value: number): number {
  return 1.001 * (value < 1e-4 ? 10 ** (Math.floor(Math.log10(value)) - 1) : 1e-4);
}

const inUnits = (values: readonly number[]) => Math.round(values.reduce((sum, value) => sum + value, 0) * 10_000);

describe('roundedToAddUp', () => {
  it('gives numbers that add up, each less than a unit from its value', () => {
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
          shown.forEach((value, j) =>
            expect(Math.abs(value - (values[j] ?? 0))).toBeLessThanOrEqual(lastDigit(values[j] ?? 0)),
          );
          // The largest logit's power is e⁰, and must show as 1.
          values.forEach((value, j) => value === 1 && expect(shown[j]).toBe(1));
        }
      }),
      { numRuns: 500 },
    );
  });

  it('rounds small numbers to one side where only that adds up', () => {
    // Seven of e^(−30 / 2.93): rounded to the nearest, numbers that add up to 1.000245 would have the total 1.00025.
    const seven = Array.from({ length: 7 }, () => 0.00003546);
    expect(roundedToAddUp([1, ...seven, 0.0000012], 4)).toEqual([1, ...seven.map(() => 0.000035), 0.0000012]);
    // 1.0001 for the value 1 would be wrong.
    expect(roundedToAddUp([1, 0.00002504, 0.00002504], 4)).toEqual([1, 0.000026, 0.000026]);
    expect(roundedToAddUp([1, 0.00002549, 0.00002449], 4)).toEqual([1, 0.000025, 0.000024]);
  });

  it('enlarges no small number for the sum', () => {
    // The missing unit must not turn 4.7×10⁻⁵ into 0.0001.
    const exps = [1, 0.00741, 0.000047, 0.000039, 0.0000041];
    const sum = exps.reduce((total, exp) => total + exp, 0);
    const shares = roundedToAddUp(
      exps.map((exp) => exp / sum),
      4,
    );
    expect(roundedToAddUp(exps, 4)).toEqual([1, 0.0074, 0.000047, 0.000039, 0.0000041]);
    expect(shares).toEqual([0.9926, 0.0073, 0.000047, 0.000039, 0.0000041]);
    expect(inUnits(shares)).toBe(10_000);
  });

  it('leaves exact numbers as they are', () => {
    expect(roundedToAddUp([1, 0.00004, 0.00004, 0.00004], 4)).toEqual([1, 0.00004, 0.00004, 0.00004]);
    expect(roundedToAddUp([0.3, 0.7], 4)).toEqual([0.3, 0.7]);
    expect(roundedToAddUp([1, 0, 2.3e-200], 4)).toEqual([1, 0, 2.3e-200]);
  });
});
