/** The binaries' URLs in the built site. Only a bundler can load this module: import it dynamically. */
import plain from '@tensorflow/tfjs-backend-wasm/dist/tfjs-backend-wasm.wasm?url';
import simd from '@tensorflow/tfjs-backend-wasm/dist/tfjs-backend-wasm-simd.wasm?url';

/** URLs of the two binaries that are used. */
export interface WasmFiles {
  readonly plain: string;
  readonly simd: string;
}

/** Absolute: in a sandboxed frame the worker's own address is a data: URL, so no URL can be relative to it. */
const absolute = (url: string) => new URL(url, import.meta.url).href;

export const WASM_FILES: WasmFiles = { plain: absolute(plain), simd: absolute(simd) };
