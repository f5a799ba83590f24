/**
 * The chunks of a run that the device has not answered yet, oldest first. More than one where answers are slow: the
 * device works on the next chunk while the former one's answer is on its way.
 */
import { Signal } from '../../core/signal.ts';
import type { Pace } from './pace.ts';
import type { BatchMetrics, TrainingPath } from './path.ts';
import type { Progress } from './progress.ts';
import { LIMIT_MS } from './read-back.ts';
import type { Readings } from './readings.ts';
import type { RunPosition } from './run-position.ts';

/** What the weights after a chunk are read for. */
export interface FollowUp {
  /** The prediction for the drawing. */
  readonly shown: Promise<void>;
  /** Null if no snapshot is due. */
  readonly readings: Readings | null;
}

export interface Chunk {
  /** At the submission; another one after a change of the data set. */
  readonly position: RunPosition;
  readonly batches: readonly Uint32Array[];
  readonly startedAt: number;
  /** No other chunk was in the queue with it. */
  readonly isAlone: boolean;
  readonly metrics: Promise<BatchMetrics>;
  /** Null where it is requested after the answer. */
  readonly followUp: FollowUp | null;
}

export interface ChunkQueueParts {
  readonly path: TrainingPath;
  readonly pace: Pace;
  readonly progress: Progress;
  /** Requests what the weights after `step` of the run are read for. They are those of the latest submission. */
  readonly followUp: (step: number) => FollowUp;
  /** Called while the chunk is still in the queue. `workMs`: from the answer before it where they overlap. */
  readonly record: (chunk: Chunk, metrics: BatchMetrics, workMs: number) => void;
}

export class ChunkQueue {
  readonly #parts: ChunkQueueParts;
  #chunks: Chunk[] = [];
  #submitting = false;
  #answeredAt = -Infinity;
  /** Settles when there is no chunk. Null while there is none. */
  #empty: Signal | null = null;
  /** While above 0, nothing is submitted. */
  #holds = 0;

  constructor(parts: ChunkQueueParts) {
    this.#parts = parts;
  }

  get isEmpty(): boolean {
    return this.#empty === null;
  }

  /** A snapshot of a chunk in the queue is being read. */
  get isReading(): boolean {
    return this.#chunks.some(({ followUp }) => followUp?.readings);
  }

  /** Submits what the device may have, at most `limit` batches, until interrupted; returns how many. */
  async fill(limit: number, interruption: Signal): Promise<number> {
    let submitted = 0;
    while (submitted < limit && this.#chunks.length < this.#parts.pace.inFlight && this.#holds === 0) {
      // oxlint-disable-next-line no-await-in-loop -- in order
      const count = interruption.isSettled ? 0 : await this.#submit(limit - submitted, interruption);
      if (count === 0) break;
      submitted += count;
    }
    return submitted;
  }

  /** Waits for the oldest chunk; null without one. */
  async answer(): Promise<Chunk | null> {
    const [chunk] = this.#chunks;
    if (!chunk) return null;
    try {
      const metrics = await chunk.metrics;
      const now = performance.now();
      // No answer takes longer than the limit: the rest was sleep.
      const workMs = Math.min(LIMIT_MS, now - Math.max(chunk.startedAt, this.#answeredAt));
      this.#answeredAt = now;
      this.#parts.record(chunk, metrics, workMs);
    } finally {
      this.#chunks.shift();
      this.#settle();
    }
    return chunk;
  }

  /** Settles when the queue is empty. Meanwhile nothing is submitted. */
  async drained(): Promise<void> {
    this.#holds++;
    // oxlint-disable-next-line no-await-in-loop -- a submission may have been under way
    while (this.#empty) await this.#empty.settled;
    this.#holds--;
  }

  /** Waits for all chunks and drops their results. */
  async discard(): Promise<void> {
    const pending = this.#chunks.flatMap(({ metrics, followUp }) => [metrics, followUp?.shown ?? Promise.resolve()]);
    await Promise.allSettled<unknown>(pending);
    this.#chunks = [];
    this.#settle();
  }

  /** Returns the number of batches; 0 at the epoch's end, when interrupted or when the data set was replaced. */
  async #submit(limit: number, { settled }: Signal): Promise<number> {
    const { pace, progress } = this.#parts;
    const { position, dataset } = progress;
    const ahead = this.#ahead(position);
    const { batches, imagesNeeded } = position.peek(pace.batches(limit), ahead);
    if (batches.length === 0) return 0;
    // The answers of the chunks before it come first.
    if (dataset.train.loaded < imagesNeeded && this.#chunks.length > 0) return 0;
    if (!(await progress.hasLoaded('train', imagesNeeded, settled))) return 0;
    this.#empty ??= new Signal();
    this.#submitting = true;
    try {
      const chunk = await this.#begin(position, batches, position.step + ahead + batches.length);
      // A failure is thrown when the chunk's turn comes.
      chunk.metrics.catch(() => undefined);
      chunk.followUp?.shown.catch(() => undefined);
      this.#chunks.push(chunk);
    } finally {
      this.#submitting = false;
      this.#settle();
    }
    return batches.length;
  }

  async #begin(position: RunPosition, batches: readonly Uint32Array[], step: number): Promise<Chunk> {
    const { path, pace, progress, followUp } = this.#parts;
    const startedAt = performance.now();
    const overlaps = pace.inFlight > 1;
    const isAlone = path.submit !== undefined && !overlaps && this.#chunks.length === 0;
    const images = progress.dataset.train;
    const metrics = path.submit
      ? (await path.submit(images, batches)).metrics
      : Promise.resolve(await path.run(images, batches, pace));
    return { position, batches, startedAt, isAlone, metrics, followUp: overlaps ? followUp(step) : null };
  }

  /** The batches in the queue that follow `position`. */
  #ahead(position: RunPosition): number {
    return this.#chunks.reduce((sum, one) => sum + (one.position === position ? one.batches.length : 0), 0);
  }

  #settle(): void {
    if (this.#submitting || this.#chunks.length > 0) return;
    this.#empty?.settle();
    this.#empty = null;
  }
}
