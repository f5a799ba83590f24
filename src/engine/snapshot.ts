/**
 * Everything that a run needs to continue: in a new worker after a crash, on another backend after a lost device, or on
 * another visit. Plain data, so that it can be posted and stored as it is. On the same backend the continued run equals
 * the unbroken one to the bit.
 */
import type { RunConfig } from '../core/config.ts';
import type { DatasetName, WeightsOrigin } from '../core/types.ts';

/** Raised when an older version would misread a stored snapshot. */
export const SNAPSHOT_VERSION = 1;

export interface Snapshot {
  readonly version: typeof SNAPSHOT_VERSION;
  readonly config: RunConfig;
  readonly origin: WeightsOrigin;
  /** Epochs that the weights were trained for, and their test accuracy if it was measured. */
  readonly epochs: number;
  readonly testAccuracy: number | null;
  /** In the order and layout of `describeModel(config).parameters`, little-endian float32 throughout. */
  readonly weights: readonly Float32Array[];
  /** Null without a run: weights alone, for instance to undo an import. */
  readonly run: RunSnapshot | null;
}

export interface RunSnapshot {
  /** Completed epochs, and completed batches of the current one. */
  readonly epoch: number;
  readonly batch: number;
  /** The images that the order of batches is for. */
  readonly dataset: { readonly name: DatasetName; readonly trainTotal: number };
  readonly optimizer: OptimizerSnapshot;
  /** The sums of the current epoch so far. */
  readonly record: RecordSnapshot;
  readonly finished: boolean;
}

export interface OptimizerSnapshot {
  /** Updates so far; Adam's bias correction depends on it. */
  readonly steps: number;
  /** By kind (momentum: velocities; Adam: first, second moments), each in the order and layout of the weights. */
  readonly state: readonly (readonly Float32Array[])[];
}

/** Sums over images, in doubles. */
export interface RecordSnapshot {
  readonly images: number;
  readonly loss: number;
  readonly right: number;
  readonly trainMs: number;
  readonly testMs: number;
  readonly test: { readonly done: number; readonly loss: number; readonly correct: number };
}
