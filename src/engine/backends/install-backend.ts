import {
  findBackendFactory,
  type KernelBackend,
  registerBackend,
  removeBackend,
  setBackend,
} from '@tensorflow/tfjs-core';
import type { BackendName } from '../../core/types.ts';

/**
 * Makes a backend that already works the one that tfjs uses; the result takes it out again and frees it.
 *
 * tfjs' own asynchronous factories are not let near its registry: one that never settles leaves the engine
 * "not yet initialized" for every later backend, and one that fails tells its reason only to the console.
 * Tensors that live on a removed backend are lost: dispose of them first.
 */
export async function installBackend(name: BackendName, backend: KernelBackend): Promise<() => void> {
  forget(name);
  registerBackend(name, () => backend);
  try {
    if (!(await setBackend(name))) throw new Error(`tfjs did not accept its ${name} backend`);
  } catch (cause) {
    forget(name);
    throw cause;
  }
  return () => forget(name);
}

function forget(name: BackendName): void {
  if (findBackendFactory(name) !== null) removeBackend(name);
}
