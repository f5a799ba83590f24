import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { Pace } from './pace.ts';

beforeEach(() => vi.useFakeTimers({ toFake: ['performance'] }));
afterEach(() => vi.useRealTimers());

/** Has measured two milliseconds per step. */
function warm(cores: number): Pace {
  const pace = new Pace(cores);
  for (let i = 0; i < 40; i++) pace.recordChunk(20, 10);
  return pace;
}

describe('the size of a chunk', () => {
  it('is as many batches as fit into 40 ms, at least one, at most the limit', () => {
    expect(warm(8).batches(1000)).toBe(20);
    expect(warm(8).batches(3)).toBe(3);
    const slow = new Pace(8);
    for (let i = 0; i < 40; i++) slow.recordChunk(900, 1);
    expect(slow.batches(1000)).toBe(1);
  });

  it('is smaller for a second after a question', () => {
    const pace = warm(8);
    pace.prioritizeInput();
    expect(pace.batches(1000)).toBe(5);
    vi.advanceTimersByTime(1001);
    expect(pace.batches(1000)).toBe(20);
  });
});

describe('a step that takes longer than its limit', () => {
  it('yields to messages more often while the user draws', () => {
    const pace = warm(8);
    const usual = pace.maxBlockMs;
    pace.prioritizeInput();
    expect(pace.maxBlockMs).toBeLessThan(usual);
    vi.advanceTimersByTime(1001);
    expect(pace.maxBlockMs).toBe(usual);
  });
});

describe('the rest after a chunk', () => {
  it('is taken on few cores while the user draws', () => {
    const pace = warm(2);
    expect(pace.restMs).toBe(0);
    pace.prioritizeInput();
    expect(pace.restMs).toBeGreaterThan(0);
    vi.advanceTimersByTime(1001);
    expect(pace.restMs).toBe(0);
  });

  it('is not taken on many cores', () => {
    const pace = warm(8);
    pace.prioritizeInput();
    expect(pace.restMs).toBe(0);
  });
});
