/** The data set that there is now; another takes its place where a source fails later. */
import { PIXELS } from '../core/types.ts';
import type { Dataset } from './data/dataset.ts';
import { openDataset } from './data/open-dataset.ts';
import { EngineError, type EngineEvent, type Sample, type StartOptions, notStarted } from './engine.ts';

export class DatasetInUse {
  readonly #emit: (event: EngineEvent) => void;
  #dataset: Dataset | null = null;

  constructor(emit: (event: EngineEvent) => void) {
    this.#emit = emit;
  }

  get current(): Dataset {
    return this.#dataset ?? notStarted();
  }

  /** Settles with the first data set; later ones are told to `onDataset` as well. */
  async open(
    { data: choice, baseUrl }: StartOptions,
    signal: AbortSignal,
    onDataset: (dataset: Dataset) => void,
  ): Promise<void> {
    await new Promise<void>((resolve, reject) => {
      openDataset({
        choice,
        baseUrl,
        signal,
        onReport: (report) => this.#emit({ type: 'data', report }),
        onNotice: (notice) => this.#emit({ type: 'notice', notice }),
        onDataset: (dataset) => {
          this.#dataset = dataset;
          onDataset(dataset);
          resolve();
        },
      }).catch(reject);
    });
  }

  /** An image of the test set: the one at `index`, or any that is there. */
  async sample(index?: number): Promise<Sample> {
    const { test } = this.current;
    if (index !== undefined && index >= test.total)
      throw new EngineError('range', `index must be below ${test.total}, not ${index}`);
    await test.whenLoaded((index ?? 0) + 1);
    const at = index ?? Math.floor(Math.random() * test.loaded);
    return { index: at, label: test.labels[at] ?? 0, pixels: test.images.slice(at * PIXELS, (at + 1) * PIXELS) };
  }
}
