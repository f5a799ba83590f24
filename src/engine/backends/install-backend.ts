import {
  findBackendFactory,
  type KernelBackend,
  registerBackend,
  removeBackend,
  setBackend,
} from '@tensorflow/tfjs-core';
import type { BackendName } from '../../core/types.ts';

/**
 * Makes an open backend the one that tfjs uses; the result removes it and frees it. Tensors on a removed backend are
 * lost: dispose them first.
 *
 * tfjs' own asynchronous factories are not used: one that never settles leaves tfjs "not yet initialized" for every
 * later backend, and one that fails reports its reason to the console only.
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
