/** A network with the way to train it and the story of its weights; made whole, replaced whole, disposed whole. */
import type { RunConfig } from '../core/config.ts';
import type { WeightsOrigin } from '../core/types.ts';
import { initialValues } from './model/init.ts';
import { Network } from './model/network.ts';
import { describeModel } from './model/spec.ts';
import type { ModelReport } from './engine.ts';
import { createPath } from './training/create-path.ts';
import type { TrainingPath } from './training/path.ts';

export interface ModelInUse {
  config: RunConfig;
  origin: WeightsOrigin;
  /** Epochs of training behind the weights, and their accuracy on the test set if it was measured. */
  epochs: number;
  testAccuracy: number | null;
  readonly network: Network;
  readonly path: TrainingPath;
}

export interface GivenWeights {
  readonly values: readonly Float32Array[];
  readonly origin: Extract<WeightsOrigin, 'pretrained' | 'imported'>;
  readonly epochs: number;
  readonly testAccuracy: number | null;
}

/** With the given weights, else with fresh ones from the config's seed. Leaves nothing behind if it fails. */
export function createModel(config: RunConfig, given?: GivenWeights): ModelInUse {
  const spec = describeModel(config);
  const network = new Network(spec, given?.values ?? initialValues(spec, config.init, config.seed));
  try {
    const { origin = 'random', epochs = 0, testAccuracy = null } = given ?? {};
    return { config, origin, epochs, testAccuracy, network, path: createPath(network, config) };
  } catch (error) {
    network.dispose();
    throw error;
  }
}

export function disposeModel({ network, path }: ModelInUse): void {
  path.dispose();
  network.dispose();
}

export function reportOf({ config, origin, network }: ModelInUse): ModelReport {
  return { model: config.model, parameters: network.spec.parameterCount, weights: origin, config };
}
