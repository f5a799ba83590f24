import type { BackendCandidate, OpenBackend } from './candidate.ts';
import { createWasm } from './create-wasm.ts';

/** Valid only where WebAssembly has 128-bit SIMD. */
const SIMD_MODULE = Uint8Array.from(
  [
    '00 61 73 6d 01 00 00 00', // magic, version
    '01 05 01 60 00 01 7b', // type: () → v128
    '03 02 01 00', // one function of it
    '0a 0a 01 08 00 41 00 fd 0f fd 62 0b', // i32.const 0, i8x16.splat, i8x16.popcnt
  ].flatMap((bytes) => bytes.split(' ').map((byte) => Number.parseInt(byte, 16))),
);

/** tfjs' CPU tier in WebAssembly, one thread, with SIMD where the platform has it. */
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
