import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import golden from './softmax.golden.json' with { type: 'json' };
import { argMax, crossEntropy, lossGradient, softmax, softmaxTerms } from './softmax.ts';

const logits = fc.array(fc.double({ min: -1e30, max: 1e30, noNaN: true }), { minLength: 1, maxLength: 12 });
const temperature = fc.double({ min: 0.05, max: 20, noNaN: true });

describe('softmax', () => {
  it.each(golden.cases.map((c, i) => [i, c] as const))('agrees with the float64 reference, case %i', (_, c) => {
    const p = softmax(c.z, c.temperature);
    c.p.forEach((expected, j) => expect(Math.abs((p[j] ?? Number.NaN) - expected)).toBeLessThan(1e-12));
    c.crossEntropyPerLabel.forEach((expected, label) => {
      const loss = crossEntropy(c.z, label, c.temperature);
      expect(Math.abs(loss - expected)).toBeLessThanOrEqual(1e-12 * Math.max(1, Math.abs(expected)));
    });
  });

  it('gives probabilities that add up to 1 for any logits and temperature', () => {
    fc.assert(
      fc.property(logits, temperature, (z, t) => {
        const p = softmax(z, t);
        expect(p.every((value) => value >= 0 && value <= 1)).toBe(true);
        expect(p.reduce((total, value) => total + value, 0)).toBeCloseTo(1, 12);
      }),
    );
  });

  it('does not change when the same number is added to every logit', () => {
    fc.assert(
      fc.property(fc.array(fc.integer({ min: -50, max: 50 }), { minLength: 2, maxLength: 10 }), (z) => {
        const moved = softmax(z.map((value) => value + 1000));
        softmax(z).forEach((p, j) => expect(moved[j]).toBeCloseTo(p, 12));
      }),
    );
  });

  it('has the power 1 at the largest logit, and none above', () => {
    const { terms } = softmaxTerms([3, 900, -4], 0.05);
    expect(Math.max(...terms.map((term) => term.exp))).toBe(1);
  });

  it('refuses invalid temperatures and labels', () => {
    expect(() => softmax([1, 2], 0)).toThrow(RangeError);
    expect(() => softmax([1, 2], Number.NaN)).toThrow(/temperature/);
    expect(() => crossEntropy([1, 2], 2)).toThrow(/label/);
  });
});

describe('the gradient of the loss', () => {
  it('is the slope of the cross-entropy in every logit', () => {
    const z = [0.3, -1.2, 2.5, 0];
    const slopes = lossGradient(softmax(z), 1);
    z.forEach((value, j) => {
      const h = 1e-5;
      const at = (moved: number) => crossEntropy(z.with(j, moved), 1);
      expect(slopes[j]).toBeCloseTo((at(value + h) - at(value - h)) / (2 * h), 8);
    });
  });

  it('refuses a label that is out of range', () => {
    expect(() => lossGradient([0.5, 0.5], 2)).toThrow(/label/);
  });
});

describe('argMax', () => {
  it('is the first of equal values, and −1 for none', () => {
    expect(argMax([0, 3, 3, 1])).toBe(1);
    expect(argMax([])).toBe(-1);
  });
});
