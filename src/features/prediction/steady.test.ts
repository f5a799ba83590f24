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
  const told: (string | null)[] = [];
  return { timers, told, steady: whenSteady((key) => told.push(key), 800, timers) };
}

describe('an answer that is told when it is steady', () => {
  it('is told once, however often it is seen', () => {
    const { timers, told, steady } = setUp();
    for (let i = 0; i < 50; i++) {
      steady.see('7');
      timers.pass(100);
    }
    expect(told).toEqual(['7']);
  });

  it('is not told while it keeps changing', () => {
    const { timers, told, steady } = setUp();
    for (let i = 0; i < 20; i++) {
      steady.see(i % 2 === 0 ? '4' : '9');
      timers.pass(700);
    }
    expect(told).toEqual([]);
    timers.pass(100);
    expect(told).toEqual(['9']);
  });

  it('is withdrawn when it changes, so that the same answer can be told again', () => {
    const { timers, told, steady } = setUp();
    steady.see('7');
    timers.pass(800);
    steady.see(null);
    steady.see('7');
    timers.pass(800);
    expect(told).toEqual(['7', null, '7']);
  });

  it('is not told after the ink has gone, or after the end', () => {
    const { timers, told, steady } = setUp();
    steady.see('7');
    timers.pass(400);
    steady.see(null);
    timers.pass(800);
    steady.see('8');
    steady.dispose();
    timers.pass(800);
    expect(told).toEqual([]);
  });
});
