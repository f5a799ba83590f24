/**
 * Tells a value once it has stood still for a while, and at once that it no longer holds: what a screen reader
 * should hear of an answer that changes many times a second.
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
  /** To be called whenever the value may have changed; the same `key` means that it has not. Null: there is none. */
  see(key: string | null): void;
  dispose(): void;
}

/** `tell` gets the key that has stood for `delayMs`, and null as soon as one that was told is over. */
export function whenSteady(
  tell: (key: string | null) => void,
  delayMs: number,
  timers: Timers = browserTimers,
): Steady {
  let current: string | null = null;
  let told: string | null = null;
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
      if (told !== null) {
        told = null;
        tell(null);
      }
      if (key === null) return;
      handle = timers.set(() => {
        handle = null;
        told = key;
        tell(key);
      }, delayMs);
    },
    dispose: stop,
  };
}
