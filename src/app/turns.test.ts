import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { createTurns } from './turns.ts';

const LIMIT_MS = 3000;
const idle = async () => undefined;

function deferred<T>() {
  let resolve!: (value: T) => void;
  let reject!: (error: Error) => void;
  const promise = new Promise<T>((yes, no) => {
    resolve = yes;
    reject = no;
  });
  return { promise, resolve, reject };
}

describe('turns', () => {
  beforeEach(() => vi.useFakeTimers());
  afterEach(() => vi.useRealTimers());

  it('begin a task when the one before it has ended, even in failure', async () => {
    const turns = createTurns(idle, LIMIT_MS);
    const first = deferred<string>();
    const second = vi.fn(async () => 'second');
    const results = [turns.take(() => first.promise), turns.take(second)];
    await vi.advanceTimersByTimeAsync(LIMIT_MS - 1);
    expect(second).not.toHaveBeenCalled();
    first.reject(new Error('failed'));
    await expect(results[0]).rejects.toThrow('failed');
    expect(await results[1]).toBe('second');
  });

  it('begin the next task after the time limit when one hangs', async () => {
    const turns = createTurns(idle, LIMIT_MS);
    const hung = deferred<string>();
    const results = [turns.take(() => hung.promise), turns.take(async () => 'second')];
    const settled = vi.fn();
    void turns.settled().then(settled);
    await vi.advanceTimersByTimeAsync(LIMIT_MS);
    expect(await results[1]).toBe('second');
    await vi.runAllTimersAsync();
    expect(settled).toHaveBeenCalled();
    // The late result is still used.
    hung.resolve('late');
    expect(await results[0]).toBe('late');
  });

  it('wait for an idle moment before each task', async () => {
    const idleMoment = deferred<undefined>();
    const turns = createTurns(() => idleMoment.promise, LIMIT_MS);
    const work = vi.fn(async () => 'done');
    const result = turns.take(work);
    await vi.advanceTimersByTimeAsync(1);
    expect(work).not.toHaveBeenCalled();
    idleMoment.resolve(undefined);
    expect(await result).toBe('done');
  });
});
