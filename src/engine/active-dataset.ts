/** The data set in use. Another replaces it when its source fails later, or when a retry finds MNIST. */
import { PIXELS } from '../core/types.ts';
import type { Dataset } from './data/dataset.ts';
import { openDataset, type OpenDatasetOptions } from './data/open-dataset.ts';
import { EngineError, type EngineEvent, type Sample, type StartOptions, notStarted } from './engine.ts';

/** For tests only. */
type Overrides = OpenDatasetOptions['overrides'];

export class ActiveDataset {
  readonly #emit: (event: EngineEvent) => void;
  readonly #overrides: Overrides;
  #dataset: Dataset | null = null;
  #reopen: (() => Promise<void>) | null = null;
  #retrying: Promise<void> | null = null;
  /** Aborts the opening that the data set in use comes from. */
  #endCurrent: () => void = () => undefined;

  constructor(emit: (event: EngineEvent) => void, overrides?: Overrides) {
    this.#emit = emit;
    this.#overrides = overrides;
  }

  get current(): Dataset {
    return this.#dataset ?? notStarted();
  }

  /** Settles with the first data set; `onDataset` gets it and every later one. */
  async open(options: StartOptions, signal: AbortSignal, onDataset: (dataset: Dataset) => void): Promise<void> {
    this.#reopen = () => this.#openFrom(options, signal, onDataset, true);
    await this.#openFrom(options, signal, onDataset, false);
  }

  /** As `Engine.retryData`. Calls during an attempt share it. */
  async retry(): Promise<void> {
    if (this.#retrying) return this.#retrying;
    if (this.current.name === 'mnist') throw new EngineError('state', 'MNIST is in use already');
    this.#retrying = (this.#reopen ?? notStarted)();
    try {
      await this.#retrying;
    } finally {
      this.#retrying = null;
    }
  }

  async #openFrom(
    { data: choice, baseUrl }: StartOptions,
    signal: AbortSignal,
    onDataset: (dataset: Dataset) => void,
    again: boolean,
  ): Promise<void> {
    const opening = new AbortController();
    const abort = () => opening.abort(signal.reason);
    signal.addEventListener('abort', abort, { once: true });
    const end = () => {
      signal.removeEventListener('abort', abort);
      opening.abort();
    };
    await new Promise<void>((resolve, reject) => {
      openDataset({
        choice,
        baseUrl,
        again,
        signal: opening.signal,
        onReport: (report) => this.#emit({ type: 'data', report }),
        onNotice: (notice) => this.#emit({ type: 'notice', notice }),
        onDataset: (dataset) => {
          this.#dataset = dataset;
          // Before the former ends: a run that waits for its images then looks for the next data set.
          onDataset(dataset);
          if (this.#endCurrent !== end) this.#endCurrent();
          this.#endCurrent = end;
          resolve();
        },
        ...(this.#overrides && { overrides: this.#overrides }),
      }).then(resolve, reject);
      if (signal.aborted) abort();
    });
    // The attempt has found no MNIST, so nothing of it is in use.
    if (this.#endCurrent !== end) end();
  }

  /** An image of the test set: the one at `index`, or a random loaded one. */
  async sample(index?: number): Promise<Sample> {
    const { test } = this.current;
    if (index !== undefined && index >= test.total)
      throw new EngineError('range', `index must be below ${test.total}, not ${index}`);
    await test.whenLoaded((index ?? 0) + 1);
    const at = index ?? Math.floor(Math.random() * test.loaded);
    return { index: at, label: test.labels[at] ?? 0, pixels: test.images.slice(at * PIXELS, (at + 1) * PIXELS) };
  }
}
