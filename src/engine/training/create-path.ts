import { getBackend } from '@tensorflow/tfjs-core';
import type { RunConfig } from '../../core/config.ts';
import type { CreateKernels } from '../kernels/kernels.ts';
import { createPlainKernels } from '../kernels/plain-kernels.ts';
import { wasmKernels } from '../kernels/wasm-kernels.ts';
import type { Network } from '../model/network.ts';
import { KernelPath } from './kernel/kernel-path.ts';
import type { TrainingPath } from './path.ts';
import { WebGlPath } from './webgl/webgl-path.ts';
import { WebGpuPath } from './webgpu/webgpu-path.ts';
import { WrittenOutPath } from './written-out-path.ts';

/** The fastest path for this network on the backend that TensorFlow.js runs on. */
export function createPath(network: Network, config: RunConfig): TrainingPath {
  const backend = getBackend();
  if (backend === 'webgpu') return new WebGpuPath(network, config);
  if (backend === 'webgl') return new WebGlPath(network, config);
  const kernels = kernelsFor(backend);
  return kernels ? new KernelPath(network, config, kernels) : new WrittenOutPath(network, config);
}

function kernelsFor(backend: string): CreateKernels | null {
  switch (backend) {
    case 'wasm':
      return wasmKernels();
    case 'cpu':
      return createPlainKernels;
    default:
      return null;
  }
}
