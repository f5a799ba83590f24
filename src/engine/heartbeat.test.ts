import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { Heartbeat, type HeartbeatOptions } from './heartbeat.ts';

beforeEach(() => {
  vi.useFakeTimers();
});
afterEach(() => {
  vi.useRealTimers();
});

function started(options?: HeartbeatOptions) {
  const ping = vi.fn<() => void>();
  const onSilence = vi.fn<(limitMs: number) => void>();
  const heartbeat = new Heartbeat({ ping, onSilence }, options);
  heartbeat.start();
  return { heartbeat, ping, onSilence };
}

describe('a heartbeat', () => {
  it('reports 30 s of silence, once', () => {
    const { onSilence } = started();
    vi.advanceTimersByTime(29_999);
    expect(onSilence).not.toHaveBeenCalled();
    vi.advanceTimersByTime(200_000);
    expect(onSilence).toHaveBeenCalledExactlyOnceWith(30_000);
    expect(vi.getTimerCount()).toBe(0);
  });

  it('allows 120 s of silence while the worker is slow', () => {
    const { heartbeat, onSilence } = started();
    heartbeat.slow = true;
    vi.advanceTimersByTime(119_999);
    expect(onSilence).not.toHaveBeenCalled();
    vi.advanceTimersByTime(1);
    expect(onSilence).toHaveBeenCalledExactlyOnceWith(120_000);
  });

  it('pings at once and at every tick', () => {
    const { ping } = started({ tickMs: 10, limit: 100 });
    expect(ping).toHaveBeenCalledTimes(1);
    vi.advanceTimersByTime(50);
    expect(ping).toHaveBeenCalledTimes(6);
  });

  it('counts from 0 again after every message', () => {
    const { heartbeat, onSilence } = started({ tickMs: 10, limit: 3 });
    for (let i = 0; i < 10; i++) {
      vi.advanceTimersByTime(20);
      heartbeat.heard();
    }
    expect(onSilence).not.toHaveBeenCalled();
    vi.advanceTimersByTime(30);
    expect(onSilence).toHaveBeenCalledOnce();
  });

  it('counts one tick after a night of sleep', () => {
    const { onSilence } = started();
    // Timers stop, the clock runs.
    vi.setSystemTime(Date.now() + 8 * 3_600_000);
    vi.advanceTimersByTime(5_000);
    expect(onSilence).not.toHaveBeenCalled();
  });

  it('neither pings nor reports silence once stopped', () => {
    const { heartbeat, onSilence, ping } = started();
    heartbeat.stop();
    vi.advanceTimersByTime(100_000);
    expect(onSilence).not.toHaveBeenCalled();
    expect(ping).toHaveBeenCalledTimes(1);
  });
});
