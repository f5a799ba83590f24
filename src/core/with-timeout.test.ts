import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { withTimeout } from './with-timeout.ts';

beforeEach(() => void vi.useFakeTimers());
afterEach(() => void vi.useRealTimers());

const never = new Promise<never>(() => undefined);

describe('a time limit', () => {
  it('rejects after its time, and leaves no timer', async () => {
    const outcome = withTimeout(never, 2_500, 'The device').catch(String);
    await vi.advanceTimersByTimeAsync(2_499);
    expect(vi.getTimerCount()).toBe(1);
    await vi.advanceTimersByTimeAsync(1);
    expect(await outcome).toBe('TimeoutError: The device did not answer within 2.5 s');
    expect(vi.getTimerCount()).toBe(0);
  });

  it('of 5 s needs five timers of one second, so that a late one counts no more', async () => {
    const timers: [() => void, number][] = [];
    vi.stubGlobal('setTimeout', (...timer: [() => void, number]) => timers.push(timer));
    const rejected = vi.fn<(error: unknown) => void>();
    void withTimeout(never, 5_000, 'The device').catch(rejected);
    for (let fired = 1; fired <= 5; fired++) {
      expect(timers.map(([, ms]) => ms)).toEqual([1_000]);
      expect(rejected).not.toHaveBeenCalled();
      timers.shift()?.[0]();
      // oxlint-disable-next-line no-await-in-loop -- one timer after the other
      await Promise.resolve();
    }
    vi.unstubAllGlobals();
    await vi.waitFor(() => expect(rejected).toHaveBeenCalledOnce());
  });

  it('passes on the outcome that comes in time', async () => {
    expect(await withTimeout(Promise.resolve(7), 10, 'x')).toBe(7);
    await expect(withTimeout(Promise.reject(new RangeError('no')), 10, 'x')).rejects.toThrow('no');
  });
});
