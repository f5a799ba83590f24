/** Run storage in memory, and locks that a test can let other tabs hold. */
import type { RunLocks } from '../runs/run-locks.ts';
import type { RunStorage } from '../runs/run-storage.ts';
import type { SavedRun } from '../runs/saved-run.ts';

export class FakeRuns implements RunStorage {
  readonly kept = new Map<string, SavedRun>();
  saves = 0;
  /** If set, every call fails with it. */
  failure: Error | null = null;

  async list() {
    this.#check();
    return [...this.kept.values()].toSorted((a, b) => b.savedAt - a.savedAt);
  }

  async load(id: string) {
    this.#check();
    const run = this.kept.get(id);
    if (!run) throw new Error('It is no longer in storage');
    return run;
  }

  async save(run: SavedRun) {
    this.#check();
    this.saves++;
    this.kept.set(run.id, run);
  }

  async remove(id: string) {
    this.kept.delete(id);
  }

  #check(): void {
    if (this.failure) throw this.failure;
  }
}

export class FakeLocks implements RunLocks {
  readonly own = new Set<string>();
  readonly others = new Set<string>();
  /** Awaited before a held lock is checked again: another tab may end in between. */
  beforeFree: () => Promise<void> = () => Promise.resolve();

  async hold(id: string) {
    if (this.others.has(id)) return false;
    this.own.add(id);
    return true;
  }

  async held() {
    return new Set([...this.own, ...this.others]);
  }

  async becomesFree(id: string) {
    if ((await this.held()).has(id)) await this.beforeFree();
    return !(await this.held()).has(id);
  }
}
