/** Gives Node what a browser's global scope has of WebGPU. Before any module that looks for it at its start. */
import { createRequire } from 'node:module';

interface Dawn {
  readonly create: (flags: readonly string[]) => GPU;
  readonly globals: Readonly<Record<string, unknown>>;
}

/** `file`: a dawn.node. Throws the loader's own error where it cannot be loaded. */
export function installWebGpu(file: string): void {
  // Its two exports are documented by the package it comes from.
  const { create, globals } = createRequire(import.meta.url)(file) as Dawn;
  Object.assign(globalThis, globals);
  const gpu = create([]);
  Object.defineProperty(globalThis, 'navigator', { value: { gpu, userAgent: 'Node' }, configurable: true });
}
