/**
 * The engine itself: owns the backend, the data set, the model and the run. It does not know whether it lives in a
 * worker or in the page.
 *
 * Commands that change the model or the run go through `#exclusive`, one at a time. Questions wait for the commands
 * before them (`#inTurn`); later commands do not wait for their answers.
 */
import type { RunConfig } from '../core/config.ts';
import { defaultConfig } from '../core/config.ts';
import { messageOf } from '../core/message-of.ts';
import { type Evaluation, PIXELS, type Prediction } from '../core/types.ts';
import { ActiveBackend } from './active-backend.ts';
import { pretrainedFor } from './checkpoints/pretrained.ts';
import { encodeWeights, readWeights } from './checkpoints/weights-file.ts';
import { ActiveDataset } from './active-dataset.ts';
import {
  type DrawingStep,
  type Engine,
  EngineError,
  type EngineEvent,
  type EngineListener,
  type FatalCause,
  type ImportedWeights,
  type RunEnd,
  type Sample,
  type StartOptions,
  type TrainOptions,
} from './engine.ts';
import { allocateModel } from './active-model.ts';
import { Network } from './model/network.ts';
import { OneStep } from './one-step.ts';
import { ModelOwner } from './model-owner.ts';
import type { Snapshot } from './snapshot.ts';
import { evaluateAll, predict } from './training/evaluate.ts';
import type { TrainingRun } from './training/training-run.ts';
import { PredictionWatch } from './prediction-watch.ts';

export function createHost(): Engine {
  return new Host();
}

