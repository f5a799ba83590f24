/**
 * What the page may ask of the engine and what the engine says of itself. The worker's client, the host
 * inside the worker and the fake in tests implement this one interface; nothing here knows TensorFlow.js.
 */
import type { ModelName, RunConfig } from '../core/config.ts';
import type { DataProblem, DataSourceName, FailureCode, Notice } from '../core/notices.ts';
import type { WeightsFault } from '../core/weights-fault.ts';
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
  /** Absolute URL of the folder the page is in, with its slash: `mnist/` and `weights/` are looked for there. */
  readonly baseUrl: string;
  /** Backends that this visit has already lost, so that a fresh engine goes on with the next one. */
  readonly excluded?: readonly PassedOver[];
}

/** `missing` lacks the API, `software` works but is slower than what follows, the others failed on trial. */
export type BackendFailure = 'missing' | 'software' | 'timeout' | 'self-test' | 'error' | 'lost';

export interface PassedOver {
  readonly backend: BackendName;
  readonly why: BackendFailure;
  /** The cause in the platform's own words, English; empty if there is nothing to add. */
  readonly detail: string;
}

export interface BackendReport {
  readonly backend: BackendName;
  /** The implementation of the training step in use, for instance `wasm-written-out`. */
  readonly path: string;
  /** The device's own name as far as the platform tells it: `SwiftShader`, `Apple M2`, `WASM SIMD`. */
  readonly device: string;
  /** True where the "GPU" is the CPU in disguise. */
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
  /** True while the connection has broken off and is tried again. */
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

/** What a weights file says of itself. */
export interface ImportedWeights {
  readonly model: ModelName;
  /** Epochs of training behind the weights, 0 where the file says nothing. */
  readonly epochs: number;
  /** In [0, 1]; null where the file says nothing. */
  readonly testAccuracy: number | null;
}

export interface TrainOptions {
  /** A run under way goes on, whatever the config: that is for where there is none. */
  readonly goOn?: boolean;
}

/** How a run came to its end, as `train` tells it. */
export type RunEnd = 'finished' | 'paused' | 'reset' | 'error';

export interface Sample {
  readonly index: number;
  readonly label: number;
  /** 784 bytes, row-major, ink high. */
  readonly pixels: Uint8Array;
}

/** One gradient step on one drawing, and what it did to the answer for it. */
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
  /** The test set is being gone through; `done` of `total` images. */
  | { readonly type: 'evaluating'; readonly runId: number; readonly done: number; readonly total: number }
  | PredictionEvent
  /** How many steps `undoLearning` would take back: 0 again after any other change of the weights. */
  | { readonly type: 'learned'; readonly steps: number }
  | { readonly type: 'notice'; readonly notice: Notice }
  /**
   * What the run needs to go on elsewhere: at its start, then every two seconds of training, after every epoch, at
   * every pause and at the end. Where taking one is costly, less often, with four seconds of training between two at most.
   * The arrays belong to whoever hears of it.
   */
  | { readonly type: 'snapshot'; readonly snapshot: Snapshot }
  /** The engine can't go on; whoever owns it decides what comes next. */
  | { readonly type: 'fatal'; readonly reason: string; readonly cause: FatalCause };

/**
 * How an engine ended. `device`: the GPU was lost, or a readback failed; the backend can't be trusted any more.
 * `data`: every source of the images that a run waits for has failed.
 * `crashed`: its worker broke down. `hung`: its worker has given no sign of life for long, killed without a word perhaps.
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

/** At most ten a second. Every batch since the last one is in it, so nothing is lost to the throttle. */
export interface MetricsEvent {
  readonly type: 'metrics';
  readonly runId: number;
  /** The epoch under way, from 1. */
  readonly epoch: number;
  /** Steps done since the run began, all epochs together. */
  readonly step: number;
  readonly stepsPerEpoch: number;
  /** Mean loss in nats, and accuracy in [0, 1], of each batch of steps `step - losses.length + 1 … step`. */
  readonly losses: Float32Array;
  readonly accuracies: Float32Array;
  readonly stepsPerSecond: number;
}

export type EngineListener = (event: EngineEvent) => void;

/**
 * Every method may reject with an `EngineError`; its `code` says which kind. Commands take effect in the order of the
 * calls, also where none of them is waited for; but for `pause`, which comes at once, and `watch`.
 */
export interface Engine {
  /** Settles when there is a backend, a model and a first block of data. To be called once, first. */
  start(options: StartOptions): Promise<void>;
  /**
   * Starts a new run from fresh weights, or without a config goes on with the one under way; settles when it has ended
   * or stopped. Without a config and a run, the run is one with the config of the model in use. A run whose loss is no longer finite ends ('error') with a notice, paused at the last good weights: a lower learning
   * rate and `train()` or `resume()` go on from there.
   */
  train(config?: RunConfig, options?: TrainOptions): Promise<RunEnd>;
  /** What was asked for before it and has not begun doesn't begin: a run that was to start is there, and paused. */
  pause(): Promise<void>;
  resume(): Promise<void>;
  /** One batch, then paused. Begins a run if there is none, with `config` or that of the model in use. */
  step(config?: RunConfig): Promise<void>;
  /** Ends the run and draws new weights. */
  reset(config?: RunConfig): Promise<void>;
  setLearningRate(lr: number): Promise<void>;
  /** `pixels`: 784 values in [0, 1]. */
  predict(pixels: Float32Array): Promise<Prediction>;
  /**
   * Watches this image (`pixels` as in `predict`): `prediction` events with this id give the answer now and whenever
   * the weights have changed. Settles after the first of them, which is left out where a later image's came before it.
   * Null stops.
   */
  watch(pixels: Float32Array | null, watchId: number): Promise<void>;
  /**
   * One gradient step on this one image (`pixels` as in `predict`, `label` 0…9), outside any run's optimiser.
   * Rejects ('state') while a run is running.
   */
  learnDrawing(pixels: Float32Array, label: number): Promise<DrawingStep>;
  /**
   * Gives the weights back that stood before `learnDrawing`, however often it was called in a row. Rejects
   * ('state') where there is nothing to take back.
   */
  undoLearning(): Promise<void>;
  evaluate(): Promise<Evaluation>;
  /** An image of the test set: the one at `index`, or any. Waits until one is there. */
  sample(index?: number): Promise<Sample>;
  /**
   * Looks for MNIST again where the built-in digits stand in for it. Settles when it is in use, its first block loaded,
   * or when it has failed again, which a notice tells. A run goes on with it, from the start of an epoch, with the
   * weights it has. Rejects ('state') where MNIST is in use.
   */
  retryData(): Promise<void>;
  /** A safetensors file. */
  exportWeights(): Promise<ArrayBuffer>;
  /** Checks everything before it touches the model in use; rejects ('weights') with a `fault`. */
  importWeights(file: ArrayBuffer): Promise<ImportedWeights>;
  /** The model in use and its run, in any state once started; while it trains, after one of its steps. */
  snapshot(): Promise<Snapshot>;
  /**
   * Puts the snapshot's model and run in the place of those in use. The run is paused, or finished, under a new id;
   * `train()` or `resume()` goes on with it. On another data set than the snapshot's, the epoch under way starts over.
   * Everything is checked first: rejects ('argument', 'weights', 'memory') with the former model untouched.
   */
  restore(snapshot: Snapshot): Promise<void>;
  subscribe(listener: EngineListener): () => void;
  dispose(): void;
}

export interface EngineErrorOptions extends ErrorOptions {
  readonly fault?: WeightsFault | undefined;
}

/** The one error that crosses the worker's border. `message` is English and says what to do next. */
export class EngineError extends Error {
  override readonly name = 'EngineError';
  readonly code: FailureCode;
  /** Of code 'weights', where a file is to blame: the same as the message, to be said in any language. */
  readonly fault: WeightsFault | undefined;
  constructor(code: FailureCode, message: string, { fault, ...options }: EngineErrorOptions = {}) {
    super(message, options);
    this.code = code;
    this.fault = fault;
  }
}

/** For what there is only once `start` has settled. */
export function notStarted(): never {
  throw new EngineError('state', 'The engine is still starting; wait until it is ready');
}

/** For every command to an engine that has failed. */
export function stopped(reason: string): EngineError {
  return new EngineError('crashed', `The engine has stopped: ${reason}. Reload the page to start it again.`);
}
