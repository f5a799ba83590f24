import { describe, expect, it } from 'vitest';
import { Random } from '../../core/random.ts';
import { areSeveralDrawn } from '../../core/several-drawn.ts';
import type { Point } from '../../core/types.ts';
import { WRITTEN_FORMS } from './synthetic-forms.ts';
import { choosePen, writeDigit } from './synthetic-hand.ts';

describe('the written forms', () => {
  it('are well formed: at least three a digit, at least two points a stroke, coordinates within bounds', () => {
    expect(WRITTEN_FORMS).toHaveLength(10);
    for (const forms of WRITTEN_FORMS) {
      expect(forms.length).toBeGreaterThanOrEqual(3);
      for (const { weight, strokes } of forms) {
        expect(weight).toBeGreaterThan(0);
        for (const stroke of strokes) expect(stroke).toMatch(/^-?\d{1,3},\d{1,3}!?( -?\d{1,3},\d{1,3}!?)+$/);
      }
    }
  });
});

describe('writeDigit', () => {
  it('depends on the random state alone', () => {
    for (let digit = 0; digit < 10; digit++) {
      expect(writeDigit(digit, new Random(digit))).toEqual(writeDigit(digit, new Random(digit)));
      expect(writeDigit(digit, new Random(digit))).not.toEqual(writeDigit(digit, new Random(digit + 1)));
    }
  });

  it('writes smooth strokes: no long straight jumps, every coordinate a number', () => {
    const random = new Random(5);
    for (let i = 0; i < 500; i++) {
      for (const stroke of writeDigit(i % 10, random)) {
        const jumps = stroke.map(([x, y], index) => {
          const [beforeX, beforeY] = stroke[index - 1] ?? [x, y];
          return Math.hypot(x - beforeX, y - beforeY);
        });
        expect(stroke.length).toBeGreaterThan(2);
        // Sampled every 6 units of 200; the bends stretch that a little.
        expect(Math.max(...jumps)).toBeLessThan(0.15);
      }
    }
  });

  it('rejects what is no digit', () => {
    for (const bad of [-1, 10, 1.5]) expect(() => writeDigit(bad, new Random(0))).toThrow(/^digit/);
  });
});

describe('choosePen', () => {
  it("has the spread of MNIST's pens", () => {
    const random = new Random(9);
    const widths = Array.from({ length: 5000 }, () => choosePen(5, random)).toSorted((a, b) => a - b);
    const quantile = (share: number) => widths[Math.floor(share * widths.length)] ?? 0;
    expect(quantile(0.1)).toBeCloseTo(1.7, 0);
    expect(quantile(0.5)).toBeCloseTo(2.4, 1);
    expect(quantile(0.9)).toBeCloseTo(3.6, 0);
  });
});

describe('a drawing by the built-in hand', () => {
  it('is nearly always one digit', () => {
    const random = new Random(3);
    const drawn = Array.from({ length: 400 }, (_, i) => areSeveralDrawn(writeDigit(i % 10, random)));
    expect(drawn.filter(Boolean).length).toBeLessThanOrEqual(8);
  });

  it('of two digits beside each other is nearly always several', () => {
    const random = new Random(4);
    const drawn = Array.from({ length: 200 }, () => {
      const [left, right] = [writeDigit(random.below(10), random), writeDigit(random.below(10), random)];
      const shift = Math.max(...left.flat().map(([x]) => x)) - Math.min(...right.flat().map(([x]) => x)) + 0.12;
      return areSeveralDrawn([...left, ...right.map((stroke) => stroke.map(([x, y]): Point => [x + shift, y]))]);
    });
    expect(drawn.filter(Boolean).length).toBeGreaterThanOrEqual(190);
  });
});
