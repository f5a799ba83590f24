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
  };
}
