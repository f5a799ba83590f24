/** A run's position, its data set and the sums of the current epoch, and their part of a snapshot. */
import type { RunConfig } from '../../core/config.ts';
import type { Dataset } from '../data/dataset.ts';
import type { RunSnapshot } from '../snapshot.ts';
import { EpochRecord } from './epoch-record.ts';
import { NOTHING_EVALUATED } from './evaluate.ts';
import { RunPosition } from './run-position.ts';

export type ProgressSnapshot = Omit<RunSnapshot, 'optimizer'>;

export class Progress {
  readonly #config: RunConfig;
  #dataset: Dataset;
  #position: RunPosition;
  #record = new EpochRecord();

  constructor(dataset: Dataset, config: RunConfig) {
    this.#config = config;
    this.#dataset = dataset;
    this.#position = new RunPosition(dataset.train.total, config);
  }

  get dataset(): Dataset {
    return this.#dataset;
  }

  /** A new object after `restore` and after a data set in another order. */
  get position(): RunPosition {
    return this.#position;
  }

  get record(): EpochRecord {
    return this.#record;
  }

  nextRecord(): void {
    this.#record = new EpochRecord();
  }

  /** A set of another size has another order: the current epoch restarts. */
  replaceDataset(dataset: Dataset, finished: boolean): void {
    const before = this.snapshot(finished);
    this.#dataset = dataset;
    if (!this.#isOn(before)) this.restore(before);
  }

  /** Waits for images; false when interrupted first, or when the data set was replaced meanwhile. */
  async hasLoaded(part: 'train' | 'test', count: number, interruption: Promise<void>): Promise<boolean> {
    const dataset = this.#dataset;
    if (dataset[part].loaded >= count) return true;
    const interrupted = interruption.then(() => false);
    try {
      const loaded = dataset[part].whenLoaded(count).then(() => dataset === this.#dataset);
      return await Promise.race([loaded, interrupted]);
    } catch (error) {
      // The former source failed, and the next one has replaced it: continue with that.
      if (dataset !== this.#dataset) return false;
      throw error;
    }
  }

  snapshot(finished: boolean): ProgressSnapshot {
    const { name, train } = this.#dataset;
    const { epoch, batch } = this.#position.cursor;
    return {
      ...(finished ? { epoch: epoch + 1, batch: 0 } : { epoch, batch }),
      dataset: { name, trainTotal: train.total },
      record: this.#record.snapshot(),
      finished,
    };
  }

  /** On other images than the snapshot's, the run restarts the snapshot's epoch. */
  restore(snapshot: ProgressSnapshot): void {
    const { train, test } = this.#dataset;
    const { epoch, batch, record, finished } = snapshot;
    this.#record = new EpochRecord();
    if (finished) {
      this.#position = RunPosition.finished(train.total, this.#config);
    } else if (this.#isOn(snapshot)) {
      this.#position = new RunPosition(train.total, this.#config, { epoch, batch });
      const tested = record.test.done < test.total ? record.test : NOTHING_EVALUATED;
      this.#record = new EpochRecord({ ...record, test: tested });
    } else {
      this.#position = new RunPosition(train.total, this.#config, { epoch, batch: 0 });
    }
  }

  #isOn({ dataset }: ProgressSnapshot): boolean {
    return this.#dataset.name === dataset.name && this.#dataset.train.total === dataset.trainTotal;
  }
}
