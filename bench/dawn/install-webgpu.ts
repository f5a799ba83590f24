/** Adds WebGPU's globals to Node. Call it before loading modules that look for them. */
import { createRequire } from 'node:module';

interface Dawn {
  readonly create: (flags: readonly string[]) => GPU;
  readonly globals: Readonly<Record<string, unknown>>;
}

/** `file`: a dawn.node. Throws the loader's own error where it cannot be loaded. */
export function installWebGpu(file: string): void {
  // The package documents these two exports.
  const { create, globals } = createRequire(import.meta.url)(file) as Dawn;
  Object.assign(globalThis, globals);
  const gpu = create([]);
  Object.defineProperty(globalThis, 'navigator', { value: { gpu, userAgent: 'Node' }, configurable: true });
}
