/**
 * Keeps the current run: its latest snapshot in memory for a failed engine, and copies in storage for the next visit.
 * Training never waits for storage, and continues if storage fails. Weights without a run are kept in memory only.
 */
import { messageOf } from '../../core/message-of.ts';
import type { Notice } from '../../core/notices.ts';
import { type Engine, EngineError } from '../../engine/engine.ts';
import type { Snapshot } from '../../engine/snapshot.ts';
import type { AppState } from '../../store/state.ts';
import { type Story, storyOf } from '../../store/story.ts';
import type { RunLocks } from './run-locks.ts';
import { isQuotaError } from './connection.ts';
import type { RunStorage } from './run-storage.ts';
import { savedRunOf } from './saved-run.ts';

/** At most this much training is unsaved. Only snapshots can be saved. Pauses and ends of epochs are saved at once. */
const SAVE_WITHIN_MS = 10_000;
/** The next snapshot may come 10 % later than the last interval. */
const GAP_MARGIN = 1.1;
/** No engine uses it: run ids start at 0. */
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
  /** A run has been stored after a reported failure. */
  readonly worksAgain: () => void;
  /** A notice has already reported that nothing can be stored. */
  readonly failureReported?: boolean;
  /** Milliseconds; for tests. */
  readonly now?: () => number;
}

interface TrackedRun extends KeptRun {
  /** The run's id in storage; empty for weights without a run. */
  readonly storedId: string;
  /** The engine's id of the run; `NO_RUN` after the engine has failed. */
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
  /** The latest snapshot of each run that waits for the current save, by its stored id. */
  readonly #waiting = new Map<string, TrackedRun>();
  #failureReported: boolean;

  constructor(parts: RunKeeperParts) {
    this.#parts = parts;
    this.#failureReported = parts.failureReported ?? false;
    this.#now = parts.now ?? (() => performance.now());
  }

  /** The latest snapshot of the page's run or weights; null without one. */
  get latest(): KeptRun | null {
    return this.#kept?.runId === this.#parts.read().run.runId ? this.#kept : null;
  }

  /** The id of the page's run in storage; null without a run. */
  get storedId(): string | null {
    const { runId } = this.#parts.read().run;
    return this.#kept?.runId === runId && this.#kept.snapshot.run ? this.#kept.storedId : null;
  }

  /** Keeps a snapshot of the page's run, or of its weights without a run. */
  keep(snapshot: Snapshot): void {
    const state = this.#parts.read();
    this.#put(this.storedId, state.run.runId, { snapshot, story: storyOf(state) });
    if (!snapshot.run) return;
    const { epoch, finished } = snapshot.run;
    const now = this.#now();
    // On slow devices the next snapshot may come after the limit: save this one.
    const gap = now - Math.max(this.#keptAt, this.#savedAt);
    this.#keptAt = now;
    const isLate = now + GAP_MARGIN * gap - this.#savedAt > SAVE_WITHIN_MS;
    if (finished || epoch !== this.#savedEpoch || isLate) this.save();
  }

  /** Takes and keeps a snapshot, after a change outside any run. Never rejects. */
  async keepNow(engine: Pick<Engine, 'snapshot'>): Promise<void> {
    const { read, notify } = this.#parts;
    const { runId } = read().run;
    try {
      const snapshot = await engine.snapshot();
      // Otherwise another run has begun, which has its own snapshots.
      if (read().run.runId === runId) this.keep(snapshot);
    } catch (error) {
      // The supervisor reports the failure of an engine.
      if (error instanceof EngineError && (error.code === 'crashed' || error.code === 'aborted')) return;
      notify({ kind: 'warning', code: 'snapshot-failed', params: { reason: messageOf(error) } });
    }
  }

  /** The run that an import replaced is back; it keeps its stored record. */
  bringBack(storedId: string | null, runId: number, run: KeptRun): void {
    this.#put(storedId, runId, run);
    this.save();
  }

  /** The engine failed. Run ids start again, so no new id means this run until `adopt`. */
  detach(): void {
    if (this.#kept) this.#kept.runId = NO_RUN;
  }

  /** The next engine continues the detached run under the id `runId`. */
  adopt(runId: number): void {
    if (this.#kept) this.#kept.runId = runId;
  }

  /** The engine continues a stored run under the id `runId`. */
  async continueStored(storedId: string, runId: number, run: KeptRun): Promise<void> {
    // Another tab may have continued it since the offer. Then this tab stores it under a new id.
    const isOurs = await this.#parts.locks.hold(storedId);
    this.#kept = { ...run, storedId: isOurs ? storedId : this.#begin(), runId, saved: isOurs };
    if (isOurs) this.#noteSaved(run);
    else this.save();
  }

  /**
   * Saves the latest snapshot unless it is saved, after the current save. It replaces a waiting snapshot of the same
   * run: if storage is slower than training, a queue would grow without end.
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

  /** Settles when every snapshot waiting now, or a later one of its run, is stored or has failed. Never rejects. */
  get settled(): Promise<void> {
    return this.#saving;
  }

  #put(storedId: string | null, runId: number, run: KeptRun): void {
    // Weights without a run are not stored.
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
      // Reported once, and again only after storage has worked.
      if (this.#failureReported) return;
      this.#failureReported = true;
      const detail = messageOf(error);
      const problem = isQuotaError(error) ? 'full' : 'refused';
      notify({ kind: problem === 'full' ? 'warning' : 'info', code: 'run-not-saved', params: { problem, detail } });
    }
  }
}

/** Insecure origins lack `randomUUID`. */
function freshId(): string {
  return Array.from(crypto.getRandomValues(new Uint8Array(12)), (byte) => byte.toString(16).padStart(2, '0')).join('');
}
