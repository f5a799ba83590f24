import { array, assert, float, integer, property } from 'fast-check';
import { describe, expect, it } from 'vitest';
import { append, emptySeries, smoothed, type Series } from './series.ts';

const floats = (maxLength: number) => array(float({ noNaN: true, min: -1e6, max: 1e6 }), { maxLength });

function fill(values: readonly number[], chunk: number, capacity = 16): Series {
  let series = emptySeries(capacity, 5);
  for (let i = 0; i < values.length; i += chunk) {
    const part = Float32Array.from(values.slice(i, i + chunk));
    series = append(series, i + part.length, part);
  }
  return series;
}

describe('a series', () => {
  it('keeps one bucket per step while it has room', () => {
    const series = fill([3, 1, 2], 2);
    expect(series.buckets.map(({ from, to, mean }) => [from, to, mean])).toEqual([
      [1, 1, 3],
      [2, 2, 1],
      [3, 3, 2],
    ]);
    expect(series).toMatchObject({ step: 3, latest: 2, width: 1 });
  });

  it('merges neighbouring buckets when it is full', () => {
    const series = fill([1, 2, 3, 4, 5], 5, 4);
    expect(series.width).toBe(2);
    expect(series.buckets.map(({ from, to, min, max, mean, count }) => [from, to, min, max, mean, count])).toEqual([
      [1, 2, 1, 2, 1.5, 2],
      [3, 4, 3, 4, 3.5, 2],
      [5, 5, 5, 5, 5, 1],
    ]);
  });

  it('never exceeds its capacity and keeps the extremes, the count and the mean of all values', () => {
    assert(
      property(floats(400), integer({ min: 1, max: 50 }), (values, chunk) => {
        const { buckets, capacity } = fill(values, chunk);
        expect(buckets.length).toBeLessThanOrEqual(capacity);
        if (values.length === 0) return;
        expect(Math.min(...buckets.map(({ min }) => min))).toBe(Math.min(...values));
        expect(Math.max(...buckets.map(({ max }) => max))).toBe(Math.max(...values));
        expect(buckets.reduce((sum, { count }) => sum + count, 0)).toBe(values.length);
        const mean = buckets.reduce((sum, bucket) => sum + bucket.mean * bucket.count, 0) / values.length;
        const plain = values.reduce((sum, value) => sum + value, 0) / values.length;
        expect(Math.abs(mean - plain)).toBeLessThan(1e-6);
      }),
    );
  });

  it('covers every step once, in order', () => {
    assert(
      property(integer({ min: 1, max: 500 }), integer({ min: 1, max: 60 }), (length, chunk) => {
        let next = 1;
        for (const { from, to } of fill(
          Array.from({ length }, (_, i) => i),
          chunk,
        ).buckets) {
          expect(from).toBe(next);
          next = to + 1;
        }
        expect(next).toBe(length + 1);
      }),
    );
  });

  it('depends on the values and not on their division into chunks', () => {
    assert(
      property(floats(300), integer({ min: 1, max: 70 }), (values, chunk) => {
        expect(fill(values, chunk)).toEqual(fill(values, 1));
      }),
    );
  });

  it('is not changed by append, which returns a new one', () => {
    const before = fill([1, 2, 3, 4], 4, 4);
    const copy = structuredClone(before);
    append(before, 6, Float32Array.of(9, 9));
    expect(before).toEqual(copy);
  });

  it('holds 100 epochs at batch 1 in its 2,048 buckets', () => {
    let series = emptySeries();
    const chunk = new Float32Array(60_000).fill(0.5);
    for (let epoch = 1; epoch <= 100; epoch++) series = append(series, epoch * 60_000, chunk);
    expect(series.step).toBe(6_000_000);
    expect(series.buckets.length).toBeLessThanOrEqual(2048);
    expect(series.buckets.length).toBeGreaterThan(1024);
  });

  it('leaves values that are not finite out of its buckets, but not out of its latest value', () => {
    const series = append(emptySeries(), 3, Float32Array.of(1, Number.NaN, Number.POSITIVE_INFINITY));
    expect(series.buckets).toHaveLength(1);
    expect(series).toMatchObject({ step: 3, latest: Number.POSITIVE_INFINITY });
    expect(smoothed(series)).toBe(1);
  });

  it('replaces the steps that a run repeats after going back', () => {
    const again = append(fill([1, 2, 3, 4, 5], 5), 4, Float32Array.of(30, 40));
    expect(again.buckets.map(({ from, mean }) => [from, mean])).toEqual([
      [1, 1],
      [2, 2],
      [3, 30],
      [4, 40],
    ]);
    const straight = fill([1, 2, 30, 40], 4);
    expect(smoothed(again)).toBeCloseTo(smoothed(straight) ?? Number.NaN, 12);
  });

  it('rejects steps before its first step', () => {
    expect(() => append(emptySeries(), 1, Float32Array.of(1, 2))).toThrow(RangeError);
    expect(() => emptySeries(3)).toThrow(RangeError);
    expect(() => emptySeries(4, 0)).toThrow(RangeError);
  });
});

describe('the smoothed value', () => {
  it('is null without values, and equals a single value', () => {
    expect(smoothed(emptySeries())).toBeNull();
    expect(smoothed(fill([2.5], 1))).toBeCloseTo(2.5, 12);
  });

  it('has no bias: it equals a constant input', () => {
    const values = Array.from({ length: 100 }, () => 2.25);
    for (const bucket of fill(values, 7, 128).buckets) expect(bucket.smoothed).toBeCloseTo(2.25, 10);
  });

  it('is halfway to a new level after its half-life', () => {
    const long = append(emptySeries(2048, 40), 4000, new Float32Array(4000));
    expect(smoothed(append(long, 4040, new Float32Array(40).fill(1)))).toBeCloseTo(0.5, 9);
  });

  it('is about halfway to a new level within an eighth of the steps of a short run', () => {
    const short = append(emptySeries(2048, 40), 80, new Float32Array(80));
    expect(smoothed(append(short, 90, new Float32Array(10).fill(1)))).toBeCloseTo(0.48, 2);
  });

  it('begins with the first finite value', () => {
    expect(smoothed(fill([Number.NaN, Number.NaN, 2.5], 1))).toBeCloseTo(2.5, 12);
  });

  it('stays within the range of its values', () => {
    assert(
      property(floats(100), (values) => {
        if (values.length === 0) return;
        const value = smoothed(fill(values, 3)) ?? Number.NaN;
        const slack = 1e-3;
        expect(value).toBeGreaterThanOrEqual(Math.min(...values) - slack);
        expect(value).toBeLessThanOrEqual(Math.max(...values) + slack);
      }),
    );
  });
});
