import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { createLoadQueue } from './load-queue.ts';

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

describe('the load queue', () => {
  beforeEach(() => vi.useFakeTimers());
  afterEach(() => vi.useRealTimers());

  it('starts a task when the one before it has ended, even in failure', async () => {
    const queue = createLoadQueue(idle, LIMIT_MS);
    const first = deferred<string>();
    const second = vi.fn(async () => 'second');
    const results = [queue.add(() => first.promise), queue.add(second)];
    await vi.advanceTimersByTimeAsync(LIMIT_MS - 1);
    expect(second).not.toHaveBeenCalled();
    first.reject(new Error('failed'));
    await expect(results[0]).rejects.toThrow('failed');
    expect(await results[1]).toBe('second');
  });

  it('starts the next task after the time limit when one hangs', async () => {
    const queue = createLoadQueue(idle, LIMIT_MS);
    const hung = deferred<string>();
    const results = [queue.add(() => hung.promise), queue.add(async () => 'second')];
    const settled = vi.fn();
    void queue.settled().then(settled);
    await vi.advanceTimersByTimeAsync(LIMIT_MS);
    expect(await results[1]).toBe('second');
    await vi.runAllTimersAsync();
    expect(settled).toHaveBeenCalled();
    // A late result is still delivered.
    hung.resolve('late');
    expect(await results[0]).toBe('late');
  });

  it('waits for an idle moment before each task', async () => {
    const idleMoment = deferred<undefined>();
    const queue = createLoadQueue(() => idleMoment.promise, LIMIT_MS);
    const work = vi.fn(async () => 'done');
    const result = queue.add(work);
    await vi.advanceTimersByTimeAsync(1);
    expect(work).not.toHaveBeenCalled();
    idleMoment.resolve(undefined);
    expect(await result).toBe('done');
  });
});
