import type { BackendName } from '../../src/core/types.ts';
import type { Implementation, ImplementationName, Workload } from './implementation.ts';

/** TensorFlow.js already runs on `backend`. Rejects where the implementation has no such backend. */
export async function openImplementation(
  name: ImplementationName,
  backend: BackendName,
  workload: Workload,
): Promise<Implementation> {
  switch (name) {
    case 'ours':
      return (await import('./ours.ts')).openOurs(workload);
    case 'written-out':
      return (await import('./ours.ts')).openWrittenOut(workload);
    case 'tfjs fit':
      return (await import('./tfjs.ts')).openFit(workload);
    case 'tfjs minimize':
      return (await import('./tfjs.ts')).openMinimize(workload);
    case 'jax-js':
      return (await import('./jax.ts')).openJax(workload, backend);
    default:
      return name satisfies never;
  }
}
