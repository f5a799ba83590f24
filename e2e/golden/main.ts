/** The golden suite in a page of its own, so that the backends that only browsers have are held against it too. */
import { memory } from '@tensorflow/tfjs-core';
import type { BackendName } from '../../src/core/types.ts';
import { chooseBackend } from '../../src/engine/backends/choose-backend.ts';
import { createPath } from '../../src/engine/training/create-path.ts';
import { type GoldenRun, type PathFactory, runGolden } from '../../src/engine/testing/golden-suite.ts';
import type { Variant } from '../../src/engine/training/webgpu/kernels.ts';
import { WebGpuPath } from '../../src/engine/training/webgpu/webgpu-path.ts';
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

window.continued = async (name) => {
  const chosen = await chooseBackend(name);
  try {
    return await checkContinued();
  } finally {
    chosen.release();
  }
};

window.fused = async (...args) => {
  const chosen = await chooseBackend('webgpu');
  try {
    return await checkFused(...args);
  } finally {
    chosen.release();
  }
};

window.fusedGl = async (...args) => {
  const chosen = await chooseBackend('webgl');
  try {
    return await checkFusedGl(...args);
  } finally {
    chosen.release();
  }
};
