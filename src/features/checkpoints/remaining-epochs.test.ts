import { expect, it } from 'vitest';
import { continuation } from './remaining-epochs.ts';
import { sizeFault } from './weights-file-facts.ts';

it.each([
  ['a run in its fourth epoch of nine', { state: 'paused', step: 3000 }, 3, 9, { epochs: 6, rest: true }],
  ['one that is running', { state: 'running', step: 10 }, 0, 9, { epochs: 9, rest: true }],
  ['one that is done', { state: 'finished', step: 8442 }, 9, 9, { epochs: 9, rest: false }],
  ['weights without a run', { state: 'idle', step: 0 }, 0, 5, { epochs: 5, rest: false }],
  ['one that waits for its first batch', { state: 'paused', step: 0 }, 0, 5, { epochs: 5, rest: false }],
] as const)('%s goes on for what is left, or for a whole run', (_, run, done, epochs, expected) => {
  expect(continuation(run, done, epochs)).toEqual(expected);
});

it('a file is judged by its size alone before it is read', () => {
  expect(sizeFault(100, 100)).toBeNull();
  const MB = 1024 * 1024;
  expect(sizeFault(128 * MB + 1, 128 * MB)).toEqual({
    problem: 'too-large',
    part: '',
    found: '129 MB',
    expected: '128 MB',
  });
});
