/**
 * Locks on the stored runs that tabs train, so that no other tab offers them. A lock ends with its tab. Without the
 * API, or if it is refused, every run counts as free and none can be held. Nothing is lost by that: a run continued
 * without its lock gets a new id.
 */
const PREFIX = 'softmax-live/run/';

export interface RunLocks {
  /**
   * Replaces the former lock: other tabs may then offer or delete that run. False if another tab holds the run, or may
   * do so undetected; the former lock is then kept.
   */
  hold(id: string): Promise<boolean>;
  /** The runs held by any tab. A run that this tab has left is not among them, even at once. */
  held(): Promise<ReadonlySet<string>>;
  /**
   * Whether no tab holds the run. A closing tab gets `limitMs` to release it: the browser takes a moment to end that
   * tab.
   */
  becomesFree(id: string, limitMs: number): Promise<boolean>;
}

export function createRunLocks(): RunLocks {
  // Older browsers and insecure origins have no locks.
  const locks: LockManager | undefined = navigator.locks;
  const tab = new TabLock(locks);
  /** Settles when the locks are what the calls of `hold` so far have made of them. */
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
        // Shared, so that two that look at once do not take each other for a tab that trains.
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

  /** Takes the lock of a run and releases the one before; false, and no change, where it is not free. */
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
        // In a sandboxed frame the API exists, and every use of it is refused.
        .catch(() => answer(false));
    });
  }
}
