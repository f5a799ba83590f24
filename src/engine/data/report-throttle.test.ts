import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { throttleReports } from './report-throttle.ts';

beforeEach(() => {
  vi.useFakeTimers();
});
afterEach(() => {
  vi.useRealTimers();
});

describe('throttleReports', () => {
  it('runs the first call at once and the last of the others after the interval', () => {
    const action = vi.fn<() => void>();
    const throttled = throttleReports(action, 100);
    throttled.call();
    throttled.call();
    throttled.call();
    expect(action).toHaveBeenCalledTimes(1);
    vi.advanceTimersByTime(100);
    expect(action).toHaveBeenCalledTimes(2);
    vi.advanceTimersByTime(1000);
    expect(action).toHaveBeenCalledTimes(2);
  });

  it('runs at most ten times a second at an interval of 100 ms', () => {
    const action = vi.fn<() => void>();
    const throttled = throttleReports(action, 100);
    for (let ms = 0; ms < 1000; ms++) {
      throttled.call();
      vi.advanceTimersByTime(1);
    }
    expect(action.mock.calls.length).toBeLessThanOrEqual(11);
  });

  it('runs a waiting call when flushed, and nothing if none waits', () => {
    const action = vi.fn<() => void>();
    const throttled = throttleReports(action, 100);
    throttled.flush();
    expect(action).toHaveBeenCalledTimes(0);
    throttled.call();
    throttled.call();
    throttled.flush();
    vi.advanceTimersByTime(1000);
    expect(action).toHaveBeenCalledTimes(2);
  });

  it('drops a waiting call when cancelled', () => {
    const action = vi.fn<() => void>();
    const throttled = throttleReports(action, 100);
    throttled.call();
    throttled.call();
    throttled.cancel();
    vi.advanceTimersByTime(1000);
    expect(action).toHaveBeenCalledTimes(1);
  });
});
