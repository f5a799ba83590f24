/**
 * The engine's commands and events. The worker's client, the host in the worker and the fake in tests implement this
 * interface. Nothing here depends on TensorFlow.js.
 */
import type { ModelName, RunConfig } from '../core/config.ts';
import type { DataProblem, DataSourceName, FailureCode, Notice } from '../core/notices.ts';
import type { WeightsFault, WeightsNote } from '../core/weights-fault.ts';
import type {
  BackendChoice,
  BackendName,
  DataChoice,
  DatasetName,
  EpochResult,
  Evaluation,
  Prediction,
  RunState,
  WeightsChoice,
  WeightsOrigin,
} from '../core/types.ts';
import type { Snapshot } from './snapshot.ts';

export interface StartOptions {
  readonly backend: BackendChoice;
  readonly data: DataChoice;
  readonly weights: WeightsChoice;
  readonly config: RunConfig;
  /** Absolute URL of the page's folder, with a final slash: it contains `mnist/` and `weights/`. */
  readonly baseUrl: string;
  /** Backends that have failed on this visit: a new engine tries the others. */
  readonly excluded?: readonly PassedOver[];
}

/** `missing`: no API; `insecure`: none outside of secure contexts; `software`: works, but slower than the next backend; the others failed when tried. */
export type BackendFailure = 'missing' | 'insecure' | 'software' | 'timeout' | 'self-test' | 'error' | 'lost';

export interface PassedOver {
  readonly backend: BackendName;
  readonly why: BackendFailure;
  /** The platform's own message, in English; empty if there is none. */
  readonly detail: string;
}

export interface BackendReport {
  readonly backend: BackendName;
  /** The implementation of the training step in use, for instance `wasm-written-out`. */
  readonly path: string;
  /** The device's name if the platform gives it: `SwiftShader`, `Apple M2`, `WASM SIMD`. */
  readonly device: string;
  /** True if the CPU emulates the GPU. */
  readonly software: boolean;
  readonly passedOver: readonly PassedOver[];
}

export interface DataReport {
  readonly dataset: DatasetName;
  readonly source: DataSourceName;
  /** Images ready for use, training and test together, and how many there will be. */
  readonly loaded: number;
  readonly total: number;
  readonly trainTotal: number;
  readonly testTotal: number;
  /** Why an earlier source was not used, oldest first. */
  readonly failures: readonly DataFailure[];
  /** True while a broken connection is retried. */
  readonly interrupted?: boolean;
}

export interface DataFailure {
  readonly source: DataSourceName;
  readonly file: string;
  readonly problem: DataProblem;
  readonly detail: string;
}

export interface ModelReport {
  readonly model: ModelName;
  readonly parameters: number;
  readonly weights: WeightsOrigin;
  readonly config: RunConfig;
}

/** What a weights file says about its weights. */
export interface ImportedWeights {
  readonly model: ModelName;
  /** Epochs that the weights were trained for; 0 if the file does not say. */
  readonly epochs: number;
  /** In [0, 1]; null if the file does not say. */
  readonly testAccuracy: number | null;
  /** What was changed to load the file. */
  readonly notes: readonly WeightsNote[];
}

export interface TrainOptions {
  /** Continue an unfinished run, and use the config only if there is none. */
  readonly continueRun?: boolean;
}

/** How a run ended or stopped. */
export type RunEnd = 'finished' | 'paused' | 'reset' | 'error';

export interface Sample {
  readonly index: number;
  readonly label: number;
  /** 784 bytes, row-major; 255 is ink. */
  readonly pixels: Uint8Array;
}

/** One gradient step on one drawing, and its answer before and after. */
export interface DrawingStep {
  readonly before: Prediction;
  readonly after: Prediction;
  /** η in w ← w − η·g, chosen for this step; see `engine/one-step.ts`. */
  readonly rate: number;
}

export type EngineEvent =
  | { readonly type: 'backend'; readonly report: BackendReport }
  | { readonly type: 'data'; readonly report: DataReport }
  | { readonly type: 'model'; readonly report: ModelReport }
  | {
      readonly type: 'state';
      readonly runId: number;
      readonly state: RunState;
      readonly epoch: number;
      readonly step: number;
    }
  | MetricsEvent
  | { readonly type: 'epoch'; readonly runId: number; readonly step: number; readonly result: EpochResult }
  /** The test pass has done `done` of `total` images. */
  | { readonly type: 'evaluating'; readonly runId: number; readonly done: number; readonly total: number }
  | PredictionEvent
  /** The number of steps that `undoLearning` would undo: 0 after any other change of the weights. */
  | { readonly type: 'learned'; readonly steps: number }
  | { readonly type: 'notice'; readonly notice: Notice }
  /**
   * What the run needs to continue elsewhere: at its start, every two seconds of training, after every epoch, at every
   * pause and at the end. If taking one is costly, less often: after four seconds of training at most. The arrays belong
   * to the listener.
   */
  | { readonly type: 'snapshot'; readonly snapshot: Snapshot }
  /** The engine has ended. Its owner decides what follows. */
  | { readonly type: 'fatal'; readonly reason: string; readonly cause: FatalCause };

/**
 * How an engine ended. `device`: the GPU was lost, or a readback failed; the backend can't be trusted any more.
 * `data`: every source of the images that a run waits for has failed. `crashed`: its worker failed. `hung`: its worker
 * has stopped answering; it hangs, or was killed.
 */
