import { expect, it } from 'vitest';
import { fewCores } from './few-cores.ts';

it('a machine with up to four cores has few cores', () => {
  expect([1, 2, 4, 5, 8, 64].map((cores) => fewCores(cores))).toEqual([true, true, true, false, false, false]);
});
