/**
 * Training on WebGPU: the fused step, or the written-out one where it takes long to compile the fused one's kernels;
 * then the fused one follows between two calls of `run`. Both work on the same variables, so nothing is lost in the
 * change. Where there can be no fused step the written-out one stays, and the id says why.
 */
import type { RunConfig } from '../../../core/config.ts';
import type { ImageSet } from '../../data/dataset.ts';
import type { Network } from '../../model/network.ts';
import { type DenseSpec, denseLayers } from '../../model/spec.ts';
import type { OptimizerSnapshot } from '../../snapshot.ts';
import { MAX_WAIT_MS, problemOf, waitFor, writtenOutId } from '../fused.ts';
import { type Optimizer, createOptimizer } from '../optimizer.ts';
import type { BatchMetrics, TrainingPath } from '../path.ts';
import { WrittenOutPath } from '../written-out-path.ts';
import { FusedTrainer } from './fused-trainer.ts';
import { VARIANTS, type Variant } from './kernels.ts';
import { compileKernels } from './pipelines.ts';
import { planStep } from './step-plan.ts';
import { webGpuBackend } from './tfjs-buffers.ts';
import { fastest } from './tune.ts';
import { Workspace } from './workspace.ts';

export interface WebGpuPathOptions {
  /** Those to choose from; without them, those that may be the fastest here. */
  readonly variants?: readonly Variant[];
  readonly maxWaitMs?: number;
}

export class WebGpuPath implements TrainingPath {
  /** Settles when it is decided which step is used from now on. Never rejects. */
  readonly ready: Promise<void>;
  onChange?: () => void;
  readonly #network: Network;
  readonly #optimizer: Optimizer;
  readonly #writtenOut: WrittenOutPath;
  #fused: FusedTrainer | null = null;
  #problem: string | null = null;
  #disposed = false;
  /** Settles when no `run` waits for the fused step any longer. */
  readonly #waited: Promise<void>;
  /** Runs and the timing of kernels take turns. */
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
    return this.#inTurn(async () => {
      const fused = this.#fused;
      if (!fused) return this.#writtenOut.run(images, batches);
      try {
        await fused.makeRoom(images, batches);
      } catch (error) {
        this.#giveUp(error);
        return this.#writtenOut.run(images, batches);
      }
      return fused.run(images, batches);
    });
  }

  /** Both steps work on the same variables, and the device takes a reading in turn with its other work. */
  optimizerState(): Promise<OptimizerSnapshot> {
    return this.#writtenOut.optimizerState();
  }

  restoreOptimizer(snapshot: OptimizerSnapshot): void {
    this.#writtenOut.restoreOptimizer(snapshot);
  }

  dispose(): void {
    this.#disposed = true;
    this.#fused?.dispose();
    // Also the optimiser, which both steps share.
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
    // Whoever asked hears of a failure; the next in line starts all the same.
    this.#turn = done.catch(() => undefined);
    return done;
  }
}

/**
 * A processor that stands in for a GPU has no shared memory, and barriers are what it is worst at: on SwiftShader the
 * tiled kernels take 5 to 13 times as long. Compiling and timing them there would keep training waiting for seconds.
 */
function candidates({ adapterInfo }: GPUDevice): readonly Variant[] {
  // Older browsers tell nothing of the adapter.
  const info: GPUAdapterInfo | undefined = adapterInfo;
  return info?.isFallbackAdapter ? ['direct'] : VARIANTS;
}
