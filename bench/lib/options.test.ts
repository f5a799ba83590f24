import { expect, test } from 'vitest';
import { BACKENDS } from '../../src/core/types.ts';
import { SELECTIONS, parseOptions } from './options.ts';

test('nothing said is everything, in full', () => {
  expect(parseOptions([])).toEqual({ selections: SELECTIONS, quick: false, backends: BACKENDS, rounds: 7 });
});

test('selections come in the order given, once each', () => {
  expect(parseOptions(['cnn', 'step', 'cnn']).selections).toEqual(['cnn', 'step']);
});

test('flags narrow it', () => {
  const { quick, backends, rounds } = parseOptions(['step', '--quick', '--backends=wasm,cpu']);
  expect([quick, backends, rounds]).toEqual([true, ['wasm', 'cpu'], 2]);
  expect(parseOptions(['--quick', '--rounds=12']).rounds).toBe(12);
});

test.each(['steps', '--backends=gpu', '--backends', '--rounds=0', '--rounds=many', '--fast'])(
  '%s is refused, with what there is instead',
  (arg) => {
    expect(() => parseOptions([arg])).toThrow(/npm run bench/);
  },
);
