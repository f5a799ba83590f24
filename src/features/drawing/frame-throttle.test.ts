import { describe, expect, it } from 'vitest';
import { throttleToFrames, type Frames } from './frame-throttle.ts';

class FakeFrames implements Frames {
  readonly #waiting = new Map<number, () => void>();
  #next = 0;
  request(callback: () => void): number {
    this.#waiting.set(++this.#next, callback);
    return this.#next;
  }
  cancel(handle: number): void {
    this.#waiting.delete(handle);
  }
  pass(): void {
    const due = [...this.#waiting.values()];
    this.#waiting.clear();
    for (const callback of due) callback();
  }
}

function setUp() {
  const frames = new FakeFrames();
  const seen: number[] = [];
  const source = { value: 0 };
  const throttle = throttleToFrames(() => seen.push(source.value), frames);
  return { frames, seen, source, throttle };
}

describe('throttleToFrames', () => {
  it('runs once for many calls, with the values at the time of the frame', () => {
    const { frames, seen, source, throttle } = setUp();
    for (source.value = 1; source.value < 5; source.value++) throttle.call();
    expect(seen).toEqual([]);
    frames.pass();
    expect(seen).toEqual([5]);
    frames.pass();
    expect(seen).toEqual([5]);
  });

  it('runs again in a later frame after another call', () => {
    const { frames, seen, throttle } = setUp();
    throttle.call();
    frames.pass();
    throttle.call();
    frames.pass();
    expect(seen).toHaveLength(2);
  });

  it('runs at once when flushed, and not again in the frame', () => {
    const { frames, seen, throttle } = setUp();
    throttle.call();
    throttle.flush();
    expect(seen).toHaveLength(1);
    frames.pass();
    throttle.flush();
    expect(seen).toHaveLength(1);
  });

  it('does not run once cancelled, and can be called again', () => {
    const { frames, seen, throttle } = setUp();
    throttle.call();
    throttle.cancel();
    frames.pass();
    expect(seen).toEqual([]);
    throttle.call();
    frames.pass();
    expect(seen).toHaveLength(1);
  });
});
