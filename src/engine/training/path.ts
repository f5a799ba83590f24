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
  /** Fraction of each batch that was right, before its update. */
  readonly accuracies: Float32Array;
}

export interface TrainingPath {
  /** For people and tests, `wasm-written-out`. May change between two calls of `run`; `onChange` is told. */
  readonly id: string;
  /** Where a faster step is still being prepared: settles when it is in use or given up. Never rejects. */
  readonly ready?: Promise<void>;
  /** For the path's owner to set: `id` is another one now. */
  onChange?: () => void;
  /**
   * One optimiser step a batch, in order; `batches` are row indices into `images`, all of them loaded.
   * Settles when the device has finished; the weights are then those after the last batch. A path that computes on
   * this thread yields by `yieldPolicy`.
   */
  run(images: ImageSet, batches: readonly Uint32Array[], yieldPolicy?: YieldPolicy): Promise<BatchMetrics>;
  setLearningRate(lr: number): void;
  /** Where the path judges images faster than the network does: with the weights of the latest step. */
  readonly scorer?: Scorer;
  /** The network's variables were replaced from outside. */
  weightsChanged?(): void;
  /**
   * A copy of the optimiser's state as it is at the call, in the layout of snapshots; to be called while no `run` is
   * under way. All that is read is asked for before anything is waited for, so steps may follow meanwhile.
   */
  optimizerState(): Promise<OptimizerSnapshot>;
  /**
   * The state from now on; to be called while no `run` is under way. What a step before has left behind in the path's
   * own memory must not matter any more: it may be infinite. Throws ('weights') where it does not fit.
   */
  restoreOptimizer(snapshot: OptimizerSnapshot): void;
  dispose(): void;
}
