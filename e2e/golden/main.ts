/** The golden suite in a page of its own, so that the backends that only browsers have are held against it too. */
import { memory } from '@tensorflow/tfjs-core';
import type { BackendName } from '../../src/core/types.ts';
import { chooseBackend } from '../../src/engine/backends/choose-backend.ts';
import { createPath } from '../../src/engine/training/create-path.ts';
import { type GoldenRun, runGolden } from '../../src/engine/training/golden-suite.ts';

export interface GoldenReport extends GoldenRun {
  readonly backend: BackendName;
  readonly tensorsLeft: number;
}

declare global {
  interface Window {
    golden: (backend: BackendName, lr: number, steps: number) => Promise<GoldenReport>;
  }
}

window.golden = async (name, lr, steps) => {
  const chosen = await chooseBackend(name);
  const before = memory().numTensors;
  const run = await runGolden(createPath, lr, steps);
  const tensorsLeft = memory().numTensors - before;
  chosen.release();
  return { ...run, backend: chosen.backend, tensorsLeft };
};
