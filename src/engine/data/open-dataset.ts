/**
 * Finds a data set that works: MNIST beside the page, then its public mirror, then the built-in digits. A source is
 * handed over with its first block, before it is known to be whole; if it fails later, the next one replaces it.
 */
import { messageOf } from '../../core/message-of.ts';
import type { DataSourceName, Notice } from '../../core/notices.ts';
import type { DataChoice } from '../../core/types.ts';
import { EngineError } from '../engine.ts';
import type { DataFailure, DataReport } from '../engine.ts';
import { DataError, dataErrorOf } from './data-error.ts';
import type { Dataset } from './dataset.ts';
import { type Fetch, STALL_MS, plainFetch } from './fetch-bytes.ts';
import { openKeptFiles, withoutDropped, type KeptFiles } from './kept-files.ts';
import { CORS_MIRROR, MNIST_FILES } from './mnist-files.ts';
import type { IdxFiles } from './mnist-files.ts';
import { openMnist } from './mnist.ts';
import type { OpenSource } from './mnist.ts';
import { PLATFORM_RECONNECTION, type Reconnection } from './reconnection.ts';
import { throttleReports } from './report-throttle.ts';

/** Images with which training may begin. */
const FIRST_BLOCK = 4096;
const REPORT_INTERVAL_MS = 100;

export interface OpenDatasetOptions {
  readonly choice: DataChoice;
  /** Absolute URL of the folder the page is in, with its slash. */
  readonly baseUrl: string;
  readonly signal: AbortSignal;
  /** At most ten a second; the last state is always reported. */
  readonly onReport: (report: DataReport) => void;
  readonly onNotice: (notice: Notice) => void;
  /**
   * The data set to use from now on, with its first block loaded. If its source fails later, called again with the
   * next one, after the notice; then the waiters for the former one's images are rejected.
   */
  readonly onDataset: (dataset: Dataset) => void;
  /**
   * The built-in digits are in use and stay so until MNIST's first block has arrived. Before that there are no
   * reports. If MNIST fails again, one notice is all that happens.
   */
  readonly again?: boolean;
  /** For tests. */
  readonly overrides?: Partial<Overrides>;
}

interface Overrides {
  readonly files: IdxFiles;
  readonly fetch: Fetch;
  readonly openKept: () => Promise<KeptFiles | null>;
  readonly stallMs: number;
  readonly firstBlock: number;
  readonly reconnection: Reconnection;
  readonly createBuiltIn: (options: { signal: AbortSignal; onProgress: () => void }) => Promise<Dataset>;
}

const DEFAULTS: Overrides = {
  files: MNIST_FILES,
  fetch: plainFetch,
  openKept: openKeptFiles,
  stallMs: STALL_MS,
  firstBlock: FIRST_BLOCK,
  reconnection: PLATFORM_RECONNECTION,
  createBuiltIn: async (options) => (await import('./synthetic.ts')).createSyntheticDataset(options),
};

/**
 * Settles when one source has been read to its end; `again` also when none could be handed over. Rejects with the
 * signal's reason when aborted, with an `EngineError` ('data') when every source has failed.
 */
export async function openDataset(options: OpenDatasetOptions): Promise<void> {
  await new Opening(options).run();
}

interface Failure {
  readonly error: DataError;
  /** It was put together from parts, or its parts did not match. */
  readonly mayBeSoundInOnePiece: boolean;
}

class Opening {
  readonly #options: OpenDatasetOptions;
  readonly #with: Overrides;
  readonly #failures: DataFailure[] = [];
  /** The source that was handed over last. */
  #current: OpenSource | null = null;
  /** Shared by all sources. */
  #kept: KeptFiles | null = null;

  constructor(options: OpenDatasetOptions) {
    this.#options = options;
    this.#with = { ...DEFAULTS, ...options.overrides };
  }

  async run(): Promise<void> {
    const { signal } = this.#options;
    try {
      await this.#tryInTurn(this.#sources());
    } catch (error) {
      const gone = signal.aborted
        ? new EngineError('aborted', 'The data set is no longer wanted.')
        : new EngineError('data', `No data set could be loaded: ${messageOf(error)}`, { cause: error });
      this.#current?.discard(gone);
      throw signal.aborted ? signal.reason : gone;
    }
  }

  #sources(): readonly DataSourceName[] {
    return sourcesFor(this.#options.again === true ? 'mnist' : this.#options.choice);
  }

