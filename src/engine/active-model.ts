/** A network, its training path and the origin of its weights: created, replaced and disposed together. */
import { getBackend } from '@tensorflow/tfjs-core';
import type { RunConfig } from '../core/config.ts';
import type { WeightsOrigin } from '../core/types.ts';
import { initialValues } from './model/init.ts';
import { Network } from './model/network.ts';
import { describeModel } from './model/spec.ts';
import type { ModelReport } from './engine.ts';
import { orMemoryError } from './memory.ts';
import { createPath } from './training/create-path.ts';
import type { TrainingPath } from './training/path.ts';
import { created } from './training/webgpu/device-errors.ts';
import { takeBuffers, webGpuBackend } from './training/webgpu/tfjs-buffers.ts';

export interface ActiveModel {
  config: RunConfig;
  origin: WeightsOrigin;
  /** Epochs that the weights were trained for, and their test accuracy if it was measured. */
  epochs: number;
  testAccuracy: number | null;
  readonly network: Network;
  readonly path: TrainingPath;
}

export interface GivenWeights {
  readonly values: readonly Float32Array[];
  readonly origin: WeightsOrigin;
  readonly epochs: number;
  readonly testAccuracy: number | null;
}

/** With the given weights, or new ones from the config's seed. Leaves no tensors behind if it throws. */
export function createModel(config: RunConfig, given?: GivenWeights): ActiveModel {
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

/**
 * As `createModel`; rejects ('memory') if the model does not fit. WebGPU reports that after the call, so the weights are
 * uploaded here, within an error scope: outside one, the error would count as the loss of the device.
 */
export async function allocateModel(config: RunConfig, given?: GivenWeights): Promise<ActiveModel> {
  try {
    if (getBackend() !== 'webgpu') return createModel(config, given);
    const tfjs = webGpuBackend();
    return await created(tfjs.device, 'WebGPU', () => onGpu(createModel(config, given)), disposeModel);
  } catch (cause) {
    throw orMemoryError(cause, `a network of this size at batch ${config.batch}`);
  }

  function onGpu(model: ActiveModel): ActiveModel {
    takeBuffers(webGpuBackend(), model.network.variables);
    return model;
  }
}

export function disposeModel({ network, path }: ActiveModel): void {
  path.dispose();
  network.dispose();
}

export function reportOf({ config, origin, network }: ActiveModel): ModelReport {
  return { model: config.model, parameters: network.spec.parameterCount, weights: origin, config };
}
