/** A path that continues from another's weights and optimiser state, compared with that one to the bit. */
import { type RunConfig, defaultConfig } from '../../src/core/config.ts';
import type { ImageSet } from '../../src/engine/data/dataset.ts';
import { initialValues } from '../../src/engine/model/init.ts';
import { Network } from '../../src/engine/model/network.ts';
import { describeModel } from '../../src/engine/model/spec.ts';
import type { OptimizerSnapshot } from '../../src/engine/snapshot.ts';
import { createPath } from '../../src/engine/training/create-path.ts';
import { goldenImages } from '../../src/engine/testing/golden.ts';
import type { TrainingPath } from '../../src/engine/training/path.ts';
import { CASES } from './comparison.ts';

export interface Continued {
  readonly name: string;
  readonly path: string;
  /** Numbers that are not the same, of losses, weights and optimiser's state together. */
  readonly fresh: number;
  /** The same for the first path, restored after its numbers had been infinite. */
  readonly recovered: number;
}

interface Moment {
  readonly weights: readonly Float32Array[];
  readonly optimizer: OptimizerSnapshot;
}

async function momentOf(network: Network, path: TrainingPath): Promise<Moment> {
  const [weights, optimizer] = await Promise.all([network.values(), path.optimizerState()]);
  return { weights, optimizer };
}

async function train(network: Network, path: TrainingPath, images: ImageSet, { model, batch }: RunConfig) {
  // A step of the CNN takes a GPU in software a second.
  const sizes = model === 'cnn' ? [batch] : [batch, batch, Math.max(1, Math.floor(batch / 3))];
  const batches = sizes.map((size, b) =>
    Uint32Array.from({ length: size }, (_, i) => (37 * i + 11 * b) % images.total),
  );
  const { losses } = await path.run(images, batches);
  const { weights, optimizer } = await momentOf(network, path);
  return [losses, ...weights, ...optimizer.state.flat()];
}

function differences(one: readonly Float32Array[], other: readonly Float32Array[]): number {
  let count = Math.abs(one.length - other.length);
  one.forEach((array, i) => array.forEach((value, j) => (count += Object.is(value, other[i]?.[j]) ? 0 : 1)));
  return count;
}

async function checkCase(name: string, config: RunConfig, images: ImageSet): Promise<Continued> {
  const spec = describeModel(config);
  const open = async (weights: readonly Float32Array[]) => {
    const network = new Network(spec, weights);
    const path = createPath(network, config);
    await path.ready;
    return { network, path };
  };
  const { network, path } = await open(initialValues(spec, config.init, 1));
  await train(network, path, images, config);
  const moment = structuredClone(await momentOf(network, path));
  const expected = await train(network, path, images, config);

  const other = await open(moment.weights);
  other.path.restoreOptimizer(structuredClone(moment.optimizer));
  const fresh = differences(expected, await train(other.network, other.path, images, config));

  path.setLearningRate(1e38);
  await train(network, path, images, config);
  network.load(structuredClone(moment.weights));
  path.weightsChanged?.();
  path.restoreOptimizer(structuredClone(moment.optimizer));
  path.setLearningRate(config.lr);
  const recovered = differences(expected, await train(network, path, images, config));
  const { id } = path;
  for (const each of [{ network, path }, other]) {
    each.path.dispose();
    each.network.dispose();
  }
  return { name, path: id, fresh, recovered };
}

/** On the backend that is in use. */
export async function checkContinued(): Promise<Continued[]> {
  const images = goldenImages(2);
  const cases = { ...CASES, CNN: { ...defaultConfig('cnn'), batch: 3 } };
  const report: Continued[] = [];
  // oxlint-disable-next-line no-await-in-loop -- they share a device
  for (const [name, config] of Object.entries(cases)) report.push(await checkCase(name, config, images));
  return report;
}