class Host implements Engine {
  readonly #listeners = new Set<EngineListener>();
  readonly #abort = new AbortController();
  readonly #backend = new ActiveBackend((event) => this.#emit(event));
  readonly #data = new ActiveDataset((event) => this.#emit(event));
  readonly #watch = new PredictionWatch((event) => this.#emit(event));
  readonly #oneStep = new OneStep((event) => this.#emit(event));
  readonly #owner = new ModelOwner({
    backend: this.#backend,
    data: this.#data,
    watch: this.#watch,
    oneStep: this.#oneStep,
    emit: (event) => this.#emit(event),
    onFatal: (error) => this.#fatal(error),
  });
  #queue: Promise<unknown> = Promise.resolve();
  #failed = false;
  /** Counts the calls that start a run; a pause withdraws all of them so far. */
  #starts = 0;
  #withdrawn = 0;

  async start(options: StartOptions): Promise<void> {
    if (this.#backend.isOpen) throw new EngineError('state', 'The engine has been started already');
    this.#owner.announce('loading');
    const data = this.#data.open(options, this.#abort.signal, (dataset) => this.#owner.run?.replaceDataset(dataset));
    // Awaited below, unless the backend fails first. Then start rejects with that failure.
    data.catch(() => undefined);
    const weights = pretrainedFor(options, this.#abort.signal, (event) => this.#emit(event));
    await this.#backend.open(options, (reason) => this.#fatal(new EngineError('backend', reason)));
    this.#owner.adopt(await allocateModel(options.config, await weights));
    this.#backend.warnOfFallback(options);
    await data;
    this.#owner.announce('idle');
  }

  async train(config?: RunConfig, { continueRun = !config }: TrainOptions = {}): Promise<RunEnd> {
    const start = ++this.#starts;
    const run = await this.#exclusive(
      async () => (continueRun ? this.#owner.unfinishedRun : null) ?? this.#owner.begin(config),
    );
    const end = await this.#play(run, start);
    return run === this.#owner.run ? end : 'reset';
  }

  async pause(): Promise<void> {
    this.#withdrawn = this.#starts;
    // The queue may still create a run. It exists, without having started, when this settles.
    await Promise.all([this.#owner.run?.pause(), this.#queue]);
  }

  async resume(): Promise<void> {
    const start = ++this.#starts;
    const run = await this.#exclusive(async () => this.#owner.unfinishedRun);
    if (!run) throw new EngineError('state', 'There is no paused run to resume; start one with train()');
    // `train` returns the end of the run. A failure here has no caller to reject to.
    this.#play(run, start).catch((error: unknown) => this.#fatal(error));
    await run.begun();
  }

  async step(config?: RunConfig): Promise<void> {
    const start = ++this.#starts;
    const run = await this.#exclusive(async () => this.#owner.unfinishedRun ?? this.#owner.begin(config));
    if (start <= this.#withdrawn) {
      await run.stay();
      return;
    }
    this.#owner.prepare();
    await run.playOne();
    await this.#owner.settle(run);
  }

  async reset(config?: RunConfig): Promise<void> {
    await this.#exclusive(() => this.#owner.replace(config ?? this.#owner.model.config));
  }

  async setLearningRate(lr: number): Promise<void> {
    await this.#inTurn(async () => this.#owner.setLearningRate(lr));
  }

  async predict(pixels: Float32Array): Promise<Prediction> {
    if (pixels.length !== PIXELS) throw new EngineError('argument', `predict needs ${PIXELS} pixels`);
    return this.#inTurn(() => {
      this.#owner.run?.prioritizeInput();
      return predict(this.#owner.network, pixels);
    });
  }

  async watch(pixels: Float32Array | null, watchId: number): Promise<void> {
    if (!pixels) {
      this.#watch.stop();
      return;
    }
    this.#owner.run?.prioritizeInput();
    await this.#guard(() => this.#watch.begin(this.#owner.network, pixels, watchId));
  }

  async learnDrawing(pixels: Float32Array, label: number): Promise<DrawingStep> {
    return this.#exclusive(async () => {
      await this.#owner.run?.rest();
      const step = await this.#oneStep.take(this.#owner.model, pixels, label);
      await this.#owner.update();
      return step;
    });
  }

  async undoLearning(): Promise<void> {
    await this.#exclusive(async () => {
      await this.#owner.run?.rest();
      this.#oneStep.undo(this.#owner.model);
      await this.#owner.update();
    });
  }

  /** On a copy of the weights: a run may change them between the first image and the last. */
  async evaluate(): Promise<Evaluation> {
    return this.#inTurn(async () => {
      const { test } = this.#data.current;
      const { network } = this.#owner;
      const copy = new Network(network.spec, await network.values());
      try {
        await test.whenLoaded(test.total);
        return await evaluateAll(copy, test);
      } finally {
        copy.dispose();
      }
    });
  }

  async sample(index?: number): Promise<Sample> {
    return this.#data.sample(index);
  }

  async retryData(): Promise<void> {
    await this.#data.retry();
  }

  async exportWeights(): Promise<ArrayBuffer> {
    return this.#inTurn(async () => {
      const { config, network, epochs, testAccuracy } = this.#owner.model;
      return encodeWeights({ config, values: await network.values(), epochs, testAccuracy });
    });
  }

  async importWeights(file: ArrayBuffer): Promise<ImportedWeights> {
    const { file: decoded, notes } = readWeights(file);
    await this.#exclusive(async () => {
      const { model, layers } = decoded.config;
      const current = this.#owner.model.config;
      // The file's architecture, with the current hyper-parameters if they are for the same model.
      const base = current.model === model ? current : defaultConfig(model);
      await this.#owner.replace({ ...base, layers }, { ...decoded, origin: 'imported' });
    });
    const { config, epochs, testAccuracy } = decoded;
    return { model: config.model, epochs, testAccuracy, notes };
  }

  async snapshot(): Promise<Snapshot> {
    return this.#exclusive(() => this.#owner.snapshot());
  }

  async restore(snapshot: Snapshot): Promise<void> {
    await this.#exclusive(() => this.#owner.restore(snapshot));
  }

  subscribe(listener: EngineListener): () => void {
    this.#listeners.add(listener);
    return () => this.#listeners.delete(listener);
  }

  dispose(): void {
    this.#abort.abort();
    this.#listeners.clear();
    const release = () => this.#backend.release();
    // No listener is left, so a failure is not reported.
    this.#owner.dispose().then(release, release);
  }

  /** Unless a pause has withdrawn this start. */
  async #play(run: TrainingRun, start: number): Promise<RunEnd> {
    if (start <= this.#withdrawn) return run.stay();
    this.#owner.prepare();
    const end = await run.play();
    await this.#owner.settle(run);
    return end;
  }

  /** Ends the engine. Only the first failure is reported: later ones follow from it. */
  #fatal(error: unknown): void {
    if (this.#failed) return;
    this.#failed = true;
    this.#owner.fail();
    this.#emit({ type: 'fatal', reason: messageOf(error), cause: fatalCauseOf(error) });
  }

  #emit(event: EngineEvent): void {
    for (const listener of this.#listeners) listener(event);
  }

  /** Asks when the commands before it are done. Later commands do not wait for the answer. */
  async #inTurn<T>(question: () => Promise<T>): Promise<T> {
    await this.#exclusive(async () => undefined);
    return this.#guard(question);
  }

  #exclusive<T>(work: () => Promise<T>): Promise<T> {
    const done = this.#queue.then(() => this.#guard(work));
    // The next command starts even if this one fails: the failure goes to its own caller.
    this.#queue = done.catch(() => undefined);
    return done;
  }

  /** A device failure ends the engine, as it does during a run. The caller gets the error too. */
  async #guard<T>(work: () => Promise<T>): Promise<T> {
    try {
      return await work();
    } catch (error) {
      if (fatalCauseOf(error) === 'device') this.#fatal(error);
      throw error;
    }
  }
}

function fatalCauseOf(error: unknown): FatalCause {
  const code = error instanceof EngineError ? error.code : 'internal';
  return code === 'backend' ? 'device' : code === 'data' ? 'data' : 'crashed';
}
