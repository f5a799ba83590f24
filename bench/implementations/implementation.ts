/** The interface of an implementation of the step, and the workload that all implementations get. */
import { type ModelName, type RunConfig, defaultConfig } from '../../src/core/config.ts';
import type { ImageSet } from '../../src/engine/data/dataset.ts';
import { initialValues } from '../../src/engine/model/init.ts';
import { type ModelSpec, describeModel } from '../../src/engine/model/spec.ts';

export const IMPLEMENTATIONS = ['ours', 'written-out', 'tfjs fit', 'tfjs minimize', 'jax-js'] as const;
export type ImplementationName = (typeof IMPLEMENTATIONS)[number];

export interface Implementation {
  /** The implementation's own name for what it runs. */
  readonly detail: string;
  /** Loads the data of steps `from … from + count − 1`, where that is no part of the step. */
  prepare(from: number, count: number): Promise<void>;
  /**
   * Trains these steps and settles when the device has finished. The mean loss of each step's batch before its
   * update, in nats, if `wantLosses`; any array otherwise.
   */
  run(from: number, count: number, wantLosses: boolean): Promise<readonly number[]>;
  dispose(): void;
}

/** Serialisable: it is sent from Node into the page. */
export interface WorkloadChoice {
  readonly model: ModelName;
  readonly batch: number;
  /** Hidden layers, `mlp` only; the post's unless given. */
  readonly layers?: readonly number[];
  /** Steps in one call, where an implementation can; by default as many as fit into one of the page's chunks. */
  readonly stepsAtOnce?: number;
}

export interface Workload {
  readonly config: RunConfig;
  readonly spec: ModelSpec;
  /** Initial parameters, the same for every implementation. Copy before use. */
  readonly values: readonly Float32Array[];
  readonly images: ImageSet;
  /** The first image of a step; its batch is this image and the next `batch − 1`. */
  readonly firstRow: (step: number) => number;
  readonly stepsAtOnce: number | undefined;
}

/** The batch size, unless a selection varies it. */
export const BATCH = 64;

/** The first images of the set are used: a whole number of batches of every size measured. */
export const POOL = 4096;

export function createWorkload({ model, batch, layers, stepsAtOnce }: WorkloadChoice, images: ImageSet): Workload {
  const base = defaultConfig(model);
  const config: RunConfig = { ...base, batch, layers: layers ?? base.layers };
  const spec = describeModel(config);
  const batches = Math.floor(POOL / batch);
  return {
    config,
    spec,
    values: initialValues(spec, config.init, config.seed),
    images,
    firstRow: (step) => (step % batches) * batch,
    stepsAtOnce,
  };
}
