import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { Pace } from './pace.ts';

beforeEach(() => vi.useFakeTimers({ toFake: ['performance'] }));
afterEach(() => vi.useRealTimers());

/** Knows that a step takes two milliseconds. */
function warm(cores: number): Pace {
  const pace = new Pace(cores);
  for (let i = 0; i < 40; i++) pace.recordChunk(20, 10);
  return pace;
}

describe('a chunk', () => {
  it('is as many batches as fit into 40 ms, one at least, and none that is not wanted', () => {
    expect(warm(8).batches(1000)).toBe(20);
    expect(warm(8).batches(3)).toBe(3);
    const slow = new Pace(8);
    for (let i = 0; i < 40; i++) slow.recordChunk(900, 1);
    expect(slow.batches(1000)).toBe(1);
  });

  it('is short for a second after a question', () => {
    const pace = warm(8);
    pace.prioritizeInput();
    expect(pace.batches(1000)).toBe(5);
    vi.advanceTimersByTime(1001);
    expect(pace.batches(1000)).toBe(20);
  });
});

describe('a step that takes long', () => {
  it('is interrupted for others, more often while someone draws', () => {
    const pace = warm(8);
    const usual = pace.maxBlockMs;
    pace.prioritizeInput();
    expect(pace.maxBlockMs).toBeLessThan(usual);
    vi.advanceTimersByTime(1001);
    expect(pace.maxBlockMs).toBe(usual);
  });
});

describe('a rest after it', () => {
  it('is taken while someone draws, where there are few cores', () => {
    const pace = warm(2);
    expect(pace.restMs).toBe(0);
    pace.prioritizeInput();
    expect(pace.restMs).toBeGreaterThan(0);
    vi.advanceTimersByTime(1001);
    expect(pace.restMs).toBe(0);
  });

  it('is not taken where there are many', () => {
    const pace = warm(8);
    pace.prioritizeInput();
    expect(pace.restMs).toBe(0);
  });
});
