/** An engine for tests: it records its calls, emits what the test emits, and does nothing by itself. */
import { defaultConfig, type RunConfig } from '../../core/config.ts';
import { PIXELS, type Evaluation, type Prediction, type RunState } from '../../core/types.ts';
import type {
  BackendReport,
  DataReport,
  DrawingStep,
  Engine,
  EngineEvent,
  EngineListener,
  ImportedWeights,
  ModelReport,
  RunEnd,
  Sample,
  StartOptions,
  TrainOptions,
} from '../../engine/engine.ts';
import type { Snapshot } from '../../engine/snapshot.ts';

export interface Call {
  readonly name: keyof Engine;
  readonly args: readonly unknown[];
}

export const BACKEND: BackendReport = {
  backend: 'wasm',
  path: 'wasm-written-out',
  device: 'WASM SIMD',
  software: false,
  passedOver: [],
};

export const DATA: DataReport = {
  dataset: 'synthetic',
  source: 'built-in',
  loaded: 70_000,
  total: 70_000,
  trainTotal: 60_000,
  testTotal: 10_000,
  failures: [],
};

export function modelReport(config: RunConfig = defaultConfig()): ModelReport {
  return { model: config.model, parameters: 720_950, weights: 'random', config };
}

/** With p = 0.91 for `digit`. */
export function predictionOf(digit: number): Prediction {
  const probabilities = Array.from({ length: 10 }, (_, i) => (i === digit ? 0.91 : 0.01));
  return { digit, logits: probabilities.map((p) => Math.log(p)), probabilities };
}

/** Without weights and without a run, unless `run` says otherwise. */
export function snapshotOf(config: RunConfig = defaultConfig(), run: Snapshot['run'] = null): Snapshot {
  return { version: 1, config, origin: 'training', epochs: 0, testAccuracy: null, weights: [], run };
}

export class FakeEngine implements Engine {
  readonly calls: Call[] = [];
  readonly listeners = new Set<EngineListener>();
  disposed = false;
  /** The latest run's id. */
  runs = 1;
  /** `start` waits for this. */
  starting: Promise<void> = Promise.resolve();
  /** The answer of `predict` and `watch`. */
  answer: (pixels: Float32Array) => Promise<Prediction> = () => Promise.resolve(predictionOf(7));
  runEnd: Promise<RunEnd> = Promise.resolve('finished');
  /** The latest model report. */
  #model = modelReport();

  emit(event: EngineEvent): void {
    if (event.type === 'model') this.#model = event.report;
    for (const listener of this.listeners) listener(event);
  }

  enter(state: RunState, step = 0): void {
    this.emit({ type: 'state', runId: 1, state, epoch: step > 0 ? 1 : 0, step });
  }

  called(name: keyof Engine): readonly Call[] {
    return this.calls.filter((call) => call.name === name);
  }

  async start(options: StartOptions): Promise<void> {
    this.#note('start', options);
    await this.starting;
    this.emit({ type: 'backend', report: BACKEND });
    this.emit({ type: 'data', report: DATA });
    this.emit({ type: 'model', report: modelReport(options.config) });
    this.enter('idle');
  }

  train(config?: RunConfig, options?: TrainOptions): Promise<RunEnd> {
    this.#note('train', config, ...(options ? [options] : []));
    return this.runEnd;
  }

  async pause(): Promise<void> {
    this.#note('pause');
  }

  async resume(): Promise<void> {
    this.#note('resume');
  }

  async step(config?: RunConfig): Promise<void> {
    this.#note('step', config);
  }

  async reset(config?: RunConfig): Promise<void> {
    this.#note('reset', config);
  }

  async setLearningRate(lr: number): Promise<void> {
    this.#note('setLearningRate', lr);
    this.emit({ type: 'model', report: { ...this.#model, config: { ...this.#model.config, lr } } });
  }

  predict(pixels: Float32Array): Promise<Prediction> {
    this.#note('predict', pixels);
    return this.answer(pixels);
  }

  async watch(pixels: Float32Array | null, watchId: number): Promise<void> {
    this.#note('watch', pixels, watchId);
    if (pixels) this.emit({ type: 'prediction', prediction: await this.answer(pixels), watchId });
  }

  async learnDrawing(pixels: Float32Array, label: number): Promise<DrawingStep> {
    this.#note('learnDrawing', pixels, label);
    this.emit({ type: 'learned', steps: this.called('learnDrawing').length });
    return { before: predictionOf(7), after: predictionOf(label), rate: 0.25 };
  }

  async retryData(): Promise<void> {
    this.#note('retryData');
  }

  async undoLearning(): Promise<void> {
    this.#note('undoLearning');
    this.emit({ type: 'learned', steps: 0 });
  }

  async evaluate(): Promise<Evaluation> {
    this.#note('evaluate');
    return { loss: 0.1, accuracy: 0.97, correct: 9700, total: 10_000 };
  }

  async sample(index = 3): Promise<Sample> {
    this.#note('sample', index);
    return { index, label: 4, pixels: new Uint8Array(PIXELS).fill(9) };
  }

  async exportWeights(): Promise<ArrayBuffer> {
    this.#note('exportWeights');
    return new ArrayBuffer(8);
  }

  async importWeights(file: ArrayBuffer): Promise<ImportedWeights> {
    this.#note('importWeights', file);
    return { model: 'mlp', epochs: 9, testAccuracy: 0.97, notes: [] };
  }

  async snapshot(): Promise<Snapshot> {
    this.#note('snapshot');
    return snapshotOf();
  }

  async restore(snapshot: Snapshot): Promise<void> {
    this.#note('restore', snapshot);
    const { config, origin, run } = snapshot;
    this.emit({ type: 'model', report: { ...modelReport(config), weights: origin } });
    const stepsPerEpoch = Math.ceil(DATA.trainTotal / config.batch);
    const [epoch, step] = run ? [run.epoch + 1, run.epoch * stepsPerEpoch + run.batch] : [0, 0];
    const state = run ? (run.finished ? 'finished' : 'paused') : 'idle';
    this.emit({ type: 'state', runId: ++this.runs, state, epoch: Math.min(epoch, config.epochs), step });
  }

  subscribe(listener: EngineListener): () => void {
    this.listeners.add(listener);
    return () => this.listeners.delete(listener);
  }

  dispose(): void {
    this.disposed = true;
    this.#note('dispose');
  }

  #note(name: keyof Engine, ...args: readonly unknown[]): void {
    this.calls.push({ name, args });
  }
}

export interface Deferred<T> {
  readonly promise: Promise<T>;
  readonly resolve: (value: T) => void;
  readonly reject: (error: unknown) => void;
}

/** A promise that the test settles. */
export function deferred<T>(): Deferred<T> {
  const settle: { resolve?: (value: T) => void; reject?: (error: unknown) => void } = {};
  const promise = new Promise<T>((resolve, reject) => {
    settle.resolve = resolve;
    settle.reject = reject;
  });
  return { promise, resolve: (value) => settle.resolve?.(value), reject: (error) => settle.reject?.(error) };
}
