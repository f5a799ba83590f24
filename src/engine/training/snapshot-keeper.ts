/**
 * Decides when a run's snapshots are due, and keeps the latest good one, to which a diverged run returns. Snapshots in
 * events are transferred to the page, so the good one is a copy; there is at most one.
 */
import { messageOf } from '../../core/message-of.ts';
import type { EngineEvent } from '../engine.ts';
import { isOutOfMemory } from '../memory.ts';
import type { Readings } from './readings.ts';
import { allFinite, copyOf } from '../snapshot-arrays.ts';
import type { RunSnapshot, Snapshot } from '../snapshot.ts';

/** With a chunk and the snapshot itself, less than two seconds of training between snapshots. */
const INTERVAL_MS = 1_900;
/** The interval is at least this many times the cost of the last snapshot, so that at most a twentieth goes into them. */
const COST_SHARE = 20;
/** The most training between two snapshots, also on slow devices: it is lost if the device fails. */
const LONGEST_MS = 4_000;

export type SnapshotOfRun = Snapshot & { readonly run: RunSnapshot };

export class SnapshotKeeper {
  readonly #take: (readings?: Readings) => Promise<SnapshotOfRun>;
  readonly #emit: (event: EngineEvent) => void;
  #good: SnapshotOfRun | null = null;
  #dueAt = -Infinity;
  #behind = true;
  #warned = false;

  /** `take`: reads a snapshot into new arrays, or takes it from `readings`. */
  constructor(take: (readings?: Readings) => Promise<SnapshotOfRun>, emit: (event: EngineEvent) => void) {
    this.#take = take;
    this.#emit = emit;
  }

  get hasGood(): boolean {
    return this.#good !== null;
  }

  /** The run has moved since the last snapshot. */
  get isBehind(): boolean {
    return this.#behind;
  }

  isDue(): boolean {
    return this.#behind && performance.now() >= this.#dueAt;
  }

  /** Call after a step. */
  moved(): void {
    this.#behind = true;
  }

  /** Makes the next snapshot due now, for instance at the end of an epoch. */
  expectNow(): void {
    this.#dueAt = -Infinity;
  }

  /**
   * Takes a snapshot and emits it. False, without an event, where it has numbers that are not finite. Where memory is
   * short, it emits a notice instead. Rejects where the device fails. `readings`: where they have been requested.
   */
  async keep(good: boolean, readings?: Readings): Promise<boolean> {
    const startedAt = performance.now();
    this.#behind = false;
    try {
      const snapshot = await this.#take(readings);
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

  /** The latest good snapshot, which the caller then owns. */
  giveGood(): SnapshotOfRun | null {
    const good = this.#good;
    this.#good = null;
    return good;
  }

  #keepGood(snapshot: SnapshotOfRun): void {
    // The former one is released first: there may be no memory for three.
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
