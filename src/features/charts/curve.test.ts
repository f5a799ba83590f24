import { array, assert, float, integer, property } from 'fast-check';
import { describe, expect, it } from 'vitest';
import { append, emptySeries } from '../../store/series.ts';
import { curvePoints, lastUpTo, trendOf } from './curve.ts';

const seriesOf = (values: readonly number[]) => append(emptySeries(), values.length, Float32Array.from(values));

describe('the points of a curve', () => {
  it('are one for each batch while they are few', () => {
    const points = curvePoints(seriesOf([2, 4]), 4, 400);
    expect(points.map(({ x, from, to, range }) => ({ x, from, to, range }))).toEqual([
      { x: 0.25, from: 1, to: 1, range: [2, 2] },
      { x: 0.5, from: 2, to: 2, range: [4, 4] },
    ]);
  });

  it('never exceed the limit and keep the minimum, the maximum and the last smoothed value', () => {
    const values = array(float({ noNaN: true, min: 0, max: 100 }), { minLength: 1, maxLength: 3000 });
    assert(
      property(values, integer({ min: 1, max: 400 }), (losses, limit) => {
        const series = seriesOf(losses);
        const points = curvePoints(series, 100, limit);
        expect(points.length).toBeLessThanOrEqual(limit);
        expect(Math.min(...points.map(({ range }) => range[0]))).toBe(Math.min(...losses));
        expect(Math.max(...points.map(({ range }) => range[1]))).toBe(Math.max(...losses));
        expect(points.at(-1)?.smoothed).toBe(series.buckets.at(-1)?.smoothed);
        expect(points.at(-1)?.to).toBe(losses.length);
      }),
      { numRuns: 50 },
    );
  });

  it('are empty until the length of an epoch is known', () => {
    expect(curvePoints(seriesOf([1]), 0, 400)).toEqual([]);
  });
});

describe('lastUpTo', () => {
  const points = [{ x: 1 }, { x: 2 }, { x: 4 }];
  it('finds the last point at or before a position', () => {
    expect(lastUpTo(points, 3)?.x).toBe(2);
    expect(lastUpTo(points, 0.5)).toBeUndefined();
  });
});

const line = (slope: number) => curvePoints(seriesOf(Array.from({ length: 400 }, (_, i) => 10 + slope * i)), 100, 400);

describe('the trend of a curve', () => {
  it('is falling, rising or steady', () => {
    expect([line(-0.02), line(0.02), line(0.0001), []].map(trendOf)).toEqual(['falling', 'rising', 'steady', 'steady']);
  });
});
