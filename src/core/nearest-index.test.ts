import { expect, it } from 'vitest';
import { nearestIndex } from './nearest-index.ts';

const nearest = (at: number) => nearestIndex([1, 2, 4], at, (position) => position);

it('the nearest index is that of the closest position, the first of two as close, and −1 for none', () => {
  expect([0, 1.4, 1.5, 1.6, 3.5, 9].map(nearest)).toEqual([0, 0, 0, 1, 2, 2]);
  expect(nearestIndex([], 1, Number)).toBe(-1);
});
