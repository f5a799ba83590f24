import { expect, test } from 'vitest';
import { BACKENDS } from '../../src/core/types.ts';
import { SELECTIONS, parseOptions } from './options.ts';

test('no arguments select everything with seven rounds', () => {
  expect(parseOptions([])).toEqual({ selections: SELECTIONS, quick: false, backends: BACKENDS, rounds: 7 });
});

test('selections keep their order and are listed once', () => {
  expect(parseOptions(['cnn', 'step', 'cnn']).selections).toEqual(['cnn', 'step']);
});

test('flags set quick, backends and rounds', () => {
  const { quick, backends, rounds } = parseOptions(['step', '--quick', '--backends=wasm,cpu']);
  expect([quick, backends, rounds]).toEqual([true, ['wasm', 'cpu'], 2]);
  expect(parseOptions(['--quick', '--rounds=12']).rounds).toBe(12);
});

test.each(['steps', '--backends=gpu', '--backends', '--rounds=0', '--rounds=many', '--fast'])(
  '%s is refused with the usage',
  (arg) => {
    expect(() => parseOptions([arg])).toThrow(/npm run bench/);
  },
);
