/**
 * The GPU buffers behind TensorFlow.js variables, for code that works on them in place, as
 * tfjs-backend-webgpu 4.22 asks for it.
 */
import { type Variable, backend } from '@tensorflow/tfjs-core';
import type { WebGPUBackend } from '@tensorflow/tfjs-backend-webgpu';
import { EngineError } from '../../engine.ts';

/** To be called where tfjs runs on WebGPU. */
export function webGpuBackend(): WebGPUBackend {
  // The backend that answers to this name is tfjs' own.
  return backend() as WebGPUBackend;
}

/**
 * The variables' buffers, with everything that tfjs has recorded so far submitted: what is submitted next comes after
 * it. Valid until tfjs gets control again (`assign` moves a variable to another buffer, and buffers of disposed
 * tensors are used again), so ask before every submit.
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
 * tfjs keeps what it has read of a tensor on the CPU and answers from there afterwards, which is wrong for a buffer
 * that changes in place. Clearing that copy after each change would not do: a reading that is under way would put an
 * old one there later. So there is none for these.
 */
function neverCache(data: { values: unknown }): void {
  if (Object.getOwnPropertyDescriptor(data, 'values')?.get) return;
  Object.defineProperty(data, 'values', {
    get: () => null,
    set: () => {
      // Nothing is kept.
    },
    enumerable: true,
    configurable: true,
  });
}
