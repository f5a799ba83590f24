/** Trains on a small set with the engine's own trainer, and samples memory after each epoch. */
import { memory } from '@tensorflow/tfjs-core';
import { type RunConfig, defaultConfig } from '../../src/core/config.ts';
import { createSyntheticDataset } from '../../src/engine/data/synthetic.ts';
import { createModel, disposeModel } from '../../src/engine/active-model.ts';
import { predict } from '../../src/engine/training/evaluate.ts';
import { runAlone } from '../../src/engine/training/run-alone.ts';
import { gpuCounts } from '../implementations/gpu-meter.ts';

export interface MemorySample {
  readonly epoch: number;
  readonly tensors: number;
  readonly tensorBytes: number;
  /** After a garbage collection; null where the browser exposes none. */
  readonly heapBytes: number | null;
  readonly gpuBuffers: number;
  readonly gpuBytes: number;
}

const TRAIN_IMAGES = 640;
const TEST_IMAGES = 250;
/** An odd width, and a batch size that leaves a partial last batch. */
const CONFIG: RunConfig = { ...defaultConfig('mlp'), layers: [64, 33], batch: 48 };

export async function watchMemory(epochs: number): Promise<readonly MemorySample[]> {
  const config = { ...CONFIG, epochs };
  const dataset = createSyntheticDataset({
    trainImages: TRAIN_IMAGES,
    testImages: TEST_IMAGES,
    onProgress: () => undefined,
  });
  await Promise.all([dataset.train.whenLoaded(TRAIN_IMAGES), dataset.test.whenLoaded(TEST_IMAGES)]);
  const model = createModel(config);
  const samples: MemorySample[] = [];
  const pixels = new Float32Array(784).fill(0.5);
  try {
    await runAlone(model, dataset, {
      onEpoch: ({ epoch }) => samples.push(sample(epoch)),
      // As the page does while it watches a drawing.
      onWeights: async () => void (await predict(model.network, pixels)),
    });
  } finally {
    disposeModel(model);
  }
  return samples;
}

type Collected = typeof globalThis & { readonly gc?: () => void };
type Measured = Performance & { readonly memory?: { readonly usedJSHeapSize: number } };

function sample(epoch: number): MemorySample {
  const { gc } = globalThis as Collected;
  gc?.();
  const { numTensors, numBytes } = memory();
  const { buffers, bufferBytes } = gpuCounts();
  return {
    epoch,
    tensors: numTensors,
    tensorBytes: numBytes,
    heapBytes: (gc && (performance as Measured).memory?.usedJSHeapSize) ?? null,
    gpuBuffers: buffers,
    gpuBytes: bufferBytes,
  };
}
