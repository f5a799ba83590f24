import { expect, it } from 'vitest';
import { parseDecimal } from './decimal.ts';

it.each([
  ['10', 10],
  [' -0.5\n', -0.5],
  ['+1.', 1],
  ['.5', 0.5],
  ['1e-3', 0.001],
  ['2E+1', 20],
])('parseDecimal reads %j', (text, value) => {
  expect(parseDecimal(text)).toBe(value);
});

it.each(['', ' ', '.', '0x10', '0b1', '0o7', '1e', '1_000', '1 2', '1,5', 'Infinity', 'NaN', '--1'])(
  'parseDecimal refuses %j',
  (text) => {
    expect(parseDecimal(text)).toBeNull();
  },
);
