/** Runs tasks one at a time, in the order in which they were added. */
export interface LoadQueue {
  /** Settles as `task` does. */
  add<T>(task: () => Promise<T>): Promise<T>;
  /** Settles when every task added so far has settled or has exceeded the limit. */
  settled(): Promise<void>;
}

/** Awaits `idle` before each task. A task that takes longer than `limitMs` no longer delays the next ones. */
export function createLoadQueue(idle: () => Promise<void>, limitMs: number): LoadQueue {
  let latest: Promise<void> = Promise.resolve();
  return {
    add(task) {
      const result = latest.then(idle).then(task);
      latest = latest.then(() => endOf(result));
      return result;
    },
    settled: () => latest,
  };

  function endOf(task: Promise<unknown>): Promise<void> {
    return new Promise((resolve) => {
      const timer = setTimeout(resolve, limitMs);
      const end = (): void => {
        clearTimeout(timer);
        resolve();
      };
      task.then(end, end);
    });
  }
}
