/** A run's position in its epochs and batches. Pure arithmetic: no time and no tensors. */
import type { RunConfig } from '../../core/config.ts';
import { batchRows, batchesPerEpoch, epochOrder, imagesNeeded } from '../data/batches.ts';

export interface Chunk {
  readonly batches: readonly Uint32Array[];
  /** Leading training images that must have arrived. */
  readonly imagesNeeded: number;
}

export interface Cursor {
  /** Epochs completed. */
  readonly epoch: number;
  /** Batches of the current epoch completed. */
  readonly batch: number;
}

/** Moves forward only. */
export class RunPosition {
  readonly stepsPerEpoch: number;
  readonly #total: number;
  readonly #config: Pick<RunConfig, 'batch' | 'epochs' | 'seed'>;
  #epoch: number;
  #batch: number;
  #order: Uint32Array;

  /** `total`: training images. */
  constructor(
    total: number,
    config: Pick<RunConfig, 'batch' | 'epochs' | 'seed'>,
    { epoch, batch }: Cursor = { epoch: 0, batch: 0 },
  ) {
    this.#epoch = epoch;
    this.#batch = batch;
    this.#total = total;
    this.#config = config;
    this.stepsPerEpoch = batchesPerEpoch(total, config.batch);
    this.#order = epochOrder(total, epoch, config.seed);
  }

  /** The end of the last epoch. */
  static finished(total: number, config: Pick<RunConfig, 'batch' | 'epochs' | 'seed'>): RunPosition {
    return new RunPosition(total, config, { epoch: config.epochs - 1, batch: batchesPerEpoch(total, config.batch) });
  }

  get cursor(): Cursor {
    return { epoch: this.#epoch, batch: this.#batch };
  }

  /** The current epoch, from 1. */
  get epoch(): number {
    return Math.min(this.#epoch + 1, this.#config.epochs);
  }

  /** Steps completed over all epochs. */
  get step(): number {
    return this.#epoch * this.stepsPerEpoch + this.#batch;
  }

  get epochDone(): boolean {
    return this.#batch === this.stepsPerEpoch;
  }

  get isLastEpoch(): boolean {
    return this.#epoch + 1 >= this.#config.epochs;
  }

  /** At most `count` batches after the next `ahead` ones, never beyond the epoch's end. Does not move. */
  peek(count: number, ahead = 0): Chunk {
    const begin = this.#batch + ahead;
    const end = Math.min(begin + count, this.stepsPerEpoch);
    const batches = Array.from({ length: end - begin }, (_, i) =>
      batchRows(this.#order, begin + i, this.#config.batch),
    );
    return { batches, imagesNeeded: imagesNeeded(this.#total, this.#epoch, end * this.#config.batch) };
  }

  advance(count: number): void {
    this.#batch += count;
  }

  nextEpoch(): void {
    this.#epoch++;
    this.#batch = 0;
    this.#order = epochOrder(this.#total, this.#epoch, this.#config.seed);
  }
}
