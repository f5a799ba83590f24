/**
 * The engine itself: owns the backend, the data set, the model in use and the run, and does what `Engine` says.
 * It lives in a worker, or in the page where no worker can start; it knows nothing of either.
 *
 * Commands that change the model or the run go through `#exclusive`, one after the other.
 */
import type { RunConfig } from '../core/config.ts';
import { defaultConfig } from '../core/config.ts';
import { messageOf } from '../core/message-of.ts';
import { type Evaluation, PIXELS, type Prediction, type RunState } from '../core/types.ts';
import { BackendInUse } from './backend-in-use.ts';
import { pretrainedFor } from './checkpoints/pretrained.ts';
import { decodeWeights, encodeWeights } from './checkpoints/weights-file.ts';
import { DatasetInUse } from './dataset-in-use.ts';
import {
  type DrawingStep,
  type Engine,
  EngineError,
  type EngineEvent,
  type EngineListener,
  type ImportedWeights,
  type RunEnd,
  type Sample,
  type StartOptions,
  notStarted,
} from './engine.ts';
import { type ModelInUse, createModel, disposeModel, reportOf } from './model-in-use.ts';
import { Network } from './model/network.ts';
import { OneStep } from './one-step.ts';
import { evaluateAll, predict } from './training/evaluate.ts';
import { TrainingRun } from './training/training-run.ts';
import { Watch } from './watch.ts';

export function createHost(): Engine {
  return new Host();
}

class Host implements Engine {
  readonly #listeners = new Set<EngineListener>();
  readonly #abort = new AbortController();
  readonly #backend = new BackendInUse((event) => this.#emit(event));
  readonly #data = new DatasetInUse((event) => this.#emit(event));
  readonly #watch = new Watch((event) => this.#emit(event));
  readonly #oneStep = new OneStep((event) => this.#emit(event));
  #queue: Promise<unknown> = Promise.resolve();
  #model: ModelInUse | null = null;
  #run: TrainingRun | null = null;
  #runs = 0;

  async start(options: StartOptions): Promise<void> {
    if (this.#backend.isOpen) throw new EngineError('state', 'The engine has been started already');
    this.#announce('loading');
    const data = this.#data.open(options, this.#abort.signal, (dataset) => this.#run?.replaceDataset(dataset));
    const weights = pretrainedFor(options, this.#abort.signal, (event) => this.#emit(event));
    await this.#backend.open(options, (reason) => this.#fatal(new EngineError('backend', reason)));
    this.#use(createModel(options.config, await weights));
    this.#backend.warnOfFallback(options);
    await data;
    this.#announce('idle');
  }

  async train(config?: RunConfig): Promise<RunEnd> {
    const run = await this.#exclusive(async () => {
      const standing = this.#run;
      if (!config && standing && (standing.state === 'running' || standing.state === 'paused')) return standing;
      return this.#newRun(config);
    });
    const end = await this.#play(run);
    return run === this.#run ? end : 'reset';
  }

  async pause(): Promise<void> {
    await this.#run?.pause();
  }

  async resume(): Promise<void> {
    const run = this.#run;
    if (run?.state !== 'running' && run?.state !== 'paused')
      throw new EngineError('state', 'There is no paused run to resume; start one with train()');
    // `play` sets the state at once; how the run ends is told to whoever asked for it with `train`.
    void this.#play(run);
  }

