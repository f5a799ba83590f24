/**
 * Keeps the current run: its latest snapshot in memory, in case the engine fails, and copies in storage, in case the
 * page does. Training never waits for storage, and continues if storage fails. Weights without a run are kept in memory
 * only.
 */
import { messageOf } from '../../core/message-of.ts';
import type { Notice } from '../../core/notices.ts';
import { type Engine, EngineError } from '../../engine/engine.ts';
import type { Snapshot } from '../../engine/snapshot.ts';
import type { AppState } from '../../store/state.ts';
import { type Story, storyOf } from '../../store/story.ts';
import type { RunLocks } from './run-locks.ts';
import { type RunStorage, isQuotaError } from './run-storage.ts';
import { savedRunOf } from './saved-run.ts';

/**
 * Storage is this far behind at most while training. Only a snapshot brings a saving about; pauses and ends of epochs
 * are saved at once.
 */
const SAVE_WITHIN_MS = 10_000;
/** The next snapshot may be a tenth later than the time between the last two lets one expect. */
const GAP_MARGIN = 1.1;
/** No engine's: theirs begin at 0. */
const NO_RUN = -1;

export interface KeptRun {
  readonly snapshot: Snapshot;
  readonly story: Story;
}

export interface RunKeeperParts {
  readonly storage: RunStorage;
  readonly locks: RunLocks;
  readonly read: () => AppState;
  readonly notify: (notice: Notice) => void;
  /** A run has been stored after a notice of failing storage. */
  readonly worksAgain: () => void;
  /** A notice has already reported that nothing can be stored. */
  readonly failureReported?: boolean;
  /** Milliseconds; for tests. */
  readonly now?: () => number;
}

interface TrackedRun extends KeptRun {
  /** The run's id in storage; empty for weights without a run. */
  readonly storedId: string;
  /** The engine's, or `NO_RUN` when that engine has gone. */
  runId: number;
  saved: boolean;
}

export class RunKeeper {
  readonly #parts: RunKeeperParts;
  readonly #now: () => number;
  #kept: TrackedRun | null = null;
  #keptAt = -Infinity;
  #savedAt = -Infinity;
  #savedEpoch = -1;
  #saving: Promise<void> = Promise.resolve();
  /** What waits for the save in progress, by its id in storage: only the latest of each run. */
  readonly #waiting = new Map<string, TrackedRun>();
  #failureReported: boolean;

  constructor(parts: RunKeeperParts) {
    this.#parts = parts;
    this.#failureReported = parts.failureReported ?? false;
    this.#now = parts.now ?? (() => performance.now());
  }

  /** The latest of the run that is on the page; null without a run. */
  get latest(): KeptRun | null {
    return this.#kept?.runId === this.#parts.read().run.runId ? this.#kept : null;
  }

  /** Where the run that is on the page is stored; null where there is none. */
  get storedId(): string | null {
    const { runId } = this.#parts.read().run;
    return this.#kept?.runId === runId && this.#kept.snapshot.run ? this.#kept.storedId : null;
  }

