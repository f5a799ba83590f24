/** The binaries' URLs in the built site. Only a bundler understands this module: import it where it is used. */
import plain from '@tensorflow/tfjs-backend-wasm/dist/tfjs-backend-wasm.wasm?url';
import simd from '@tensorflow/tfjs-backend-wasm/dist/tfjs-backend-wasm-simd.wasm?url';
import type { WasmFiles } from './create-wasm.ts';

/** Absolute: in a sandboxed frame the worker's own address is a data: URL, from which nothing can be relative. */
const absolute = (url: string) => new URL(url, import.meta.url).href;

export const WASM_FILES: WasmFiles = { plain: absolute(plain), simd: absolute(simd) };
