import { describe, expect, it } from 'vitest';
import { putTogether, takeApart } from './large-arrays.ts';

const LARGE = Float32Array.from({ length: 20_000 }, (_, i) => i / 7);
const OTHER = new Float32Array(20_000).fill(3);
const SMALL = Float32Array.of(1, 2, 3);
const RUN = {
  id: 'a',
  snapshot: { weights: [LARGE, SMALL], run: { optimizer: { state: [[OTHER]] }, random: 7n } },
  story: { lines: ['one', null], raster: new Uint8Array(200_000), at: undefined },
};

describe('large arrays', () => {
  it('are separated unchanged, and everything else stays in the record', () => {
    const { rest, arrays } = takeApart(RUN);
    expect(arrays).toHaveLength(2);
    expect(arrays[0]).toBe(LARGE);
    expect(arrays[1]).toBe(OTHER);
    expect(rest).toMatchObject({ id: 'a', snapshot: { weights: [{}, SMALL] }, story: RUN.story });
    expect(takeApart(rest).arrays).toEqual([]);
  });

  it('return to their positions in the record', () => {
    expect(putTogether(structuredClone(takeApart(RUN)))).toEqual(RUN);
    expect(putTogether({ rest: RUN, arrays: [] })).toEqual(RUN);
  });

  it('that are missing cause an error', () => {
    const { rest, arrays } = takeApart(RUN);
    expect(() => putTogether({ rest, arrays: arrays.slice(0, 1) })).toThrow(/missing/);
  });
});
