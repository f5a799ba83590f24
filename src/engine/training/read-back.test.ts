import { afterEach, beforeEach, expect, it, vi } from 'vitest';
import { LIMIT_MS, answerOf } from './read-back.ts';

beforeEach(() => void vi.useFakeTimers());
afterEach(() => void vi.useRealTimers());

it('a reading that never settles rejects after its limit, and not before', async () => {
  const ended = vi.fn();
  const answer = answerOf(new Promise<never>(() => undefined), 'The loss').catch((cause: unknown) => {
    ended();
    throw cause;
  });
  const rejected = expect(answer).rejects.toThrow('The loss got no answer from the device');
  await vi.advanceTimersByTimeAsync(LIMIT_MS - 1);
  expect(ended).not.toHaveBeenCalled();
  await vi.advanceTimersByTimeAsync(1);
  await rejected;
});

it('a reading that settles returns its values and leaves no timer behind', async () => {
  expect(await answerOf(Promise.resolve(7), 'The loss')).toBe(7);
  expect(vi.getTimerCount()).toBe(0);
});
