import { describe, expect, test } from 'vitest';
import { consensus, disagreement, interleave, median, quantile } from './statistics.ts';

describe('the median', () => {
  test.each([
    [[3], 3],
    [[5, 1, 3], 3],
    [[4, 1, 3, 2], 2.5],
    [[10, 9, 100], 10],
  ])('of %j is %d', (values, expected) => {
    expect(median(values)).toBe(expected);
  });

  test('leaves its values in place, and is NaN for an empty list', () => {
    const values = [3, 1, 2];
    median(values);
    expect(values).toEqual([3, 1, 2]);
    expect(median([])).toBeNaN();
  });
});

test('a quantile is interpolated between neighbours', () => {
  expect(quantile([0, 10, 20, 30], 0.95)).toBeCloseTo(28.5, 10);
  expect(quantile([7, 3], 0)).toBe(3);
  expect(quantile([7, 3], 1)).toBe(7);
});

describe('interleaved rounds', () => {
  test('take every entry once per round', async () => {
    const log: string[] = [];
    await interleave(['a', 'b', 'c'], 2, async (entry, round) => {
      log.push(`${entry}${round}`);
      return true;
    });
    expect(log).toEqual(['a0', 'b0', 'c0', 'a1', 'b1', 'c1']);
  });

  test('continue without finished entries, and end when all are finished', async () => {
    const log: string[] = [];
    await interleave(['a', 'b'], 9, async (entry, round) => {
      log.push(`${entry}${round}`);
      return entry === 'b' && round < 2;
    });
    expect(log).toEqual(['a0', 'b0', 'b1', 'b2']);
  });
});

describe('the consensus of losses', () => {
  const losses = [
    [2.3, 2.2],
    [2.3, 2.2],
    [2.3, 1.0],
  ];

  test('is the median of each step', () => {
    expect(consensus(losses)).toEqual([2.3, 2.2]);
    expect(consensus([])).toEqual([]);
  });

  test('shows which implementation disagrees', () => {
    const agreed = consensus(losses);
    expect(losses.map((one) => disagreement(one, agreed) > 1e-3)).toEqual([false, false, true]);
  });

  test('is infinitely far from missing losses and NaN', () => {
    expect(disagreement([2.3], [2.3, 2.2])).toBe(Infinity);
    expect(disagreement([2.3, Number.NaN], [2.3, 2.2])).toBe(Infinity);
  });
});
