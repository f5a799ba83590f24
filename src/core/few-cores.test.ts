import { expect, it } from 'vitest';
import { fewCores } from './few-cores.ts';

it('tells machines on which threads get into each other’s way', () => {
  expect([1, 2, 4, 5, 8, 64].map((cores) => fewCores(cores))).toEqual([true, true, true, false, false, false]);
});
