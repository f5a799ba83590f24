/** Injects faults into the engine's worker, which Playwright's init scripts do not reach. */
import type { Page } from '@playwright/test';

export const WORKER_SCRIPT = '**/assets/worker-*.js';

/**
 * Runs `code` in the worker before the engine's own. `times`: how many workers get it; all by default.
 */
export async function patchWorker(page: Page, code: string, times?: number): Promise<void> {
  await page.route(
    WORKER_SCRIPT,
    async (route) => {
      const response = await route.fetch();
      await route.fulfill({ response, body: `${code};\n${await response.text()}` });
    },
    times === undefined ? {} : { times },
  );
}

/** Faults of a platform, each as code for `patchWorker`; can be concatenated. */
export const BROKEN = {
  webgpuMissing: `Object.defineProperty(WorkerNavigator.prototype, 'gpu', { value: undefined });`,
  /** Accepts every command and runs none, so that all results are zero. */
  webgpuCalculatingWrongly: `GPUQueue.prototype.submit = () => {};`,
  webglMissing: `{
    const { getContext } = OffscreenCanvas.prototype;
    OffscreenCanvas.prototype.getContext = function (type, ...rest) {
      return /webgl/.test(type) ? null : getContext.call(this, type, ...rest);
    };
  }`,
  wasmFailing: `{
    const fail = () => Promise.reject(new Error('WASM is forbidden here'));
    Object.assign(WebAssembly, { instantiate: fail, instantiateStreaming: fail, compile: fail, compileStreaming: fail });
  }`,
} as const;
