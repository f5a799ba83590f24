/**
 * A tab locks the stored run that it trains, so that no other tab offers it. The browser releases the lock when the tab
 * ends. If locks are unavailable, every run counts as free and none can be held. No run is lost then, since a run that
 * is continued without its lock gets a new id.
 */
const PREFIX = 'softmax-live/run/';

export interface RunLocks {
  /**
   * Locks `id` and releases the former lock. False if another tab holds it or locks are unavailable; the former lock
   * stays.
   */
  hold(id: string): Promise<boolean>;
  /** Ids locked by any tab, after pending calls of `hold`. */
  held(): Promise<ReadonlySet<string>>;
  /** Whether no tab holds it. Waits up to `limitMs`, since a closing tab releases its lock late. */
  becomesFree(id: string, limitMs: number): Promise<boolean>;
}

export function createRunLocks(): RunLocks {
  // Missing in older browsers and on insecure origins.
  const locks: LockManager | undefined = navigator.locks;
  const tab = new TabLock(locks);
  /** Settles when all calls of `hold` so far have settled. */
  let settled: Promise<unknown> = Promise.resolve();

  return {
    async hold(id) {
      const taken = tab.take(id);
      settled = Promise.all([settled, taken]);
      return taken;
    },
    async held() {
      await settled;
      try {
        const { held = [] } = (await locks?.query()) ?? {};
        const names = held.flatMap(({ name }) =>
          name?.startsWith(PREFIX) === true ? [name.slice(PREFIX.length)] : [],
        );
        return new Set(names);
      } catch {
        return new Set();
      }
    },
    async becomesFree(id, limitMs) {
      const waiting = new AbortController();
      const limit = setTimeout(() => waiting.abort(), limitMs);
      try {
        // Shared, so that two tabs that check at once do not block each other.
        await locks?.request(PREFIX + id, { mode: 'shared', signal: waiting.signal }, () => undefined);
        return true;
      } catch {
        // If locks are refused, no tab can hold one.
        return !waiting.signal.aborted;
      } finally {
        clearTimeout(limit);
      }
    },
  };
}

/** The one lock that this tab holds. */
class TabLock {
  readonly #locks: LockManager | undefined;
  #release: (() => Promise<void>) | null = null;

  constructor(locks: LockManager | undefined) {
    this.#locks = locks;
  }

  /** Locks a run and releases the former lock; false, without a change, if the run is not free. */
  async take(id: string): Promise<boolean> {
    const locks = this.#locks;
    if (!locks) return false;
    return new Promise((answer) => {
      const over = locks
        .request(PREFIX + id, { ifAvailable: true }, async (lock) => {
          if (!lock) {
            answer(false);
            return;
          }
          const releaseFormer = this.#release;
          await new Promise<void>((release) => {
            this.#release = () => {
              release();
              return over;
            };
            void Promise.resolve(releaseFormer?.()).then(() => answer(true));
          });
        })
        // In a sandboxed frame the API exists, but every call is refused.
        .catch(() => answer(false));
    });
  }
}
