/**
 * Keeps the run under way: its latest snapshot in memory, for when the engine fails, and copies of it in storage, for
 * when the page does. Training never waits for storage, and where that fails it goes on all the same.
 */
import type { Notice } from '../../core/notices.ts';
import type { Snapshot } from '../../engine/snapshot.ts';
import type { AppState } from '../../store/state.ts';
import { type Story, storyOf } from '../../store/story.ts';
import type { RunLocks } from './run-locks.ts';
import { type RunStorage, isQuotaError } from './run-storage.ts';
import { savedRunOf } from './saved-run.ts';

/** Between two savings while training; pauses and ends of epochs are saved at once. */
const SAVE_EVERY_MS = 10_000;

export interface KeptRun {
  readonly snapshot: Snapshot;
  readonly story: Story;
}

export interface RunKeeperParts {
  readonly storage: RunStorage;
  readonly locks: RunLocks;
  readonly read: () => AppState;
  readonly notify: (notice: Notice) => void;
  /** Milliseconds; for tests. */
  readonly now?: () => number;
}

interface Kept extends KeptRun {
  /** The run as storage knows it. */
  readonly id: string;
  readonly runId: number;
  saved: boolean;
}

export class RunKeeper {
  readonly #parts: RunKeeperParts;
  readonly #now: () => number;
  #kept: Kept | null = null;
  #savedAt = -Infinity;
  #savedEpoch = -1;
  #saving: Promise<void> = Promise.resolve();
  #told = false;

  constructor(parts: RunKeeperParts) {
    this.#parts = parts;
    this.#now = parts.now ?? (() => performance.now());
  }

  /** The latest of the run that is on the page; null where there is none. */
  get latest(): KeptRun | null {
    return this.#kept?.runId === this.#parts.read().run.runId ? this.#kept : null;
  }

  /** A snapshot of the run that is on the page. */
  keep(snapshot: Snapshot): void {
    const state = this.#parts.read();
    const { runId } = state.run;
    const same = this.#kept?.runId === runId ? this.#kept : null;
    // Weights alone (imported ones, say) have no run to be stored under.
    const id = same?.id ?? this.#begin();
    this.#kept = { id, runId, snapshot, story: storyOf(state), saved: false };
    const epoch = snapshot.run?.epoch ?? 0;
    const finished = snapshot.run?.finished ?? false;
    if (finished || epoch !== this.#savedEpoch || this.#now() - this.#savedAt >= SAVE_EVERY_MS) this.save();
  }

  /** The engine has gone, and the run goes on under an id of the next one's. */
  adopt(runId: number): void {
    if (this.#kept) this.#kept = { ...this.#kept, runId };
  }

  /** A stored run goes on, under the id `runId` of the engine's. */
  continueStored(id: string, runId: number, run: KeptRun): void {
    const { locks } = this.#parts;
    // Without locks another tab may go on with it as well, and the two would overwrite each other.
    const own = locks.available ? id : freshId();
    locks.hold(own);
    this.#kept = { ...run, id: own, runId, saved: own === id };
    this.#savedAt = this.#now();
    this.#savedEpoch = run.snapshot.run?.epoch ?? 0;
  }

  /** Saves what is not saved yet, after what is being saved. */
  save(): void {
    const kept = this.#kept;
    if (!kept || kept.saved) return;
    kept.saved = true;
    this.#savedAt = this.#now();
    this.#savedEpoch = kept.snapshot.run?.epoch ?? 0;
    this.#saving = this.#saving.then(() => this.#store(kept));
  }

  /** Settles when nothing is being saved any more. Never rejects. */
  get settled(): Promise<void> {
    return this.#saving;
  }

  #begin(): string {
    const id = freshId();
    this.#parts.locks.hold(id);
    this.#savedAt = -Infinity;
    this.#savedEpoch = -1;
    return id;
  }

  async #store({ id, snapshot, story }: Kept): Promise<void> {
    const { storage, locks, read, notify } = this.#parts;
    const run = savedRunOf({ id, snapshot, story, drawing: read().drawing });
    if (!run) return;
    try {
      await storage.save(run, await locks.held());
      this.#told = false;
    } catch (error) {
      // Once, and again only after it has worked in between.
      if (this.#told) return;
      this.#told = true;
      const detail = error instanceof Error ? error.message : String(error);
      const problem = isQuotaError(error) ? 'full' : 'refused';
      notify({ kind: problem === 'full' ? 'warning' : 'info', code: 'run-not-saved', params: { problem, detail } });
    }
  }
}

/** Without `randomUUID`, which insecure origins lack. */
function freshId(): string {
  return Array.from(crypto.getRandomValues(new Uint8Array(12)), (byte) => byte.toString(16).padStart(2, '0')).join('');
}