  async step(): Promise<void> {
    const run = await this.#exclusive(async () => {
      const standing = this.#run;
      return standing?.state === 'running' || standing?.state === 'paused' ? standing : this.#newRun();
    });
    this.#setOrigin('training');
    this.#oneStep.drop();
    await run.playOne();
    this.#afterRun(run);
    await this.#watch.update(this.#network(), momentOf(run));
  }

  async reset(config?: RunConfig): Promise<void> {
    await this.#exclusive(async () => {
      await this.#dropRun();
      this.#use(createModel(config ?? this.#modelInUse().config));
      this.#runs++;
      this.#announce('idle');
    });
    await this.#watch.update(this.#network());
  }

  async setLearningRate(lr: number): Promise<void> {
    const model = this.#modelInUse();
    model.config = { ...model.config, lr };
    if (this.#run) this.#run.setLearningRate(lr);
    else model.path.setLearningRate(lr);
    this.#emit({ type: 'model', report: reportOf(model) });
  }

  async predict(pixels: Float32Array): Promise<Prediction> {
    if (pixels.length !== PIXELS) throw new EngineError('argument', `predict needs ${PIXELS} pixels`);
    this.#run?.hurry();
    return predict(this.#network(), pixels);
  }

  async watch(pixels: Float32Array | null, watchId: number): Promise<void> {
    this.#watch.set(pixels, watchId);
    if (this.#model) await this.#watch.update(this.#model.network);
  }

  async learnDrawing(pixels: Float32Array, label: number): Promise<DrawingStep> {
    return this.#exclusive(async () => {
      await this.#run?.rest();
      const step = await this.#oneStep.take(this.#modelInUse(), pixels, label);
      await this.#watch.update(this.#network());
      return step;
    });
  }

  async undoLearning(): Promise<void> {
    await this.#exclusive(async () => {
      await this.#run?.rest();
      this.#oneStep.undo(this.#modelInUse());
      await this.#watch.update(this.#network());
    });
  }

  /** With a copy of the weights, so that a run going on does not change them between the first image and the last. */
  async evaluate(): Promise<Evaluation> {
    const { test } = this.#data.current;
    await test.whenLoaded(test.total);
    const { network } = this.#modelInUse();
    const copy = new Network(network.spec, await network.values());
    try {
      return await evaluateAll(copy, test);
    } finally {
      copy.dispose();
    }
  }

  async sample(index?: number): Promise<Sample> {
    return this.#data.sample(index);
  }

  async retryData(): Promise<void> {
    await this.#data.retry();
  }

  async exportWeights(): Promise<ArrayBuffer> {
    const { config, network, epochs, testAccuracy } = this.#modelInUse();
    return encodeWeights({ config, values: await network.values(), epochs, testAccuracy });
  }

  async importWeights(file: ArrayBuffer): Promise<ImportedWeights> {
    const decoded = decodeWeights(file);
    await this.#exclusive(async () => {
      await this.#dropRun();
      const { model, layers } = decoded.config;
      const standing = this.#modelInUse().config;
      // The file's architecture, with the reader's own hyper-parameters where they still mean something.
      const base = standing.model === model ? standing : defaultConfig(model);
      this.#use(createModel({ ...base, layers }, { ...decoded, origin: 'imported' }));
      this.#runs++;
      this.#announce('idle');
    });
    await this.#watch.update(this.#network());
  }

  subscribe(listener: EngineListener): () => void {
    this.#listeners.add(listener);
    const { config, epochs, testAccuracy } = decoded;
    return { model: config.model, epochs, testAccuracy };
    return () => this.#listeners.delete(listener);
  }

  dispose(): void {
    this.#abort.abort();
    this.#listeners.clear();
    const run = this.#run;
    this.#run = null;
    void Promise.resolve(run?.pause()).finally(() => {
      this.#oneStep.drop();
      if (this.#model) disposeModel(this.#model);
      this.#model = null;
      this.#backend.release();
    });
  }

  async #newRun(config = this.#modelInUse().config): Promise<TrainingRun> {
    await this.#dropRun();
    // The new one first: where memory is short this fails, and the former model stands.
    this.#use(createModel(config));
    const { network, path } = this.#modelInUse();
    this.#runs++;
    const run = new TrainingRun({
      id: this.#runs,
      config,
      network,
      path,
      dataset: this.#data.current,
      emit: (event) => {
        if (event.type === 'epoch') this.#noteEpoch(event.result.epoch, event.result.testAccuracy);
        this.#emit(event);
      },
      onWeights: () => this.#watch.updateIfDue(network, momentOf(run)),
      onFatal: (error) => this.#fatal(error),
    });
    this.#run = run;
    await this.#watch.update(network, momentOf(run));
    return run;
  }

  async #play(run: TrainingRun): Promise<RunEnd> {
    this.#setOrigin('training');
    this.#oneStep.drop();
    const end = await run.play();
    this.#afterRun(run);
    if (run === this.#run && end !== 'error') await this.#watch.update(this.#network(), momentOf(run));
    return end;
  }

  #afterRun(run: TrainingRun): void {
    if (run === this.#run && run.state === 'finished') this.#setOrigin('trained');
  }

  #noteEpoch(epochs: number, testAccuracy: number): void {
    Object.assign(this.#modelInUse(), { epochs, testAccuracy });
  }

  async #dropRun(): Promise<void> {
    const run = this.#run;
    this.#run = null;
    await run?.pause();
  }

  #use(model: ModelInUse): void {
    this.#oneStep.drop();
    const former = this.#model;
    this.#model = model;
    if (former) disposeModel(former);
    model.path.onChange = () => {
      if (model === this.#model) this.#backend.report(model.path.id);
    };
    this.#emit({ type: 'model', report: reportOf(model) });
    this.#backend.report(model.path.id);
  }

  #setOrigin(origin: ModelInUse['origin']): void {
    const model = this.#modelInUse();
    if (model.origin === origin) return;
    model.origin = origin;
    this.#emit({ type: 'model', report: reportOf(model) });
  }

  #fatal(error: unknown): void {
    this.#run = null;
    this.#announce('error');
    this.#emit({ type: 'fatal', reason: messageOf(error) });
  }

  #announce(state: RunState): void {
    this.#emit({ type: 'state', runId: this.#runs, state, epoch: 0, step: 0 });
  }

  #emit(event: EngineEvent): void {
    for (const listener of this.#listeners) listener(event);
  }

  #exclusive<T>(work: () => Promise<T>): Promise<T> {
    const done = this.#queue.then(work);
    // The next in line starts whether or not this one failed; its own caller hears of the failure.
    this.#queue = done.catch(() => undefined);
    return done;
  }

  #modelInUse(): ModelInUse {
    return this.#model ?? notStarted();
  }

  #network(): Network {
    return this.#modelInUse().network;
  }
}

function momentOf({ id: runId, step }: TrainingRun): { readonly runId: number; readonly step: number } {
  return { runId, step };
}
