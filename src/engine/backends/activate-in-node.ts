/**
 * tfjs under Node, for tests and scripts; never shipped. Node resolves `@tensorflow/*` to their CommonJS
 * bundles, which share one tfjs-core. A deep import (`@tensorflow/tfjs-core/dist/…`) would bring a second,
 * ES-module core with an empty registry: there is none in the engine, and none may come.
 */
import { env } from '@tensorflow/tfjs-core';
import { createCpu } from './create-cpu.ts';
import { createWasm } from './create-wasm.ts';
import { installBackend } from './install-backend.ts';

/** Settles when tfjs runs on this backend; the result removes it again. */
export async function activateInNode(name: 'wasm' | 'cpu'): Promise<() => void> {
  // Silences tfjs' advertisement for its native backend; nothing else hangs on this flag.
  env().set('PROD', true);
  return installBackend(name, name === 'wasm' ? await createWasm(null) : await createCpu());
}
