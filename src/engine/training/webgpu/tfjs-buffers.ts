/** The GPU buffers of TensorFlow.js variables, for code that works in place. Follows tfjs-backend-webgpu 4.22. */
import { type Variable, backend } from '@tensorflow/tfjs-core';
import type { WebGPUBackend } from '@tensorflow/tfjs-backend-webgpu';
import { EngineError } from '../../engine.ts';

/** Call it where tfjs runs on WebGPU. */
export function webGpuBackend(): WebGPUBackend {
  // The current backend is tfjs' own.
  return backend() as WebGPUBackend;
}

/**
 * The variables' buffers. Submits everything that tfjs has recorded, so that the next submit comes after it. Valid until
 * tfjs runs again: `assign` moves a variable to another buffer, and tfjs reuses buffers of disposed tensors. So call it
 * before every submit.
 */
export function takeBuffers(tfjs: WebGPUBackend, variables: readonly Variable[]): GPUBuffer[] {
  const buffers = variables.map(({ dataId, name }) => {
    tfjs.uploadToGPU(dataId);
    const data = tfjs.tensorMap.get(dataId);
    if (!(data.resource instanceof GPUBuffer)) throw new EngineError('internal', `${name} has no buffer`);
    neverCache(data);
    return data.resource;
  });
  // `submitQueue` alone throws where nothing was recorded.
  tfjs.ensureCommandEncoderReady();
  tfjs.endComputePassEncoder();
  tfjs.submitQueue();
  return buffers;
}

/**
 * tfjs caches read values on the CPU, which is wrong for a buffer that changes in place. Clearing the cache after each
 * change is not enough: a pending reading would store old values later. So these tensors have no cache.
 */
function neverCache(data: { values: unknown }): void {
  if (Object.getOwnPropertyDescriptor(data, 'values')?.get) return;
  Object.defineProperty(data, 'values', {
    get: () => null,
    set: () => {
      // No cache.
    },
    enumerable: true,
    configurable: true,
  });
}
