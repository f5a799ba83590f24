/**
 * Which stored runs some tab is at work on, so that no other offers them. A lock goes with its tab, however that ends.
 * Without the API, or where it is refused, every run counts as free: nothing is lost by that, as a run that is taken
 * up again goes on under an id of its own.
 */
const PREFIX = 'softmax-live/run/';

export interface RunLocks {
  /** Whether holding a run keeps other tabs from offering it. */
  readonly available: boolean;
  /** In place of the one before: a run that this tab has left may be offered by others, and cleared away. */
  hold(id: string): void;
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
  let letGo: (() => void) | null = null;
  return {
    // In a sandboxed frame there is the API, and every use of it is refused.
    available: locks !== undefined && self.origin !== 'null',
    hold(id) {
      letGo?.();
      const over = new Promise<void>((resolve) => (letGo = resolve));
      locks?.request(PREFIX + id, () => over).catch(() => undefined);
    },
    async held() {
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
        // Shared, so that two that look at once do not take each other for somebody at work.
        await locks?.request(PREFIX + id, { mode: 'shared', signal: waiting.signal }, () => undefined);
        return true;
      } catch {
        // Where locks are refused there is nobody to wait for.
        return !waiting.signal.aborted;
      } finally {
        clearTimeout(limit);
      }
    },
  };
}
