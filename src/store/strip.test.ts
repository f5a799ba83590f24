import { describe, expect, it } from 'vitest';
import type { Prediction } from '../core/types.ts';
import { CAPACITY, EMPTY_STRIP, record, type Strip } from './strip.ts';

const answer = (digit: number): Prediction => ({ digit, logits: [], probabilities: [] });

function recorded(steps: readonly number[], runId = 1): Strip {
  return steps.reduce<Strip>((strip, step) => record(strip, { runId, step }, answer(step % 10)), EMPTY_STRIP);
}

describe('the strip of answers', () => {
  it('keeps every answer while it has room', () => {
    const strip = recorded([0, 3, 9, 10]);
    expect(strip.points.map(({ step }) => step)).toEqual([0, 3, 9, 10]);
    expect(strip.points.at(-1)?.prediction.digit).toBe(0);
  });

  it('has a limited length, keeps both ends and stays evenly spread', () => {
    const last = 60_001;
    const strip = recorded(Array.from({ length: last + 1 }, (_, step) => step));
    expect(strip.points.length).toBeLessThanOrEqual(CAPACITY);
    expect(strip.points.length).toBeGreaterThan(CAPACITY / 3);
    expect(strip.points[0]?.step).toBe(0);
    expect(strip.points.at(-1)?.step).toBe(last);
    const gaps = strip.points.slice(1, -1).map(({ step }, i) => step - (strip.points[i]?.step ?? 0));
    expect(Math.min(...gaps)).toBeGreaterThanOrEqual(strip.gap);
    expect(Math.max(...gaps)).toBeLessThanOrEqual(2 * strip.gap);
  });

  it('keeps the latest of two answers for one step', () => {
    const first = record(EMPTY_STRIP, { runId: 1, step: 4 }, answer(2));
    expect(record(first, { runId: 1, step: 4 }, answer(7)).points).toEqual([{ step: 4, prediction: answer(7) }]);
  });

  it('begins again with another run, or when its run goes back', () => {
    const strip = recorded([5, 6]);
    expect(record(strip, { runId: 2, step: 7 }, answer(1))).toMatchObject({ runId: 2, points: [{ step: 7 }] });
    expect(record(strip, { runId: 1, step: 0 }, answer(1))).toMatchObject({ runId: 1, points: [{ step: 0 }] });
  });

  it('is not changed by record, which returns a new one', () => {
    const strip = recorded([1, 2, 3]);
    record(strip, { runId: 1, step: 9 }, answer(1));
    expect(strip.points.map(({ step }) => step)).toEqual([1, 2, 3]);
  });
});
