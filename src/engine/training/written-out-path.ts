/**
 * The step as a sequence of TensorFlow.js operations, with the backward pass written out. Runs on every backend. Losses
 * stay on the device until the whole chunk is queued, so the path awaits a GPU once per chunk.
 */
import {
  type Tensor,
  type Tensor1D,
  type Tensor2D,
  exp,
  getBackend,
  mul,
  scalar,
  stack,
  sub,
  tensor1d,
  tensor2d,
  tidy,
} from '@tensorflow/tfjs-core';
import type { RunConfig } from '../../core/config.ts';
import { PIXELS } from '../../core/types.ts';
import type { ImageSet } from '../data/dataset.ts';
import { gatherImages, gatherLabels } from '../data/gather.ts';
import type { Network } from '../model/network.ts';
import type { OptimizerSnapshot } from '../snapshot.ts';
import { type Optimizer, createOptimizer, readOptimizer, writeOptimizer } from './optimizer.ts';
import type { BatchMetrics, SubmittedChunk, TrainingPath } from './path.ts';
import { readBack } from './read-back.ts';
import { score } from './score.ts';

export class WrittenOutPath implements TrainingPath {
  readonly id = `${getBackend()}-written-out`;
  readonly #optimizer: Optimizer;

  readonly #network: Network;

  /** The path takes ownership of `optimizer`, which must be made for the network's variables. */
  constructor(
    network: Network,
    config: Pick<RunConfig, 'optimizer' | 'lr' | 'momentum'>,
    optimizer = createOptimizer(config, network.variables),
  ) {
    this.#network = network;
    this.#optimizer = optimizer;
  }

  setLearningRate(lr: number): void {
    this.#optimizer.learningRate = lr;
  }

  async run(images: ImageSet, batches: readonly Uint32Array[]): Promise<BatchMetrics> {
    return (await this.submit(images, batches)).metrics;
  }

  async submit(images: ImageSet, batches: readonly Uint32Array[]): Promise<SubmittedChunk> {
    const packed = tidy(() => stack(batches.map((rows) => this.#step(images, rows))));
    return { metrics: metricsOf(packed, batches) };
  }

  /** One update; returns [summed loss, right answers]. */
  #step(images: ImageSet, rows: Uint32Array): Tensor1D {
    return tidy(() => {
      const x = tensor2d(gatherImages(images, rows), [rows.length, PIXELS]);
      const y = tensor1d(gatherLabels(images, rows), 'int32');
      const traces = this.#network.trace(x);
      const logits = traces.at(-1)?.output as Tensor2D;

      const { logP, target, loss, correct } = score(logits, y);
      // ∂(mean cross-entropy)/∂logits = (softmax − one-hot) / batch.
      const dLogits = mul(sub(exp(logP), target), scalar(1 / rows.length));
      this.#optimizer.apply(this.#network.gradients(traces, dLogits));
      return stack([loss, correct]) as Tensor1D;
    });
  }

  optimizerState(): Promise<OptimizerSnapshot> {
    return readOptimizer(this.#optimizer);
  }

  restoreOptimizer(snapshot: OptimizerSnapshot): void {
    writeOptimizer(this.#optimizer, snapshot);
  }

  dispose(): void {
    this.#optimizer.dispose();
  }
}

/** `packed`: [summed loss, right answers] of each batch, which it disposes of. */
async function metricsOf(packed: Tensor, batches: readonly Uint32Array[]): Promise<BatchMetrics> {
  try {
    const values = await readBack(packed, 'The training step');
    const losses = new Float32Array(batches.length);
    const accuracies = new Float32Array(batches.length);
    batches.forEach((rows, i) => {
      losses[i] = (values[2 * i] ?? Number.NaN) / rows.length;
      accuracies[i] = (values[2 * i + 1] ?? Number.NaN) / rows.length;
    });
    return { losses, accuracies };
  } finally {
    packed.dispose();
  }
}
