import type { ImageSet } from '../data/dataset.ts';
import type { OptimizerSnapshot } from '../snapshot.ts';
import type { Scorer } from './evaluate.ts';
import type { YieldPolicy } from './pace.ts';

/**
 * A training path: one implementation of the step. Every path does the same arithmetic (cross-entropy on
 * logits, mean over the batch; SGD with momentum in PyTorch's form, or Adam) and agrees with the golden vectors.
 */
export interface BatchMetrics {
  /** Mean cross-entropy of each batch in nats, before its update. */
  readonly losses: Float32Array;
  /** Share of right answers in each batch, before its update. */
  readonly accuracies: Float32Array;
}

/** In an object, so that awaiting the submission does not wait for the answer. */
export interface SubmittedChunk {
  readonly metrics: Promise<BatchMetrics>;
}

export interface TrainingPath {
  /** Shown to the reader, such as `wasm-written-out`. May change between two calls of `run`, with a call of `onChange`. */
  readonly id: string;
  /** While a faster step compiles: settles when it is in use or has failed. Never rejects. */
  readonly ready?: Promise<void>;
  /** Set by the path's owner; called when `id` has changed. */
  onChange?: () => void;
  /**
   * One optimiser step a batch, in order; `batches` are row indices into `images`, all of them loaded.
   * Settles when the device has finished; the weights are then those after the last batch. A path that computes on
   * this thread yields by `yieldPolicy`.
   */
  run(images: ImageSet, batches: readonly Uint32Array[], yieldPolicy?: YieldPolicy): Promise<BatchMetrics>;
  /**
   * As `run`, on devices that work on their own and in order: settles when the device has the work. What is read from
   * then on has the weights after the last batch. The next call may begin then.
   */
  submit?(images: ImageSet, batches: readonly Uint32Array[]): Promise<SubmittedChunk>;
  setLearningRate(lr: number): void;
  /** Where the path evaluates images faster than the network does, with the weights of the latest step. */
  readonly scorer?: Scorer;
  /** Call when the network's variables were replaced from outside, while no `run` is under way. */
  weightsChanged?(): void;
  /**
   * A copy of the optimiser's state at the call, in the layout of snapshots. Call it while no `run` is under way; after
   * `submit`, it is the state after the last batch. All
   * readings are requested before anything is awaited, so steps may follow meanwhile.
   */
  optimizerState(): Promise<OptimizerSnapshot>;
  /**
   * Replaces the state. Call it while no `run` is under way. The path must also clear its own memory, where an earlier
   * step may have left infinite values. Throws ('weights') where the state does not fit.
   */
  restoreOptimizer(snapshot: OptimizerSnapshot): void;
  dispose(): void;
}
