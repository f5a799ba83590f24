/**
 * Everything that a run needs to go on elsewhere as if nothing had happened: in a fresh worker after a crash, on
 * another backend after a lost device, in another visit. Plain data, so that it crosses the worker's border and lies
 * in storage as it is. On the same backend the continued run is the unbroken one, bit for bit.
 */
import type { RunConfig } from '../core/config.ts';
import type { DatasetName, WeightsOrigin } from '../core/types.ts';

/** Raised whenever an older reader would misunderstand what is stored. */
export const SNAPSHOT_VERSION = 1;

export interface Snapshot {
  readonly version: typeof SNAPSHOT_VERSION;
  readonly config: RunConfig;
  readonly origin: WeightsOrigin;
  /** Epochs of training behind the weights, and their accuracy on the test set if it was measured. */
  readonly epochs: number;
  readonly testAccuracy: number | null;
  /** In the order and layout of `describeModel(config).parameters`, little-endian float32 throughout. */
  readonly weights: readonly Float32Array[];
  /** Null where there is no run: weights alone, for instance to bring them back after an import. */
  readonly run: RunSnapshot | null;
}

export interface RunSnapshot {
  /** Epochs completed, and batches of the one under way. */
  readonly epoch: number;
  readonly batch: number;
  /** The images that the order of batches belongs to. */
  readonly dataset: { readonly name: DatasetName; readonly trainTotal: number };
  readonly optimizer: OptimizerSnapshot;
  /** What the epoch under way has added up to so far. */
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
