/**
 * Time limits that count only time in which this thread could have received the answer. While a thread is busy, a tab
 * is frozen or a laptop sleeps, a plain timer would run out, and fire before the answer that is already waiting.
 */

/** The most that one timer counts, however late it fires. */
const TICK_MS = 1_000;

/** The platform did not answer in time. */
export class TimeoutError extends Error {
  override readonly name = 'TimeoutError';
}

/** Calls `reached` after `limitMs`. The result ends the count and returns what was counted so far, in milliseconds. */
export function startLimit(limitMs: number, reached: () => void): () => number {
  let counted = 0;
  let since = performance.now();
  let timer: ReturnType<typeof setTimeout>;
  const tick = (): void => {
    const tickMs = Math.min(limitMs - counted, TICK_MS);
    timer = setTimeout(() => {
      counted += tickMs;
      since = performance.now();
      if (counted >= limitMs) reached();
      else tick();
    }, tickMs);
  };
  tick();
  return () => {
    clearTimeout(timer);
    return Math.min(limitMs, counted + Math.min(performance.now() - since, TICK_MS));
  };
}

/**
 * The promise's outcome, or a `TimeoutError` after `limitMs`. The work itself continues; its late failure is ignored.
 */
export async function withTimeout<T>(
  promise: Promise<T>,
  limitMs: number,
  what: string,
  problem = 'did not answer within',
): Promise<T> {
  let stop: (() => number) | undefined;
  const limit = new Promise<never>((_, reject) => {
    stop = startLimit(limitMs, () => reject(new TimeoutError(`${what} ${problem} ${limitMs / 1000} s`)));
  });
  try {
    return await Promise.race([promise, limit]);
  } finally {
    stop?.();
  }
}
