/** When to retry after a broken connection. */

export interface Reconnection {
  /** After the first, second, … failure in a row without progress in between. */
  readonly pausesMs: readonly number[];
  /** False if the platform knows that there is no network. */
  isOnline(): boolean;
  /** Calls back when the network returns; returns the unsubscribe function. */
  onOnline(listener: () => void): () => void;
}

/** The pause while the platform reports no network; its `online` event ends it. */
const OFFLINE_MS = 60_000;

/** Works in workers and pages; Node reports nothing of its network. */
export const PLATFORM_RECONNECTION: Reconnection = {
  pausesMs: [500, 1500, 4000, 10_000],
  isOnline: () => typeof navigator === 'undefined' || (navigator.onLine as boolean | undefined) !== false,
  onOnline(listener) {
    if (typeof globalThis.addEventListener !== 'function') return () => undefined;
    globalThis.addEventListener('online', listener);
    return () => globalThis.removeEventListener('online', listener);
  },
};

/** Settles after the pause, or with `true` as soon as the network is back. Rejects with the signal's reason. */
export async function pauseBeforeRetry(
  reconnection: Reconnection,
  pauseMs: number,
  signal: AbortSignal,
): Promise<boolean> {
  signal.throwIfAborted();
  const end = new AbortController();
  try {
    return await new Promise<boolean>((resolve, reject) => {
      const timer = setTimeout(() => resolve(false), reconnection.isOnline() ? pauseMs : Math.max(pauseMs, OFFLINE_MS));
      const stop = reconnection.onOnline(() => resolve(true));
      signal.addEventListener('abort', () => reject(signal.reason), { signal: end.signal });
      end.signal.addEventListener('abort', () => {
        clearTimeout(timer);
        stop();
      });
    });
  } finally {
    end.abort();
  }
}