export type FatalCause = 'device' | 'data' | 'crashed' | 'hung';

/** An answer for the watched image: the first one after `watch`, or a new one because the weights have changed. */
export interface PredictionEvent {
  readonly type: 'prediction';
  readonly prediction: Prediction;
  readonly watchId: number;
  /** The moment of the run whose weights gave it; absent in a first answer and where the weights are no run's. */
  readonly moment?: { readonly runId: number; readonly step: number };
}

/** At most ten a second. Each has every batch since the last one. */
export interface MetricsEvent {
  readonly type: 'metrics';
  readonly runId: number;
  /** The current epoch, from 1. */
  readonly epoch: number;
  /** Steps done since the run began, over all epochs. */
  readonly step: number;
  readonly stepsPerEpoch: number;
  /** Mean loss in nats, and accuracy in [0, 1], of each batch of steps `step - losses.length + 1 … step`. */
  readonly losses: Float32Array;
  readonly accuracies: Float32Array;
  readonly stepsPerSecond: number;
}

export type EngineListener = (event: EngineEvent) => void;

/**
 * Every method may reject with an `EngineError`; its `code` gives the kind. Unawaited calls take effect in order, except
 * `pause` and `watch`, which take effect at once.
 */
export interface Engine {
  /** Settles when there is a backend, a model and a first block of data. To be called once, before any other command. */
  start(options: StartOptions): Promise<void>;
  /**
   * With a config, starts a new run from new random weights. Without one, continues the unfinished run, or starts a run
   * with the model's config. Settles when the run ends or stops. A run whose loss is no longer finite ends ('error') with
   * a notice, paused at its last good weights; `train()` or `resume()` continue it, with a lower learning rate.
   */
  train(config?: RunConfig, options?: TrainOptions): Promise<RunEnd>;
  /** Also stops runs that were requested before it and have not begun: they exist, paused, when it settles. */
  pause(): Promise<void>;
  resume(): Promise<void>;
  /** Trains one batch, then pauses. Without an unfinished run it begins one, with `config` or the model's config. */
  step(config?: RunConfig): Promise<void>;
  /** Ends the run and draws new random weights. */
  reset(config?: RunConfig): Promise<void>;
  setLearningRate(lr: number): Promise<void>;
  /** `pixels`: 784 values in [0, 1]. */
  predict(pixels: Float32Array): Promise<Prediction>;
  /**
   * Watches one image (`pixels` as in `predict`): `prediction` events with this id give its answer now and after every
   * change of the weights. Settles after the first of them; it is left out if a later image's answer came before it.
   * Null stops.
   */
  watch(pixels: Float32Array | null, watchId: number): Promise<void>;
  /**
   * Takes one gradient step on one image (`pixels` as in `predict`, `label` 0…9), outside any run's optimiser.
   * Rejects ('state') while a run is running.
   */
  learnDrawing(pixels: Float32Array, label: number): Promise<DrawingStep>;
  /**
   * Restores the weights from before the first of the latest calls of `learnDrawing` in a row. Rejects ('state') if
   * there is nothing to undo.
   */
  undoLearning(): Promise<void>;
  evaluate(): Promise<Evaluation>;
  /** An image of the test set: the one at `index`, or a random one. Waits until it is loaded. */
  sample(index?: number): Promise<Sample>;
  /**
   * Tries to load MNIST again while the built-in digits are used instead. Settles when its first block is in use, or,
   * with a notice, when it has failed again. A run keeps its weights and restarts its epoch on MNIST. Rejects ('state')
   * if MNIST is in use already.
   */
  retryData(): Promise<void>;
  /** A safetensors file. */
  exportWeights(): Promise<ArrayBuffer>;
  /** Checks the whole file before it changes the model; rejects ('weights') with a `fault`. */
  importWeights(file: ArrayBuffer): Promise<ImportedWeights>;
  /** The model and its run, in any state after the start; during training, between two steps. */
  snapshot(): Promise<Snapshot>;
  /**
   * Replaces model and run by the snapshot's. The run has a new id and is paused or finished; `train()` or `resume()`
   * continue it. On another data set than the snapshot's, it restarts its epoch. Everything is checked first: rejects
   * ('argument', 'weights', 'memory') with the former model and run unchanged.
   */
  restore(snapshot: Snapshot): Promise<void>;
  subscribe(listener: EngineListener): () => void;
  dispose(): void;
}

export interface EngineErrorOptions extends ErrorOptions {
  readonly fault?: WeightsFault | undefined;
}

/** The only error class that the worker sends. `message` is English and says what to do next. */
export class EngineError extends Error {
  override readonly name = 'EngineError';
  readonly code: FailureCode;
  /** With code 'weights', for a bad file: the message as data, for translation. */
  readonly fault: WeightsFault | undefined;
  constructor(code: FailureCode, message: string, { fault, ...options }: EngineErrorOptions = {}) {
    super(message, options);
    this.code = code;
    this.fault = fault;
  }
}

/** For anything that exists only after `start` has settled. */
export function notStarted(): never {
  throw new EngineError('state', 'The engine is still starting; wait until it is ready');
}

/** The error of every command to an engine that has failed. */
export function stopped(reason: string): EngineError {
  return new EngineError('crashed', `The engine has stopped: ${reason}. Reload the page to start it again.`);
}
