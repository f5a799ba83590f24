/** The binaries' URLs in the built site. Only a bundler understands this module: import it where it is used. */
import plain from '@tensorflow/tfjs-backend-wasm/dist/tfjs-backend-wasm.wasm?url';
import simd from '@tensorflow/tfjs-backend-wasm/dist/tfjs-backend-wasm-simd.wasm?url';
import type { WasmFiles } from './create-wasm.ts';

export const WASM_FILES: WasmFiles = { plain, simd };
