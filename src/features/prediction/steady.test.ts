import { describe, expect, it } from 'vitest';
import { whenSteady, type Timers } from './steady.ts';

class FakeTimers implements Timers {
  readonly #waiting = new Map<number, { readonly callback: () => void; readonly at: number }>();
  #now = 0;
  #next = 0;
  set(callback: () => void, delayMs: number): number {
    this.#waiting.set(++this.#next, { callback, at: this.#now + delayMs });
    return this.#next;
  }
  clear(handle: number): void {
    this.#waiting.delete(handle);
  }
  pass(ms: number): void {
    this.#now += ms;
    for (const [handle, { callback, at }] of this.#waiting) {
      if (at > this.#now) continue;
      this.#waiting.delete(handle);
      callback();
    }
  }
}

function setUp() {
  const timers = new FakeTimers();
  const reported: (string | null)[] = [];
  return { timers, reported, steady: whenSteady((key) => reported.push(key), 800, timers) };
}

describe('whenSteady', () => {
  it('reports a stable answer once', () => {
    const { timers, reported, steady } = setUp();
    for (let i = 0; i < 50; i++) {
      steady.see('7');
      timers.pass(100);
    }
    expect(reported).toEqual(['7']);
  });

  it('reports nothing while the answer keeps changing', () => {
    const { timers, reported, steady } = setUp();
    for (let i = 0; i < 20; i++) {
      steady.see(i % 2 === 0 ? '4' : '9');
      timers.pass(700);
    }
    expect(reported).toEqual([]);
    timers.pass(100);
    expect(reported).toEqual(['9']);
  });

  it('reports null when the answer changes, and can report the same answer again', () => {
    const { timers, reported, steady } = setUp();
    steady.see('7');
    timers.pass(800);
    steady.see(null);
    steady.see('7');
    timers.pass(800);
    expect(reported).toEqual(['7', null, '7']);
  });

  it('reports nothing after the ink was cleared or after dispose', () => {
    const { timers, reported, steady } = setUp();
    steady.see('7');
    timers.pass(400);
    steady.see(null);
    timers.pass(800);
    steady.see('8');
    steady.dispose();
    timers.pass(800);
    expect(reported).toEqual([]);
  });
});
