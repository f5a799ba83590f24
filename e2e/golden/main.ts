/** The golden suite in a page of its own, for the backends that only browsers have. */
import { memory } from '@tensorflow/tfjs-core';
import type { BackendName } from '../../src/core/types.ts';
import { chooseBackend } from '../../src/engine/backends/choose-backend.ts';
import { createPath } from '../../src/engine/training/create-path.ts';
import { goldenImages } from '../../src/engine/testing/golden.ts';
import { type GoldenRun, type PathFactory, runGolden } from '../../src/engine/testing/golden-suite.ts';
import type { Variant } from '../../src/engine/training/webgpu/kernels.ts';
import { WebGpuPath } from '../../src/engine/training/webgpu/webgpu-path.ts';
import { calculateReferences } from './comparison.ts';
import { type Continued, checkContinued } from './continued.ts';
import { type FusedGlReport, checkFusedGl } from './fused-webgl.ts';
import { type FusedReport, checkFused } from './fused.ts';

export interface GoldenReport extends GoldenRun {
  readonly backend: BackendName;
  readonly tensorsLeft: number;
}

declare global {
  interface Window {
    /** `variants`: of WebGPU's fused step, timed if there are several. Without them, the engine's own choice. */
    golden: (backend: BackendName, lr: number, steps: number, variants?: readonly Variant[]) => Promise<GoldenReport>;
    fused: (...args: Parameters<typeof checkFused>) => Promise<FusedReport>;
    continued: (backend: BackendName) => Promise<readonly Continued[]>;
    /** To be called once before `fused` and `fusedGl`. */
    calculateReferences: () => Promise<void>;
    fusedGl: (...args: Parameters<typeof checkFusedGl>) => Promise<FusedGlReport>;
  }
}

window.golden = async (name, lr, steps, variants) => {
  const chosen = await chooseBackend(name);
  const before = memory().numTensors;
  const factory: PathFactory = variants
    ? (network, config) => new WebGpuPath(network, config, { variants })
    : createPath;
  const run = await runGolden(factory, lr, steps);
  const tensorsLeft = memory().numTensors - before;
  chosen.release();
  return { ...run, backend: chosen.backend, tensorsLeft };
};

async function on<Result>(name: BackendName, work: () => Promise<Result>): Promise<Result> {
  const chosen = await chooseBackend(name);
  try {
    return await work();
  } finally {
    chosen.release();
  }
}

window.continued = (name) => on(name, checkContinued);
window.calculateReferences = () => on('wasm', () => calculateReferences(goldenImages(2)));
window.fused = (...args) => on('webgpu', () => checkFused(...args));
window.fusedGl = (...args) => on('webgl', () => checkFusedGl(...args));
