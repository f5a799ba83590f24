/**
 * Which stored runs some tab is at work on, so that no other offers them. A lock goes with its tab, however that ends.
 * Without the API, or where it is refused, every run counts as free: nothing is lost by that, as a run that is taken
 * up again goes on under an id of its own.
 */
const PREFIX = 'softmax-live/run/';

export interface RunLocks {
  /** Whether holding a run keeps other tabs from offering it. */
  readonly available: boolean;
  hold(id: string): void;
  held(): Promise<ReadonlySet<string>>;
}

export function createRunLocks(): RunLocks {
  // Older browsers, and insecure origins, have none.
  const locks: LockManager | undefined = navigator.locks;
  return {
    // In a sandboxed frame there is the API, and every use of it is refused.
    available: locks !== undefined && self.origin !== 'null',
    hold(id) {
      const forever = new Promise<never>(() => undefined);
      locks?.request(PREFIX + id, () => forever).catch(() => undefined);
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
