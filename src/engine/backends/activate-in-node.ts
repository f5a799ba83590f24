/**
 * tfjs under Node, for tests and scripts; never shipped. Node resolves `@tensorflow/*` to their CommonJS bundles,
 * which share one tfjs-core. The engine must not import a deep path (`@tensorflow/tfjs-core/dist/…`): under Node that
 * is a second core with an empty registry.
 */
import { env } from '@tensorflow/tfjs-core';
import { createCpu } from './cpu.ts';
import { installBackend } from './install-backend.ts';
import { createWasm } from './wasm.ts';

/** Settles when tfjs runs on this backend; the result removes it again. */
export async function activateInNode(name: 'wasm' | 'cpu'): Promise<() => void> {
  // Silences tfjs' advertisement for its native backend; the flag has no other effect.
  env().set('PROD', true);
  return installBackend(name, name === 'wasm' ? await createWasm(null) : await createCpu());
}