  async #tryInTurn(sources: readonly DataSourceName[]): Promise<void> {
    for (const [index, source] of sources.entries()) {
      const next = sources[index + 1];
      let failure = await this.#attempt(source);
      if (failure?.mayBeSoundInOnePiece === true) {
        this.#report(failure.error, source, source);
        failure = await this.#attempt(source);
      }
      if (!failure) return;
      this.#report(failure.error, source, next);
      if (next === 'built-in' && this.#isSilent) {
        this.#reportRetryFailed(failure.error, source);
        return;
      }
    }
  }

  /** Null if the source was read to its end. */
  async #attempt(name: DataSourceName): Promise<Failure | null> {
    let source: OpenSource | null = null;
    const report = () => {
      if (source && !this.#isSilent) this.#options.onReport(this.#describe(name, source));
    };
    const progress = throttleReports(report, REPORT_INTERVAL_MS);
    try {
      source = await this.#open(name, () => progress.call());
      progress.call();
      const { train } = source.dataset;
      const firstBlock = Math.min(this.#with.firstBlock, train.total);
      await Promise.race([train.whenLoaded(firstBlock), source.complete]);
      this.#handOver(source);
      // The total may not have been reported yet.
      progress.call();
      await source.complete;
      progress.flush();
      return null;
    } catch (error) {
      this.#options.signal.throwIfAborted();
      // Any failure: another source may serve.
      const failure = dataErrorOf(error, name === 'built-in' ? 'synthetic' : 'mnist');
      const isPieced = source?.pieced === true || failure.problem === 'changed';
      return { error: failure, mayBeSoundInOnePiece: isPieced && !failure.passing };
    } finally {
      progress.cancel();
    }
  }

  /** The data set in use is not this opening's: nothing is reported. */
  get #isSilent(): boolean {
    return this.#options.again === true && this.#current === null;
  }

  #handOver(source: OpenSource): void {
    const former = this.#current;
    this.#current = source;
    if (source.dataset.name === 'synthetic' && this.#options.choice !== 'synthetic') {
      this.#options.onNotice({ kind: 'warning', code: 'data-synthetic', params: {} });
    }
    this.#options.onDataset(source.dataset);
    former?.discard(new EngineError('data', 'This data set has been replaced: its source failed.'));
  }

  #report(failure: DataError, source: DataSourceName, next: DataSourceName | undefined): void {
    const { file, problem, detail } = failure;
    this.#failures.push({ source, file, problem, detail });
    if (next === undefined) throw failure;
    if (this.#isSilent) return;
    const params = { file, source, problem, detail, next };
    this.#options.onNotice({ kind: 'warning', code: 'data-source-failed', params });
  }

  #reportRetryFailed({ file, problem, detail }: DataError, source: DataSourceName): void {
    this.#options.onNotice({ kind: 'warning', code: 'data-again-failed', params: { file, source, problem, detail } });
  }

  #describe(source: DataSourceName, { dataset, interrupted }: OpenSource): DataReport {
    const { train, test } = dataset;
    return {
      dataset: dataset.name,
      source,
      loaded: train.loaded + test.loaded,
      total: train.total + test.total,
      trainTotal: train.total,
      testTotal: test.total,
      failures: [...this.#failures],
      ...(interrupted && { interrupted }),
    };
  }

  async #open(name: DataSourceName, onProgress: () => void): Promise<OpenSource> {
    const { signal } = this.#options;
    switch (name) {
      case 'page':
        return this.#openMnist(new URL('mnist/', this.#options.baseUrl).href, onProgress);
      case 'mirror':
        return this.#openMnist(CORS_MIRROR, onProgress);
      case 'built-in':
        return openBuiltIn(this.#with.createBuiltIn({ signal, onProgress }));
      default:
        return name satisfies never;
    }
  }

  async #openKept(): Promise<KeptFiles | null> {
    const kept = await this.#with.openKept();
    return kept && withoutDropped(kept);
  }

  async #openMnist(folderUrl: string, onProgress: () => void): Promise<OpenSource> {
    this.#kept ??= await this.#openKept();
    const { signal } = this.#options;
    signal.throwIfAborted();
    return openMnist({ ...this.#with, kept: this.#kept, signal, onProgress, folderUrl });
  }
}

/** The source that was chosen comes first; then all others, since the page has to work. */
function sourcesFor(choice: DataChoice): readonly DataSourceName[] {
  switch (choice) {
    case 'auto':
    case 'mnist':
      return ['page', 'mirror', 'built-in'];
    case 'synthetic':
      return ['built-in', 'page', 'mirror'];
    default:
      return choice satisfies never;
  }
}

async function openBuiltIn(created: Promise<Dataset>): Promise<OpenSource> {
  const dataset = await created.catch((error: unknown) => {
    // Their code is loaded on demand, and that request can fail.
    throw new DataError('network', 'synthetic', messageOf(error), { cause: error });
  });
  const sets = [dataset.train, dataset.test];
  const complete = Promise.all(sets.map((set) => set.whenLoaded(set.total))).then(() => undefined);
  return { dataset, complete, interrupted: false, pieced: false, discard: () => undefined };
}
