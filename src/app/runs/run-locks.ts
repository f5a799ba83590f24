/**
 * Which stored runs a tab trains, so that no other tab offers them. A lock goes with its tab, however that ends.
 * Without the API, or where it is refused, every run counts as free and none can be held: nothing is lost by that, as
 * a run that is continued without its lock gets an id of its own.
 */
const PREFIX = 'softmax-live/run/';

export interface RunLocks {
  /**
   * In place of the one before: a run that this tab has left may be offered by others, and cleared away. False where
   * another tab is at work on it, or could be without a sign of it; then the one before stays held.
   */
  hold(id: string): Promise<boolean>;
  /** By any tab. A run that this one has just left is none of them, however quickly one asks. */
  held(): Promise<ReadonlySet<string>>;
  /**
   * Whether no tab is at work on it. One that is just being closed gets `limitMs` to let go: the browser takes a moment
   * to end it, in which its reader may already be here.
   */
  becomesFree(id: string, limitMs: number): Promise<boolean>;
}

export function createRunLocks(): RunLocks {
  // Older browsers, and insecure origins, have none.
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
        // Where locks are refused there is no tab to wait for.
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
