import { env, findBackendFactory, type KernelBackend } from '@tensorflow/tfjs-core';

/** URLs of the two binaries that are used. */
export interface WasmFiles {
  readonly plain: string;
  readonly simd: string;
}

/** The package registers its factory when it is loaded, once; `installBackend` replaces it afterwards. */
let factory: (() => KernelBackend | Promise<KernelBackend>) | undefined;

/**
 * A ready WASM backend. Without `files` the binaries are looked for beside the package, which is right under
 * Node and nowhere else.
 */
export async function createWasm(files: WasmFiles | null): Promise<KernelBackend> {
  const { setWasmPaths } = await import('@tensorflow/tfjs-backend-wasm');
  factory ??= findBackendFactory('wasm');
  if (files !== null) {
    setWasmPaths({
      'tfjs-backend-wasm.wasm': files.plain,
      'tfjs-backend-wasm-simd.wasm': files.simd,
      // tfjs wants all three names; this one is never asked for, see below.
      'tfjs-backend-wasm-threaded-simd.wasm': files.simd,
    });
  }
  // Threads need cross-origin isolation, which static hosts and ordinary frames do not have, and start workers
  // of their own from blob: URLs. One form everywhere means that what was measured is what a visitor gets.
  env().set('WASM_HAS_MULTITHREAD_SUPPORT', false);
  try {
    return await factory();
  } catch (cause) {
    if (cause instanceof Error) throw cause;
    // tfjs rejects with a bare object and advice for whoever builds the site; the reason is in the console only.
    throw new Error('The WASM binary could not be fetched or compiled', { cause });
  }
}
