import { describe, expect, it } from 'vitest';
import type { StripPoint } from '../../store/strip.ts';
import { placer, ROW, rowPaths, WIDTH } from './strip-paths.ts';

const point = (step: number, digit: number, p: number): StripPoint => ({
  step,
  prediction: { digit, logits: [], probabilities: Array.from({ length: 10 }, (_, j) => (j === digit ? p : 0)) },
});
const POINTS = [point(10, 2, 0.5), point(20, 2, 1), point(50, 7, 1)];

describe('the learning strip', () => {
  it('spreads its steps over the whole width', () => {
    const place = placer(POINTS);
    expect([10, 20, 50].map((step) => place(step))).toEqual([0, WIDTH / 4, WIDTH]);
  });

  it('draws a class as high as its probability, and highlights where it was the answer', () => {
    const { all, won } = rowPaths(POINTS, 2);
    expect(all).toBe(
      `M0 ${3 * ROW}L0 ${3 * ROW - 10.5}L250 ${3 * ROW - 21}L1000 ${3 * ROW}L1000 ${3 * ROW}V${3 * ROW}Z`,
    );
    expect(won.match(/M/g)).toHaveLength(2);
    // The last answer ends with the strip.
    expect(rowPaths(POINTS, 7).won).toBe('');
    expect(rowPaths(POINTS, 4).won).toBe('');
  });

  it('draws a single answer over the whole width, and nothing without one', () => {
    expect(rowPaths([point(3, 0, 1)], 0).won).toContain(`L${WIDTH}`);
    expect(rowPaths([], 0)).toEqual({ all: '', won: '' });
  });
});
