import type { KernelBackend } from '@tensorflow/tfjs-core';
import type { BackendCandidate } from './candidate.ts';

/** Plain JavaScript: the slowest backend, and always available. */
export const cpu: BackendCandidate = {
  name: 'cpu',
  probe: async () => ({
    available: true,
    device: 'JavaScript',
    software: false,
    open: async () => ({ backend: await createCpu(), release: () => undefined }),
  }),
};

export async function createCpu(): Promise<KernelBackend> {
  const { MathBackendCPU } = await import('@tensorflow/tfjs-backend-cpu');
  return new MathBackendCPU();
}
