/**
 * The engine itself: owns the backend, the data set, the model in use and the run, and does what `Engine` says.
 * It lives in a worker, or in the page where no worker can start; it knows nothing of either.
 *
 * Commands that change the model or the run go through `#exclusive`, one after the other; those that only ask for
 * something wait for their turn there.
 */
import type { RunConfig } from '../core/config.ts';
import { defaultConfig } from '../core/config.ts';
import { messageOf } from '../core/message-of.ts';
import { type Evaluation, PIXELS, type Prediction } from '../core/types.ts';
import { ActiveBackend } from './active-backend.ts';
import { pretrainedFor } from './checkpoints/pretrained.ts';
import { decodeWeights, encodeWeights } from './checkpoints/weights-file.ts';
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
  /** How often a run was to be set going, and how many of those times a later pause has withdrawn. */
  #starts = 0;
  #withdrawn = 0;

  async start(options: StartOptions): Promise<void> {
    if (this.#backend.isOpen) throw new EngineError('state', 'The engine has been started already');
    this.#owner.announce('loading');
    const data = this.#data.open(options, this.#abort.signal, (dataset) => this.#owner.run?.replaceDataset(dataset));
    // Awaited below, unless the backend fails first: then its failure is the answer.
    data.catch(() => undefined);
    const weights = pretrainedFor(options, this.#abort.signal, (event) => this.#emit(event));
    await this.#backend.open(options, (reason) => this.#fatal(new EngineError('backend', reason)));
    this.#owner.adopt(await allocateModel(options.config, await weights));
    this.#backend.warnOfFallback(options);
    await data;
    this.#owner.announce('idle');
  }

  async train(config?: RunConfig, { goOn = !config }: TrainOptions = {}): Promise<RunEnd> {
    const start = ++this.#starts;
    const run = await this.#exclusive(async () => (goOn ? this.#owner.underWay : null) ?? this.#owner.begin(config));
    const end = await this.#play(run, start);
    return run === this.#owner.run ? end : 'reset';
  }

  async pause(): Promise<void> {
    this.#withdrawn = this.#starts;
    // A run that is just being made can't be paused yet, but is to be there, and not to start, when this settles.
    await Promise.all([this.#owner.run?.pause(), this.#queue]);
  }

  async resume(): Promise<void> {
    const start = ++this.#starts;
    const run = await this.#exclusive(async () => this.#owner.underWay);
    if (!run) throw new EngineError('state', 'There is no paused run to resume; start one with train()');
    // The caller of `train` is answered with the end of the run; a failure has no other caller to go to.
    this.#play(run, start).catch((error: unknown) => this.#fatal(error));
    await run.begun();
  }

  async step(config?: RunConfig): Promise<void> {
    const start = ++this.#starts;
    const run = await this.#exclusive(async () => this.#owner.underWay ?? this.#owner.begin(config));
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

  /** With a copy of the weights: a run that continues would change them between the first image and the last. */
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
    const decoded = decodeWeights(file);
    await this.#exclusive(async () => {
      const { model, layers } = decoded.config;
      const standing = this.#owner.model.config;
      // The file's architecture, with the reader's own hyper-parameters where they still mean something.
      const base = standing.model === model ? standing : defaultConfig(model);
      await this.#owner.replace({ ...base, layers }, { ...decoded, origin: 'imported' });
    });
    const { config, epochs, testAccuracy } = decoded;
    return { model: config.model, epochs, testAccuracy };
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
    // No listener is left to report a failure to.
    this.#owner.dispose().then(release, release);
  }

  /** Unless a pause has withdrawn that start meanwhile. */
  async #play(run: TrainingRun, start: number): Promise<RunEnd> {
    if (start <= this.#withdrawn) return run.stay();
    this.#owner.prepare();
    const end = await run.play();
    await this.#owner.settle(run);
    return end;
  }

  /** Ends the engine, once: later failures follow from the first. */
  #fatal(error: unknown): void {
    if (this.#failed) return;
    this.#failed = true;
    this.#owner.fail();
    this.#emit({ type: 'fatal', reason: messageOf(error), cause: fatalCauseOf(error) });
  }

  #emit(event: EngineEvent): void {
    for (const listener of this.#listeners) listener(event);
  }

  /** Runs a question when all that was asked for before it is done; the next command does not wait for the answer. */
  async #inTurn<T>(question: () => Promise<T>): Promise<T> {
    await this.#exclusive(async () => undefined);
    return this.#guard(question);
  }

  #exclusive<T>(work: () => Promise<T>): Promise<T> {
    const done = this.#queue.then(() => this.#guard(work));
    // The next one starts even if this one failed; its own caller gets the failure.
    this.#queue = done.catch(() => undefined);
    return done;
  }

  /** A device that fails during a command ends the engine, as it does during a run. The caller gets the error too. */
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
