/**
 * Reports a value once it has been stable for a while, and at once when it no longer holds: for announcing an answer
 * that changes many times a second to screen readers.
 */
export interface Timers {
  set(callback: () => void, delayMs: number): number;
  clear(handle: number): void;
}

const browserTimers: Timers = {
  set: (callback, delayMs) => window.setTimeout(callback, delayMs),
  clear: (handle) => {
    window.clearTimeout(handle);
  },
};

export interface Steady {
  /** Call it whenever the value may have changed. The same `key` means no change; null means no value. */
  see(key: string | null): void;
  dispose(): void;
}

/** `report` gets a key that was stable for `delayMs`, and null as soon as a reported key no longer holds. */
export function whenSteady(
  report: (key: string | null) => void,
  delayMs: number,
  timers: Timers = browserTimers,
): Steady {
  let current: string | null = null;
  let reported: string | null = null;
  let handle: number | null = null;
  const stop = () => {
    if (handle !== null) timers.clear(handle);
    handle = null;
  };
  return {
    see(key) {
      if (key === current) return;
      stop();
      current = key;
      if (reported !== null) {
        reported = null;
        report(null);
      }
      if (key === null) return;
      handle = timers.set(() => {
        handle = null;
        reported = key;
        report(key);
      }, delayMs);
    },
    dispose: stop,
  };
}
