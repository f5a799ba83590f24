import { type KernelBackend, env, findBackendFactory } from '@tensorflow/tfjs-core';
import type { BackendCandidate, OpenBackend } from './candidate.ts';
import type { WasmFiles } from './wasm-files.ts';

/** Valid only where WebAssembly has 128-bit SIMD. */
const SIMD_MODULE = Uint8Array.from(
  [
    '00 61 73 6d 01 00 00 00', // magic, version
    '01 05 01 60 00 01 7b', // type: () → v128
    '03 02 01 00', // one function of it
    '0a 0a 01 08 00 41 00 fd 0f fd 62 0b', // i32.const 0, i8x16.splat, i8x16.popcnt
  ].flatMap((bytes) => bytes.split(' ').map((byte) => Number.parseInt(byte, 16))),
);

/** tfjs' WebAssembly backend: one thread, with SIMD where the platform has it. */
export const wasm: BackendCandidate = {
  name: 'wasm',
  async probe() {
    if (typeof WebAssembly === 'undefined') {
      return { available: false, why: 'missing', detail: 'This browser has no WebAssembly' };
    }
    return {
      available: true,
      device: WebAssembly.validate(SIMD_MODULE) ? 'WASM SIMD' : 'WASM',
      software: false,
      open,
    };
  },
};

async function open(): Promise<OpenBackend> {
  const { WASM_FILES } = await import('./wasm-files.ts');
  return { backend: await createWasm(WASM_FILES), release: () => undefined };
}

/** tfjs registers this factory when the package loads; `installBackend` replaces it in the registry later. */
let factory: (() => KernelBackend | Promise<KernelBackend>) | undefined;

/**
 * A ready WASM backend. Without `files` tfjs looks for the binaries beside the package, which works under Node only.
 */
export async function createWasm(files: WasmFiles | null): Promise<KernelBackend> {
  const { setWasmPaths } = await import('@tensorflow/tfjs-backend-wasm');
  factory ??= findBackendFactory('wasm');
  if (files !== null) {
    setWasmPaths({
      'tfjs-backend-wasm.wasm': files.plain,
      'tfjs-backend-wasm-simd.wasm': files.simd,
      // tfjs requires all three names; it never fetches this one, see below.
      'tfjs-backend-wasm-threaded-simd.wasm': files.simd,
    });
  }
  // Threads need cross-origin isolation, which static hosts and ordinary frames lack, and start workers from blob:
  // URLs. One thread everywhere: measurements hold for every visitor.
  env().set('WASM_HAS_MULTITHREAD_SUPPORT', false);
  try {
    return await factory();
  } catch (cause) {
    if (cause instanceof Error) throw cause;
    // tfjs rejects with a bare object; the reason is in the console only.
    throw new Error('The WASM binary could not be fetched or compiled', { cause });
  }
}
