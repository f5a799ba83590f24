/**
 * Snapshots of a run while it trains: when one is due, and the latest that was good, to go back to if training
 * diverges. What is told to the page is given away, so the good one is a copy, and there is one of it at most.
 */
import { messageOf } from '../../core/message-of.ts';
import type { EngineEvent } from '../engine.ts';
import { isOutOfMemory } from '../memory.ts';
import { allFinite, copyOf } from '../snapshot-arrays.ts';
import type { RunSnapshot, Snapshot } from '../snapshot.ts';

/** With a chunk and the taking itself, less than two seconds of training from one to the next. */
const INTERVAL_MS = 1_900;
/** A twentieth of the time at most goes into it: from one to the next max(`INTERVAL_MS`, 20 × what the last one took), */
const COST_SHARE = 20;
/** but on slow devices no more training than this comes between two: that much may be lost with the device. */
const LONGEST_MS = 4_000;

export type SnapshotOfRun = Snapshot & { readonly run: RunSnapshot };

export class SnapshotKeeper {
  readonly #take: () => Promise<SnapshotOfRun>;
  readonly #emit: (event: EngineEvent) => void;
  #good: SnapshotOfRun | null = null;
  #dueAt = -Infinity;
  #behind = true;
  #warned = false;

  /** `take`: reads a snapshot of this moment, in arrays of its own. */
  constructor(take: () => Promise<SnapshotOfRun>, emit: (event: EngineEvent) => void) {
    this.#take = take;
    this.#emit = emit;
  }

  get hasGood(): boolean {
    return this.#good !== null;
  }

  /** Something has been done since the last one. */
  get isBehind(): boolean {
    return this.#behind;
  }

  isDue(): boolean {
    return this.#behind && performance.now() >= this.#dueAt;
  }

  /** The run has moved on. */
  moved(): void {
    this.#behind = true;
  }

  /** A moment that is not to be lost, such as an epoch's end. */
  expectNow(): void {
    this.#dueAt = -Infinity;
  }

  /**
   * Takes one and tells the page. False where it has numbers that are not finite, which nobody wants to have back.
   * Where memory is short, there is none and a notice. Rejects where the device fails.
   */
  async keep(good: boolean): Promise<boolean> {
    const startedAt = performance.now();
    this.#behind = false;
    try {
      const snapshot = await this.#take();
      const { weights, run } = snapshot;
      if (!allFinite({ weights, optimizer: run.optimizer })) return false;
      if (good) this.#keepGood(snapshot);
      this.#emit({ type: 'snapshot', snapshot });
    } catch (error) {
      if (!isOutOfMemory(error)) throw error;
      this.#warn(messageOf(error));
    } finally {
      const cost = performance.now() - startedAt;
      this.#dueAt = startedAt + Math.max(INTERVAL_MS, Math.min(COST_SHARE * cost, cost + LONGEST_MS));
    }
    return true;
  }

  /** The latest good one, which is the caller's from now on. */
  giveGood(): SnapshotOfRun | null {
    const good = this.#good;
    this.#good = null;
    return good;
  }

  #keepGood(snapshot: SnapshotOfRun): void {
    // First the former goes: there may not be room for three.
    this.#good = null;
    const { weights, optimizer } = copyOf({ weights: snapshot.weights, optimizer: snapshot.run.optimizer });
    this.#good = { ...snapshot, weights, run: { ...snapshot.run, optimizer } };
  }

  #warn(reason: string): void {
    if (this.#warned) return;
    this.#warned = true;
    this.#emit({ type: 'notice', notice: { kind: 'warning', code: 'snapshot-failed', params: { reason } } });
  }
}