  /** A snapshot of the run that is on the page, or of its weights where there is no run. */
  keep(snapshot: Snapshot): void {
    const state = this.#parts.read();
    this.#put(this.storedId, state.run.runId, { snapshot, story: storyOf(state) });
    if (!snapshot.run) return;
    const { epoch, finished } = snapshot.run;
    const now = this.#now();
    // On slow devices snapshots are rare: the next gap is about as long as the last one.
    const gap = now - Math.max(this.#keptAt, this.#savedAt);
    this.#keptAt = now;
    const isLate = now + GAP_MARGIN * gap - this.#savedAt > SAVE_WITHIN_MS;
    if (finished || epoch !== this.#savedEpoch || isLate) this.save();
  }

  /** Keeps what the engine has now, after a change outside any run. Never rejects. */
  async keepNow(engine: Pick<Engine, 'snapshot'>): Promise<void> {
    const { read, notify } = this.#parts;
    const { runId } = read().run;
    try {
      const snapshot = await engine.snapshot();
      // Otherwise another run has begun, with snapshots of its own.
      if (read().run.runId === runId) this.keep(snapshot);
    } catch (error) {
      // The supervisor reports the end of an engine.
      if (error instanceof EngineError && (error.code === 'crashed' || error.code === 'aborted')) return;
      notify({ kind: 'warning', code: 'snapshot-failed', params: { reason: messageOf(error) } });
    }
  }

  /** What had given way is on the page again, under an id of the engine's, and is stored where it was. */
  bringBack(storedId: string | null, runId: number, run: KeptRun): void {
    this.#put(storedId, runId, run);
    this.save();
  }

  /**
   * The engine is lost: the next one counts its runs from the beginning, and none of them is this one until `adopt`.
   */
  detach(): void {
    if (this.#kept) this.#kept.runId = NO_RUN;
  }

  /** The detached run continues under an id of the next engine's. */
  adopt(runId: number): void {
    if (this.#kept) this.#kept.runId = runId;
  }

  /** A stored run continues under the id `runId` of the engine's. */
  async continueStored(storedId: string, runId: number, run: KeptRun): Promise<void> {
    // Another tab was offered it as well, and may be at work on it by now: then the two part here.
    const isOurs = await this.#parts.locks.hold(storedId);
    this.#kept = { ...run, storedId: isOurs ? storedId : this.#begin(), runId, saved: isOurs };
    if (isOurs) this.#noteSaved(run);
    else this.save();
  }

  /**
   * Saves what is not saved yet, after the save in progress. It replaces a waiting save of the same run: with slow
   * storage, waiting saves would otherwise fall behind and fill the memory.
   */
  save(): void {
    const kept = this.#kept;
    if (!kept || kept.saved) return;
    kept.saved = true;
    this.#noteSaved(kept);
    const { storedId } = kept;
    const isAwaited = this.#waiting.has(storedId);
    this.#waiting.set(storedId, kept);
    if (!isAwaited) this.#saving = this.#saving.then(() => this.#storeWaiting(storedId));
  }

  /** Settles when all that is to be saved at this moment has been tried, or something later of its run. Never rejects. */
  get settled(): Promise<void> {
    return this.#saving;
  }

  #put(storedId: string | null, runId: number, run: KeptRun): void {
    // Weights alone are not stored, and need no place.
    const id = storedId ?? (run.snapshot.run ? this.#begin() : '');
    this.#kept = { ...run, storedId: id, runId, saved: !run.snapshot.run };
  }

  #begin(): string {
    const id = freshId();
    void this.#parts.locks.hold(id);
    this.#savedAt = -Infinity;
    this.#savedEpoch = -1;
    return id;
  }

  #noteSaved({ snapshot }: KeptRun): void {
    this.#savedAt = this.#now();
    this.#savedEpoch = snapshot.run?.epoch ?? 0;
  }

  async #storeWaiting(storedId: string): Promise<void> {
    const kept = this.#waiting.get(storedId);
    this.#waiting.delete(storedId);
    if (kept) await this.#store(kept);
  }

  async #store(kept: TrackedRun): Promise<void> {
    const { storage, locks, read, notify, worksAgain } = this.#parts;
    const { storedId, snapshot, story } = kept;
    const run = savedRunOf({ id: storedId, snapshot, story, drawing: read().drawing });
    if (!run) return;
    try {
      await storage.save(run, await locks.held());
      if (this.#failureReported) worksAgain();
      this.#failureReported = false;
    } catch (error) {
      kept.saved = false;
      // Once, and again only after it has worked in between.
      if (this.#failureReported) return;
      this.#failureReported = true;
      const detail = messageOf(error);
      const problem = isQuotaError(error) ? 'full' : 'refused';
      notify({ kind: problem === 'full' ? 'warning' : 'info', code: 'run-not-saved', params: { problem, detail } });
    }
  }
}

/** Without `randomUUID`, which insecure origins lack. */
function freshId(): string {
  return Array.from(crypto.getRandomValues(new Uint8Array(12)), (byte) => byte.toString(16).padStart(2, '0')).join('');
}
