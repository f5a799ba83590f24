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
  it('takes half a minute of silence for the end, and tells it once', () => {
    const { onSilence } = started();
    vi.advanceTimersByTime(29_999);
    expect(onSilence).not.toHaveBeenCalled();
    vi.advanceTimersByTime(200_000);
    expect(onSilence).toHaveBeenCalledExactlyOnceWith(30_000);
    expect(vi.getTimerCount()).toBe(0);
  });

  it('waits two minutes where the backend is slow', () => {
    const { heartbeat, onSilence } = started();
    heartbeat.patient = true;
    vi.advanceTimersByTime(119_999);
    expect(onSilence).not.toHaveBeenCalled();
    vi.advanceTimersByTime(1);
    expect(onSilence).toHaveBeenCalledExactlyOnceWith(120_000);
  });

  it('asks at once and at every tick', () => {
    const { ping } = started({ tickMs: 10, limit: 100 });
    expect(ping).toHaveBeenCalledTimes(1);
    vi.advanceTimersByTime(50);
    expect(ping).toHaveBeenCalledTimes(6);
  });

  it('begins to count anew with every sign of life', () => {
    const { heartbeat, onSilence } = started({ tickMs: 10, limit: 3 });
    for (let i = 0; i < 10; i++) {
      vi.advanceTimersByTime(20);
      heartbeat.heard();
    }
    expect(onSilence).not.toHaveBeenCalled();
    vi.advanceTimersByTime(30);
    expect(onSilence).toHaveBeenCalledOnce();
  });

  it('takes a night asleep for one tick', () => {
    const { onSilence } = started();
    // Timers rest, the clock goes on.
    vi.setSystemTime(Date.now() + 8 * 3_600_000);
    vi.advanceTimersByTime(5_000);
    expect(onSilence).not.toHaveBeenCalled();
  });

  it('is silent once stopped', () => {
    const { heartbeat, onSilence, ping } = started();
    heartbeat.stop();
    vi.advanceTimersByTime(100_000);
    expect(onSilence).not.toHaveBeenCalled();
    expect(ping).toHaveBeenCalledTimes(1);
  });
});
