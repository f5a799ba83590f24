/** What every implementation of the step looks like to the benchmark, and the work that all of them are given. */
import { type ModelName, type RunConfig, defaultConfig } from '../../src/core/config.ts';
import type { ImageSet } from '../../src/engine/data/dataset.ts';
import { initialValues } from '../../src/engine/model/init.ts';
import { type ModelSpec, describeModel } from '../../src/engine/model/spec.ts';

export const IMPLEMENTATIONS = ['ours', 'written-out', 'tfjs fit', 'tfjs minimize', 'jax-js'] as const;
export type ImplementationName = (typeof IMPLEMENTATIONS)[number];

export interface Implementation {
  /** Which implementation it is, in its own words. */
  readonly detail: string;
  /** Puts in place what steps `from … from + count − 1` read, where that is no part of the step. */
  prepare(from: number, count: number): Promise<void>;
  /**
   * Trains these steps and settles when the device has finished. The mean loss of each step's batch before its
   * update, in nats, if `wantLosses`; any array otherwise.
   */
  run(from: number, count: number, wantLosses: boolean): Promise<readonly number[]>;
  dispose(): void;
}

/** Serialisable, since it crosses from Node into the page. */
export interface WorkloadChoice {
  readonly model: ModelName;
  readonly batch: number;
  /** Hidden layers, `mlp` only; the post's unless given. */
  readonly layers?: readonly number[];
  /** How many steps whoever can makes at a time; as many as fit into a chunk of the page's unless given. */
  readonly stepsAtOnce?: number;
}

export interface Workload {
  readonly config: RunConfig;
  readonly spec: ModelSpec;
  /** Initial parameters, the same for everyone. Copy before use. */
  readonly values: readonly Float32Array[];
  readonly images: ImageSet;
  /** The first image of step `step`; the step's batch are this one and the next `batch − 1`. */
  readonly firstRow: (step: number) => number;
  readonly stepsAtOnce: number | undefined;
}

/** Images in use, from the front: a whole number of batches of every size measured. */
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
