/** The page of the step benchmarks: one backend per page, driven from Node through `window.bench`. */
import type { BackendName, DatasetName } from '../../src/core/types.ts';
import { type ChosenBackend, chooseBackend } from '../../src/engine/backends/choose-backend.ts';
import type { Dataset } from '../../src/engine/data/dataset.ts';
import { openDataset } from '../../src/engine/data/open-dataset.ts';
import { type ImplementationName, POOL, type WorkloadChoice } from '../implementations/implementation.ts';
import { installGpuMeter } from '../implementations/gpu-meter.ts';
import { Lab, type Measurement, type Opened } from '../implementations/lab.ts';
import { type MemorySample, watchMemory } from './memory.ts';

export interface Started {
  readonly device: string;
  readonly software: boolean;
  readonly dataset: DatasetName;
}

export interface Bench {
  start(backend: BackendName, data: DatasetName): Promise<Started>;
  open(key: string, name: ImplementationName, choice: WorkloadChoice): Promise<Opened>;
  measure(key: string, steps: number): Promise<Measurement>;
  close(key: string): void;
  /** Samples after each epoch of a run on a small data set. */
  memory(epochs: number): Promise<readonly MemorySample[]>;
}

declare global {
  interface Window {
    bench: Bench;
  }
}

installGpuMeter();

let lab: Lab | null = null;
let chosen: ChosenBackend | null = null;

function started(): Lab {
  if (!lab) throw new Error('start() has not been called');
  return lab;
}

window.bench = {
  async start(backend, data) {
    // On load, tfjs registers its own backends; ours has to be registered after them.
    await import('@tensorflow/tfjs');
    chosen = await chooseBackend(backend);
    if (chosen.backend !== backend) {
      const { why, detail } = chosen.passedOver.find((one) => one.backend === backend) ?? { why: 'passed over' };
      chosen.release();
      throw new Error(detail ?? why);
    }
    const dataset = await load(data);
    lab = new Lab(backend, dataset.train);
    return { device: chosen.device, software: chosen.software, dataset: dataset.name };
  },
  open: async (key, name, choice) => started().open(key, name, choice),
  measure: async (key, steps) => started().measure(key, steps),
  close: (key) => started().close(key),
  memory: async (epochs) => watchMemory(epochs),
};

/** Settles when all images that are used have loaded. */
async function load(choice: DatasetName): Promise<Dataset> {
  if (choice === 'synthetic') {
    const { createSyntheticDataset } = await import('../../src/engine/data/synthetic.ts');
    const made = createSyntheticDataset({ trainImages: POOL, testImages: 10, onProgress: () => undefined });
    await made.train.whenLoaded(POOL);
    return made;
  }
  let opened: Dataset | null = null;
  await openDataset({
    choice,
    baseUrl: new URL('.', location.href).href,
    signal: new AbortController().signal,
    onReport: () => undefined,
    onNotice: ({ code }) => {
      throw new Error(`MNIST could not be read: ${code}`);
    },
    onDataset: (dataset) => (opened = dataset),
  });
  if (!opened) throw new Error('no data set was opened');
  return opened;
}
