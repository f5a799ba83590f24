import { describe, expect, it } from 'vitest';
import { INK_SHARE, certaintyOf } from './certainty.ts';
import { argMax, softmax } from './softmax.ts';
import { rasterFromStrokes } from './strokes.ts';
import { PIXELS, type Stroke } from './types.ts';

function judged(logits: readonly number[], raster: Uint8Array = new Uint8Array(PIXELS).fill(32), several = false) {
  return certaintyOf({ digit: argMax(logits), logits, probabilities: softmax(logits) }, raster, several);
}

function drawn(strokes: readonly Stroke[]): Uint8Array {
  const raster = rasterFromStrokes(strokes);
  if (!raster) throw new Error('no ink');
  return raster;
}

const clear = [0, 0, 12, 0, 0, 0, 0, 0, 0, 0];

describe('the certainty of a prediction', () => {
  it('is high where one logit is far above the others', () => {
    const { verdict, margin, entropy, largestLogit } = judged(clear);
    expect(verdict).toBe('sure');
    expect(margin).toBeGreaterThan(0.99);
    expect(entropy).toBeLessThan(0.01);
    expect(largestLogit).toBe(12);
  });

  it('names the runner-up where two are close', () => {
    expect(judged([0, 0, 0, 0, 8, 0, 0, 0, 0, 7.8])).toMatchObject({ verdict: 'torn', second: 9 });
    expect(judged([3, 2.9, -9, -9, -9, -9, -9, -9, -9, -9])).toMatchObject({ verdict: 'torn', second: 1 });
  });

  it('is “leaning” where one digit leads clearly, but below 95 %', () => {
    expect(judged([0, 0, 0, 0, 4, 2, 0, 0, 0, 0]).verdict).toBe('leaning');
  });

  it('is “lost”, at log₂ 10 bits, where all ten are equal', () => {
    const { verdict, entropy, margin } = judged(Array<number>(10).fill(1));
    expect(verdict).toBe('lost');
    expect(entropy).toBeCloseTo(Math.log2(10), 10);
    expect(margin).toBeCloseTo(0, 10);
  });

  it('is “several” for more than one digit, whatever the logits', () => {
    expect(judged(clear, undefined, true).verdict).toBe('several');
  });

  it('ignores large logits for a dot, a scribble and a filled square', () => {
    const scribble = Array.from({ length: 60 }, (_, i) => [
      0.2 + 0.6 * ((i * 0.618) % 1),
      0.2 + 0.6 * ((i * 0.755) % 1),
    ]);
    const square = Array.from({ length: 40 }, (_, i) => [i % 2 ? 0.8 : 0.2, 0.2 + (0.6 * i) / 40]);
    expect(judged(clear, drawn([[[0.5, 0.5]]])).verdict).toBe('too-little-ink');
    expect(judged(clear, drawn([scribble as [number, number][]])).verdict).toBe('too-much-ink');
    expect(judged(clear, drawn([square as [number, number][]])).verdict).toBe('too-much-ink');
  });

  it.each([
    [
      'a horizontal line',
      'too-flat',
      [
        [
          [0.1, 0.5],
          [0.9, 0.5],
        ],
      ],
    ],
    [
      'three vertical lines',
      'too-many-strokes',
      [0.2, 0.5, 0.8].map((x) => [
        [x, 0.2],
        [x, 0.8],
      ]),
    ],
    [
      'an M',
      'too-many-strokes',
      [
        [
          [0.15, 0.85],
          [0.2, 0.15],
          [0.5, 0.6],
          [0.8, 0.15],
          [0.85, 0.85],
        ],
      ],
    ],
    ['a zigzag', 'too-long', [Array.from({ length: 7 }, (_, i) => [i % 2 ? 0.8 : 0.2, 0.2 + 0.1 * i])]],
  ] as [string, string, Stroke[]][])('rejects %s as %s', (_, verdict, strokes) => {
    expect(judged(clear, drawn(strokes)).verdict).toBe(verdict);
  });

  it('accepts a plain 1 as a digit', () => {
    const one = drawn([
      [
        [0.5, 0.1],
        [0.5, 0.9],
      ],
    ]);
    expect(judged(clear, one).inkShare).toBeGreaterThan(INK_SHARE.min);
    expect(judged(clear, one).verdict).toBe('sure');
  });

  it('has a finite entropy where a probability is zero', () => {
    const { entropy } = judged([2000, 0, 0, 0, 0, 0, 0, 0, 0, 0]);
    expect(entropy).toBe(0);
  });
});
