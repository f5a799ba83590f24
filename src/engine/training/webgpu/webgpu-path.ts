/**
 * Training on WebGPU. The written-out step trains until the fused step's kernels have compiled; the change happens
 * between two calls of `run`. Both work on the same variables. Where the fused step fails, the written-out one stays,
 * and the id gives the reason.
 */
import type { RunConfig } from '../../../core/config.ts';
import type { ImageSet } from '../../data/dataset.ts';
import type { Network } from '../../model/network.ts';
import { type DenseSpec, denseLayers } from '../../model/spec.ts';
import type { OptimizerSnapshot } from '../../snapshot.ts';
import { MAX_WAIT_MS, problemOf, waitFor, writtenOutId } from '../fused.ts';
import { type Optimizer, createOptimizer } from '../optimizer.ts';
import type { BatchMetrics, SubmittedChunk, TrainingPath } from '../path.ts';
import { WrittenOutPath } from '../written-out-path.ts';
import { FusedTrainer } from './fused-trainer.ts';
import { VARIANTS, type Variant } from './kernels.ts';
import { compileKernels } from './pipelines.ts';
import { planStep } from './step-plan.ts';
import { webGpuBackend } from './tfjs-buffers.ts';
import { fastest } from './tune.ts';
import { Workspace } from './workspace.ts';

export interface WebGpuPathOptions {
  /** Choices; by default those that may be the fastest on this device. */
  readonly variants?: readonly Variant[];
  readonly maxWaitMs?: number;
}

export class WebGpuPath implements TrainingPath {
  /** Settles when the fused step is in use or has failed. Never rejects. */
  readonly ready: Promise<void>;
  onChange?: () => void;
  readonly #network: Network;
  readonly #optimizer: Optimizer;
  readonly #writtenOut: WrittenOutPath;
  #fused: FusedTrainer | null = null;
  #problem: string | null = null;
  #disposed = false;
  /** Settles when `run` no longer waits for the fused step. */
  readonly #waited: Promise<void>;
  /** Runs, submissions and the timing of kernels take turns. */
  #turn: Promise<unknown> = Promise.resolve();

  constructor(network: Network, config: RunConfig, { variants, maxWaitMs = MAX_WAIT_MS }: WebGpuPathOptions = {}) {
    this.#network = network;
    this.#optimizer = createOptimizer(config, network.variables);
    this.#writtenOut = new WrittenOutPath(network, config, this.#optimizer);
    const layers = denseLayers(network.spec);
    this.ready = layers ? this.#prepare(layers, config.batch, variants) : Promise.resolve();
    this.#waited = waitFor(this.ready, maxWaitMs);
  }

  get id(): string {
    if (this.#fused) return `webgpu-fused-${this.#fused.variant}`;
    return writtenOutId(this.#writtenOut.id, this.#problem);
  }

  setLearningRate(lr: number): void {
    this.#optimizer.learningRate = lr;
  }

  async run(images: ImageSet, batches: readonly Uint32Array[]): Promise<BatchMetrics> {
    await this.#waited;
    return this.#inTurn(async () => (await this.#submit(images, batches)).metrics);
  }

  async submit(images: ImageSet, batches: readonly Uint32Array[]): Promise<SubmittedChunk> {
    await this.#waited;
    return this.#inTurn(() => this.#submit(images, batches));
  }

  /** Both steps work on the same variables, and the device orders readings with its other work. */
  optimizerState(): Promise<OptimizerSnapshot> {
    return this.#writtenOut.optimizerState();
  }

  restoreOptimizer(snapshot: OptimizerSnapshot): void {
    this.#writtenOut.restoreOptimizer(snapshot);
  }

  dispose(): void {
    this.#disposed = true;
    this.#fused?.dispose();
    // Disposes the optimiser too, which both steps share.
    this.#writtenOut.dispose();
  }

  async #prepare(layers: readonly DenseSpec[], batch: number, given?: readonly Variant[]): Promise<void> {
    try {
      const tfjs = webGpuBackend();
      const variants = given ?? candidates(tfjs.device);
      const { rule } = this.#optimizer;
      const names = [...new Set(planStep(layers).map(({ kernel }) => kernel))];
      const sets = await Promise.all(variants.map((variant) => compileKernels(tfjs.device, names, variant, rule)));
      await this.#inTurn(async () => {
        if (this.#disposed) return;
        const workspace = await Workspace.create(tfjs.device, layers, batch);
        try {
          const set = await fastest(tfjs.device, sets, layers, rule, workspace);
          const { variables } = this.#network;
          this.#fused = new FusedTrainer({ tfjs, set, layers, variables, optimizer: this.#optimizer, workspace });
        } finally {
          if (!this.#fused) workspace.dispose();
        }
        if (this.#disposed) this.#fused.dispose();
      });
      this.#changed();
    } catch (error) {
      this.#giveUp(error);
    }
  }

  async #submit(images: ImageSet, batches: readonly Uint32Array[]): Promise<SubmittedChunk> {
    const fused = this.#fused;
    if (!fused) return this.#writtenOut.submit(images, batches);
    try {
      await fused.makeRoom(images, batches);
    } catch (error) {
      this.#giveUp(error);
      return this.#writtenOut.submit(images, batches);
    }
    return { metrics: fused.run(images, batches) };
  }

  #giveUp(reason: unknown): void {
    this.#problem = problemOf(reason);
    this.#fused?.dispose();
    this.#fused = null;
    this.#changed();
  }

  #changed(): void {
    if (!this.#disposed) this.onChange?.();
  }

  #inTurn<T>(work: () => Promise<T>): Promise<T> {
    const done = this.#turn.then(work);
    // The caller gets a failure; the next in line starts regardless.
    this.#turn = done.catch(() => undefined);
    return done;
  }
}

/**
 * A software adapter has no shared memory and slow barriers, so the tiled kernels are always slower there (see
 * docs/numbers.md). Compiling and timing them would delay training by seconds.
 */
function candidates({ adapterInfo }: GPUDevice): readonly Variant[] {
  // Older browsers have no `adapterInfo`.
  const info: GPUAdapterInfo | undefined = adapterInfo;
  return info?.isFallbackAdapter ? ['direct'] : VARIANTS;
}
