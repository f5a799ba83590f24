import { getBackend } from '@tensorflow/tfjs-core';
import type { RunConfig } from '../../core/config.ts';
import type { Network } from '../model/network.ts';
import type { TrainingPath } from './path.ts';
import { WebGpuPath } from './webgpu/webgpu-path.ts';
import { WrittenOutPath } from './written-out-path.ts';

/** The fastest path for this network on the backend that TensorFlow.js runs on. */
export function createPath(network: Network, config: RunConfig): TrainingPath {
  if (getBackend() === 'webgpu') return new WebGpuPath(network, config);
  return new WrittenOutPath(network, config);
}
