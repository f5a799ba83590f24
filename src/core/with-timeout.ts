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

/**
 * The promise's outcome, or a `TimeoutError` after `limitMs`. The work itself continues; its late failure is ignored.
 */
export async function withTimeout<T>(
  promise: Promise<T>,
  limitMs: number,
  what: string,
  problem = 'did not answer within',
): Promise<T> {
  let timer: ReturnType<typeof setTimeout> | undefined;
  const limit = new Promise<never>((_, reject) => {
    const wait = (leftMs: number): void => {
      const tickMs = Math.min(leftMs, TICK_MS);
      timer = setTimeout(() => {
        if (leftMs > tickMs) wait(leftMs - tickMs);
        else reject(new TimeoutError(`${what} ${problem} ${limitMs / 1000} s`));
      }, tickMs);
    };
    wait(limitMs);
  });
  try {
    return await Promise.race([promise, limit]);
  } finally {
    clearTimeout(timer);
  }
}
