/**
 * One suite for every training path and backend: 60 steps on the golden inputs. It returns its results, which unit tests
 * (Node) and end-to-end tests (browsers) compare with the same reference.
 */
import type { RunConfig } from '../../core/config.ts';
import { defaultConfig } from '../../core/config.ts';
import { Network } from '../model/network.ts';
import { describeModel, type ModelSpec } from '../model/spec.ts';
import { goldenImages, goldenRows, goldenWeights } from './golden.ts';
import type { TrainingPath } from '../training/path.ts';

export const GOLDEN_STEPS = 60;

export interface GoldenRun {
  readonly path: string;
  readonly losses: readonly number[];
  /** [L2 norm, first, last] of W[0…4], then b[0…4], after the last step; first and last in memory order. */
  readonly weightsAfter: readonly (readonly [number, number, number])[];
}

export type PathFactory = (network: Network, config: RunConfig) => TrainingPath;

function summary(values: Float32Array): [number, number, number] {
  let squares = 0;
  for (const value of values) squares += value * value;
  return [Math.sqrt(squares), values[0] ?? Number.NaN, values.at(-1) ?? Number.NaN];
}

export async function runGolden(
  createPath: PathFactory,
  lr: number,
  steps = GOLDEN_STEPS,
  spec: ModelSpec = describeModel(defaultConfig('mlp')),
): Promise<GoldenRun> {
  const network = new Network(spec, goldenWeights(spec));
  const path = createPath(network, { ...defaultConfig('mlp'), lr });
  const images = goldenImages(steps);
  try {
    await path.ready;
    const losses: number[] = [];
    // In chunks of one to four: the arithmetic must not depend on the chunks.
    while (losses.length < steps) {
      const size = Math.min(1 + (losses.length % 4), steps - losses.length);
      const batches = Array.from({ length: size }, (_, i) => goldenRows(losses.length + i));
      // oxlint-disable-next-line no-await-in-loop
      losses.push(...(await path.run(images, batches)).losses);
    }
    const values = await network.values();
    const weights = values.filter((_, i) => i % 2 === 0);
    const biases = values.filter((_, i) => i % 2 === 1);
    return { path: path.id, losses, weightsAfter: [...weights, ...biases].map(summary) };
  } finally {
    path.dispose();
    network.dispose();
  }
}
