/**
 * Work one piece at a time, in the order in which it was asked for. A piece that takes longer than `limitMs` no longer
 * holds up those behind it.
 */
export interface Turns {
  /** Settles as `work` does. */
  take<T>(work: () => Promise<T>): Promise<T>;
  /** Settles when every piece that was asked for so far has had its turn. */
  settled(): Promise<void>;
}

/** Before each piece `idle` is awaited. */
export function createTurns(idle: () => Promise<void>, limitMs: number): Turns {
  let latest: Promise<void> = Promise.resolve();
  return {
    take(work) {
      const result = latest.then(idle).then(work);
      latest = latest.then(() => endOf(result));
      return result;
    },
    settled: () => latest,
  };

  function endOf(work: Promise<unknown>): Promise<void> {
    return new Promise((resolve) => {
      const timer = setTimeout(resolve, limitMs);
      const end = (): void => {
        clearTimeout(timer);
        resolve();
      };
      work.then(end, end);
    });
  }
}
