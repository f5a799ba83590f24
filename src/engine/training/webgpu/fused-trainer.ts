/**
 * Runs batches as fused steps in place, on the network's variables and the optimiser's state, so that TensorFlow.js
 * sees the same numbers. Owns its workspace and the data set's copy on the GPU.
 */
import type { Variable } from '@tensorflow/tfjs-core';
import type { WebGPUBackend } from '@tensorflow/tfjs-backend-webgpu';
import type { ImageSet } from '../../data/dataset.ts';
import { EngineError } from '../../engine.ts';
import type { DenseSpec } from '../../model/spec.ts';
import type { Optimizer } from '../optimizer.ts';
import { MAX_CHUNK_STEPS } from '../answer-time.ts';
import type { BatchMetrics } from '../path.ts';
import { answerOf } from '../read-back.ts';
import { BoundStep } from './bound-step.ts';
import type { Variant } from './kernels.ts';
import type { KernelSet } from './pipelines.ts';
import { ResidentImages } from './resident-images.ts';
import { type PlannedDispatch, planStep } from './step-plan.ts';
import { MAX_BATCH } from './step-table.ts';
import { takeBuffers } from './tfjs-buffers.ts';
import { Workspace } from './workspace.ts';

export interface FusedParts {
  readonly tfjs: WebGPUBackend;
  readonly set: KernelSet;
  readonly layers: readonly DenseSpec[];
  readonly variables: readonly Variable[];
  readonly optimizer: Optimizer;
  /** The trainer takes ownership. */
  readonly workspace: Workspace;
}

interface Bound {
  readonly step: BoundStep;
  readonly buffers: readonly GPUBuffer[];
  readonly images: ResidentImages;
}

export class FusedTrainer {
  readonly #parts: FusedParts;
  readonly #plan: readonly PlannedDispatch[];
  /** Weights, then the optimiser's state; the order never changes. */
  readonly #variables: readonly Variable[];
  #workspace: Workspace;
  #images: ResidentImages | null = null;
  #bound: Bound | null = null;

  constructor(parts: FusedParts) {
    this.#parts = parts;
    this.#plan = planStep(parts.layers);
    this.#variables = [...parts.variables, ...parts.optimizer.state.flat()];
    this.#workspace = parts.workspace;
  }

  get variant(): Variant {
    return this.#parts.set.variant;
  }

  /** Puts data set and workspace for the next `run` on the GPU; rejects where there is no room. */
  async makeRoom(images: ImageSet, batches: readonly Uint32Array[]): Promise<void> {
    const { device } = this.#parts.tfjs;
    if (this.#images?.set !== images) {
      this.#images?.dispose();
      this.#images = null;
      this.#images = await ResidentImages.create(device, images);
    }
    const largest = Math.max(0, ...batches.map((rows) => rows.length));
    if (largest <= this.#workspace.batch) return;
    if (largest > MAX_BATCH) throw new EngineError('argument', `A batch has at most ${MAX_BATCH} images`);
    const former = this.#workspace;
    this.#workspace = await Workspace.create(device, this.#parts.layers, largest);
    this.#bound = null;
    former.dispose();
  }

  /** As `TrainingPath.run`, after `makeRoom` with the same arguments. */
  async run(images: ImageSet, batches: readonly Uint32Array[]): Promise<BatchMetrics> {
    const losses = new Float32Array(batches.length);
    const accuracies = new Float32Array(batches.length);
    const resident = this.#images;
    if (resident?.set !== images) throw new EngineError('internal', 'The images are not on the GPU');
    for (let first = 0; first < batches.length; first += MAX_CHUNK_STEPS) {
      const part = batches.slice(first, first + MAX_CHUNK_STEPS);
      const read = this.#submit(resident, part, images.white ?? 255);
      // oxlint-disable-next-line no-await-in-loop -- one submit at a time, so that the device can do other work
      const metrics = await answerOf(read(), 'The training step');
      part.forEach((rows, i) => {
        losses[first + i] = (metrics[2 * i] ?? Number.NaN) / rows.length;
        accuracies[first + i] = (metrics[2 * i + 1] ?? Number.NaN) / rows.length;
      });
    }
    return { losses, accuracies };
  }

  dispose(): void {
    this.#images?.dispose();
    this.#images = null;
    this.#workspace.dispose();
  }

  /** Synchronous from `takeBuffers` to the submit: tfjs must not move the buffers in between. */
  #submit(images: ResidentImages, batches: readonly Uint32Array[], white: number): () => Promise<Float32Array> {
    const { tfjs, optimizer } = this.#parts;
    let last = 0;
    for (const rows of batches) for (const row of rows) if (row > last) last = row;
    images.ensure(last + 1);
    const step = this.#bind(takeBuffers(tfjs, this.#variables), images);
    this.#workspace.write(batches, optimizer, white);
    const encoder = tfjs.device.createCommandEncoder({ label: 'training' });
    step.record(
      encoder,
      batches.map((rows) => rows.length),
    );
    const read = this.#workspace.copyMetrics(encoder, batches.length);
    tfjs.device.queue.submit([encoder.finish()]);
    optimizer.steps += batches.length;
    return read;
  }

  /** The bound step; bound again where tfjs has moved a variable or the images have changed. */
  #bind(buffers: readonly GPUBuffer[], images: ResidentImages): BoundStep {
    const former = this.#bound;
    if (former?.images === images && former.buffers.every((buffer, i) => buffer === buffers[i])) return former.step;
    const { tfjs, set, variables, optimizer } = this.#parts;
    const count = variables.length;
    const step = new BoundStep(tfjs.device, set, this.#plan, this.#workspace, {
      parameters: buffers.slice(0, count),
      state: optimizer.state.map((_, kind) => buffers.slice((kind + 1) * count, (kind + 2) * count)),
      pixels: images.pixels,
      labels: images.labels,
    });
    this.#bound = { step, buffers, images };
    return step;
  }
}
