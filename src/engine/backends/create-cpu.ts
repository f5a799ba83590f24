import type { KernelBackend } from '@tensorflow/tfjs-core';

export async function createCpu(): Promise<KernelBackend> {
  const { MathBackendCPU } = await import('@tensorflow/tfjs-backend-cpu');
  return new MathBackendCPU();
}
