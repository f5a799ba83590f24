import { expect, it } from 'vitest';
import { continuation } from './remaining-epochs.ts';
import { sizeFault } from './weights-file-facts.ts';

it.each([
  ['a run in its fourth epoch of nine', { state: 'paused', step: 3000 }, 3, 9, { epochs: 6, rest: true }],
  ['a run in its first epoch', { state: 'running', step: 10 }, 0, 9, { epochs: 9, rest: true }],
  ['a finished run', { state: 'finished', step: 8442 }, 9, 9, { epochs: 9, rest: false }],
  ['weights without a run', { state: 'idle', step: 0 }, 0, 5, { epochs: 5, rest: false }],
  ['a run before its first step', { state: 'paused', step: 0 }, 0, 5, { epochs: 5, rest: false }],
] as const)('the epochs of the PyTorch script for %s', (_, run, done, epochs, expected) => {
  expect(continuation(run, done, epochs)).toEqual(expected);
});

it('a weights file above the size limit is refused by its size', () => {
  expect(sizeFault(100, 100)).toBeNull();
  const MB = 1024 * 1024;
  expect(sizeFault(128 * MB + 1, 128 * MB)).toEqual({
    problem: 'too-large',
    part: '',
    found: '129 MB',
    expected: '128 MB',
  });
});
