/** How far a run has come, on which images, and what the epoch under way adds up to; what a snapshot says of that. */
import type { RunConfig } from '../../core/config.ts';
import type { Dataset } from '../data/dataset.ts';
import type { RunSnapshot } from '../snapshot.ts';
import { EpochRecord } from './epoch-record.ts';
import { NOTHING_EVALUATED } from './evaluate.ts';
import { Schedule } from './schedule.ts';

export type Place = Omit<RunSnapshot, 'optimizer'>;

export class Progress {
  readonly #config: RunConfig;
  #dataset: Dataset;
  #schedule: Schedule;
  #record = new EpochRecord();

  constructor(dataset: Dataset, config: RunConfig) {
    this.#config = config;
    this.#dataset = dataset;
    this.#schedule = new Schedule(dataset.train.total, config);
  }

  get dataset(): Dataset {
    return this.#dataset;
  }

  /** Another object after `goTo` and after images in another order. */
  get schedule(): Schedule {
    return this.#schedule;
  }

  get record(): EpochRecord {
    return this.#record;
  }

  nextRecord(): void {
    this.#record = new EpochRecord();
  }

  /** Images from now on. Another size means another order: the epoch under way starts over. */
  replaceDataset(dataset: Dataset, finished: boolean): void {
    const place = this.place(finished);
    this.#dataset = dataset;
    if (!this.#isOn(place)) this.goTo(place);
  }

  /** Waits for images; false when interrupted first, or the data set was replaced meanwhile. */
  async hasLoaded(part: 'train' | 'test', count: number, interruption: Promise<void>): Promise<boolean> {
    const dataset = this.#dataset;
    if (dataset[part].loaded >= count) return true;
    const interrupted = interruption.then(() => false);
    try {
      const loaded = dataset[part].whenLoaded(count).then(() => dataset === this.#dataset);
      return await Promise.race([loaded, interrupted]);
    } catch (error) {
      // The former source failed and the next one has taken its place: go on with that.
      if (dataset !== this.#dataset) return false;
      throw error;
    }
  }

  place(finished: boolean): Place {
    const { name, train } = this.#dataset;
    const { epoch, batch } = this.#schedule.position;
    return {
      ...(finished ? { epoch: epoch + 1, batch: 0 } : { epoch, batch }),
      dataset: { name, trainTotal: train.total },
      record: this.#record.snapshot(),
      finished,
    };
  }

  /** With other images than those of the place, to the start of its epoch. */
  goTo(place: Place): void {
    const { train, test } = this.#dataset;
    const { epoch, batch, record, finished } = place;
    this.#record = new EpochRecord();
    if (finished) {
      this.#schedule = Schedule.finished(train.total, this.#config);
    } else if (this.#isOn(place)) {
      this.#schedule = new Schedule(train.total, this.#config, { epoch, batch });
      const tested = record.test.done < test.total ? record.test : NOTHING_EVALUATED;
      this.#record = new EpochRecord({ ...record, test: tested });
    } else {
      this.#schedule = new Schedule(train.total, this.#config, { epoch, batch: 0 });
    }
  }

  #isOn({ dataset }: Place): boolean {
    return this.#dataset.name === dataset.name && this.#dataset.train.total === dataset.trainTotal;
  }
}
