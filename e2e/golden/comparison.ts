/** One path held against another, where the golden vectors do not reach. */
import { type RunConfig, defaultConfig } from '../../src/core/config.ts';
import type { ImageSet } from '../../src/engine/data/dataset.ts';
import { initialValues } from '../../src/engine/model/init.ts';
import { Network } from '../../src/engine/model/network.ts';
import { describeModel } from '../../src/engine/model/spec.ts';
import type { TrainingPath } from '../../src/engine/training/path.ts';
import { WrittenOutPath } from '../../src/engine/training/written-out-path.ts';

export interface Comparison {
  readonly name: string;
  readonly paths: readonly string[];
  /** Largest differences between the two. */
  readonly loss: number;
  readonly accuracy: number;
  /** ‖difference‖ / ‖change by training‖, over all parameters. */
  readonly weights: number;
}

export const MLP = { ...defaultConfig('mlp'), layers: [33, 7], batch: 10, lr: 0.05 } as const;

export const ADAM_MLP: RunConfig = { ...MLP, optimizer: 'adam', lr: 0.002 };

export const SMALL_SOFTMAX: RunConfig = { ...defaultConfig('softmax'), batch: 8 };

export const CASES: Readonly<Record<string, RunConfig>> = {
  'odd widths with momentum': MLP,
  'a width and a batch of one': { ...MLP, layers: [5, 1, 6], batch: 1 },
  'a batch beyond one tile, without momentum': { ...MLP, layers: [70], batch: 65, momentum: 0 },
  Adam: { ...MLP, layers: [33, 40], optimizer: 'adam', lr: 0.002, batch: 24 },
  'softmax regression': { ...defaultConfig('softmax'), batch: 33 },
};

/** Three full batches, then a partial one. */
function batchesFor({ batch }: RunConfig): Uint32Array[] {
  const sizes = [batch, batch, batch, Math.max(1, Math.floor(batch / 3))];
  return sizes.map((size, b) => Uint32Array.from({ length: size }, (_, i) => (37 * i + 11 * b) % 128));
}

/** A set that grows: as much of `images` as the batches so far have asked for. */
function growing(images: ImageSet): ImageSet & { loaded: number } {
  return { ...images, loaded: 1 };
}

type Train = (path: TrainingPath, images: ImageSet & { loaded: number }, batches: Uint32Array[]) => Promise<number[][]>;

/** In three calls, with another learning rate before the last, and the weights read in between. */
const train: Train = async (path, images, batches) => {
  const results: number[][] = [];
  for (const [from, to] of [
    [0, 1],
    [1, 3],
    [3, 4],
  ] as const) {
    if (from === 3) path.setLearningRate(0.01);
    images.loaded = Math.max(images.loaded, ...batches.slice(from, to).map((rows) => Math.max(...rows) + 1));
    // oxlint-disable-next-line no-await-in-loop
    const { losses, accuracies } = await path.run(images, batches.slice(from, to));
    losses.forEach((loss, i) => results.push([loss, accuracies[i] ?? Number.NaN]));
  }
  return results;
};

export interface Outcome {
  readonly path: string;
  readonly metrics: number[][];
  readonly initial: Float32Array[];
  readonly final: Float32Array[];
}

export async function outcomeOf(
  config: RunConfig,
  create: (network: Network) => TrainingPath,
  images: ImageSet,
  early = false,
): Promise<Outcome> {
  const spec = describeModel(config);
  const initial = initialValues(spec, config.init, 1);
  const network = new Network(spec, initial);
  const path = create(network);
  if (!early) await path.ready;
  let first = path.id;
  const batches = batchesFor(config);
  const set = growing(images);
  const metrics: number[][] = [];
  if (early) {
    set.loaded = images.total;
    const { losses, accuracies } = await path.run(set, batches.slice(0, 1));
    // The step that was taken: the fused one is at the earliest ready for the next call.
    first = path.id;
    metrics.push([losses[0] ?? NaN, accuracies[0] ?? NaN]);
    metrics.push(...(await train(path, set, batches)));
    path.setLearningRate(config.lr);
    await path.ready;
  }
  metrics.push(...(await train(path, set, batches)));
  // Read, so that tfjs would have something to answer from after the next call.
  await network.values();
  metrics.push(...(await train(path, set, batches)));
  const final = await network.values();
  const id = path.id === first ? first : `${first} → ${path.id}`;
  path.dispose();
  network.dispose();
  return { path: id, metrics, initial, final };
}

export function compare(name: string, one: Outcome, other: Outcome): Comparison {
  const worst = (column: 0 | 1) =>
    Math.max(...one.metrics.map((row, i) => Math.abs((row[column] ?? NaN) - (other.metrics[i]?.[column] ?? NaN))));
  let [difference, change] = [0, 0];
  one.final.forEach((values, p) =>
    values.forEach((value, i) => {
      difference += (value - (other.final[p]?.[i] ?? NaN)) ** 2;
      change += (value - (one.initial[p]?.[i] ?? NaN)) ** 2;
    }),
  );
  return {
    name,
    paths: [one.path, other.path],
    loss: worst(0),
    accuracy: worst(1),
    weights: Math.sqrt(difference / change),
  };
}

const references = new Map<string, Outcome>();
const keyOf = (config: RunConfig, early: boolean) => JSON.stringify([config, early]);

/**
 * Calculates what the fused steps are compared with: the written-out step on the backend that is active now. On a GPU
 * in software each of its steps takes most of a second, so that is WebAssembly.
 */
export async function calculateReferences(images: ImageSet): Promise<void> {
  const early = [MLP, ADAM_MLP].map((config) => [config, true] as const);
  const configs = [SMALL_SOFTMAX, ...Object.values(CASES)].map((config) => [config, false] as const);
  for (const [config, isEarly] of [...configs, ...early]) {
    const create = (network: Network) => new WrittenOutPath(network, config);
    // oxlint-disable-next-line no-await-in-loop -- one after the other on one backend
    references.set(keyOf(config, isEarly), await outcomeOf(config, create, images, isEarly));
  }
}

export function referenceFor(config: RunConfig, early = false): Outcome {
  const outcome = references.get(keyOf(config, early));
  if (!outcome) throw new Error(`There is no reference for ${keyOf(config, early)}`);
  return outcome;
}
