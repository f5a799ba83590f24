/**
 * Training on WebGL. The written-out step trains until the fused step's programs have linked; the change happens
 * between two calls of `run`. The fused step keeps weights and optimiser state in textures of its own, and the
 * network's variables are updated when they are read. Where the fused step fails, the written-out one stays, and the
 * id gives the reason.
 */
import { type Tensor, backend, dispose } from '@tensorflow/tfjs-core';
import type { MathBackendWebGL } from '@tensorflow/tfjs-backend-webgl';
import type { RunConfig } from '../../../core/config.ts';
import { isSoftwareRenderer } from '../../backends/device-name.ts';
import { rendererOf } from '../../backends/webgl.ts';
import type { ImageSet } from '../../data/dataset.ts';
import { EngineError } from '../../engine.ts';
import type { Network } from '../../model/network.ts';
import { type DenseSpec, denseLayers } from '../../model/spec.ts';
import type { OptimizerSnapshot } from '../../snapshot.ts';
import { type Scorer, networkScorer } from '../evaluate.ts';
import { MAX_WAIT_MS, problemOf, waitFor, writtenOutId } from '../fused.ts';
import { type Optimizer, createOptimizer, readOptimizer, writeOptimizer } from '../optimizer.ts';
import type { BatchMetrics, SubmittedChunk, TrainingPath } from '../path.ts';
import { readBack } from '../read-back.ts';
import { WrittenOutPath } from '../written-out-path.ts';
import { GlTrainer, SCORED_ROWS } from './gl-trainer.ts';
import type { Planes } from './layout.ts';

export interface WebGlPathOptions {
  /** Choices in order of preference; by default the fastest for this device. */
  readonly planes?: readonly Planes[];
  readonly maxWaitMs?: number;
}

export class WebGlPath implements TrainingPath {
  /** Settles when the fused step is in use or has failed. Never rejects. */
  readonly ready: Promise<void>;
  readonly scorer: Scorer;
  onChange?: () => void;
  readonly #network: Network;
  readonly #optimizer: Optimizer;
  readonly #writtenOut: WrittenOutPath;
  readonly #waited: Promise<void>;
  #fused: GlTrainer | null = null;
  #problem: string | null = null;
  #disposed = false;
  /** The variables, or the optimiser's, have values that the fused step lacks, as at the start. */
  #weightsAhead = true;
  #stateAhead = true;
  /** The fused step's updates that the variables have. A run makes more between two of its awaits. */
  #updatesRead = 0;

  constructor(network: Network, config: RunConfig, { planes, maxWaitMs = MAX_WAIT_MS }: WebGlPathOptions = {}) {
    this.#network = network;
    this.#optimizer = createOptimizer(config, network.variables);
    this.#writtenOut = new WrittenOutPath(network, config, this.#optimizer);
    network.bringUpToDate = () => this.#toVariables();
    const byNetwork = networkScorer(network);
    this.scorer = {
      slice: SCORED_ROWS,
      score: (set, rows) =>
        this.#fused && !this.#weightsAhead ? this.#fused.score(set, rows) : byNetwork.score(set, rows),
    };
    const layers = denseLayers(network.spec);
    this.ready = layers ? this.#prepare(layers, config.batch, planes) : Promise.resolve();
    this.#waited = waitFor(this.ready, maxWaitMs);
  }

  get id(): string {
    if (this.#fused) return `webgl-fused-${this.#fused.planes}`;
    return writtenOutId(this.#writtenOut.id, this.#problem);
  }

  setLearningRate(lr: number): void {
    this.#optimizer.learningRate = lr;
  }

  async run(images: ImageSet, batches: readonly Uint32Array[]): Promise<BatchMetrics> {
    return (await this.submit(images, batches)).metrics;
  }

  async submit(images: ImageSet, batches: readonly Uint32Array[]): Promise<SubmittedChunk> {
    await this.#waited;
    const fused = this.#fused;
    if (!fused) return this.#writtenOut.submit(images, batches);
    await this.#takeOver(fused);
    return { metrics: fused.run(images, batches) };
  }

  weightsChanged(): void {
    this.#weightsAhead = true;
    this.#updatesRead = this.#fused?.updates ?? 0;
  }

  async optimizerState(): Promise<OptimizerSnapshot> {
    const fused = this.#fused;
    if (!fused || this.#stateAhead) return readOptimizer(this.#optimizer);
    const { steps, state } = this.#optimizer;
    const copies = state.map((_, kind) => fused.copies(kind));
    return { steps, state: await Promise.all(copies.map(valuesOf)) };
  }

  restoreOptimizer(snapshot: OptimizerSnapshot): void {
    writeOptimizer(this.#optimizer, snapshot);
    this.#stateAhead = true;
    // Reloads the weights too: infinite values reach the padding around them, since 0 · ∞ is not 0.
    this.#toVariables();
    this.#weightsAhead = true;
  }

  dispose(): void {
    this.#disposed = true;
    this.#network.bringUpToDate = null;
    this.#fused?.dispose();
    // Disposes the optimiser too, which both steps share.
    this.#writtenOut.dispose();
  }

  async #prepare(layers: readonly DenseSpec[], batch: number, given?: readonly Planes[]): Promise<void> {
    try {
      const gl = contextOf();
      const { spec } = this.#network;
      const parts = { gl, layers, parameters: spec.parameters, optimizer: this.#optimizer, batch };
      const fused = await GlTrainer.create(parts, given ?? choices(gl));
      if (this.#disposed) fused.dispose();
      else this.#fused = fused;
    } catch (error) {
      this.#problem = problemOf(error);
    }
    if (!this.#disposed) this.onChange?.();
  }

  /** Loads values that only the variables have into the fused step. */
  async #takeOver(fused: GlTrainer): Promise<void> {
    if (this.#weightsAhead) {
      const values = await this.#network.values();
      fused.load('weights', values);
      this.#weightsAhead = false;
    }
    if (this.#stateAhead) {
      const { state } = await readOptimizer(this.#optimizer);
      state.forEach((kind, k) => fused.load(k, kind));
      this.#stateAhead = false;
    }
  }

  #toVariables(): void {
    if (!this.#fused || this.#updatesRead === this.#fused.updates) return;
    this.#updatesRead = this.#fused.updates;
    const copies = this.#fused.copies('weights');
    this.#network.variables.forEach((variable, i) => {
      const copy = copies[i];
      if (!copy) throw new EngineError('internal', `parameter ${i} has no copy`);
      variable.assign(copy);
    });
    dispose(copies);
  }
}

async function valuesOf(copies: readonly Tensor[]): Promise<Float32Array[]> {
  try {
    return await Promise.all(copies.map((copy) => readBack(copy, "The optimiser's state")));
  } finally {
    for (const copy of copies) copy.dispose();
  }
}

/** tfjs' context; call it where tfjs runs on WebGL. */
function contextOf(): WebGL2RenderingContext {
  // The current backend is tfjs' own.
  const { gl } = (backend() as MathBackendWebGL).gpgpu;
  if (!(gl instanceof WebGL2RenderingContext)) throw new EngineError('backend', 'tfjs does not run on WebGL 2');
  return gl;
}

/**
 * More planes mean fewer fetches and fewer fragments. For software renderers fetches are the cost. A GPU has more
 * threads than there are fragments, and Apple's cannot draw on eight planes.
 */
function choices(gl: WebGL2RenderingContext): readonly Planes[] {
  return isSoftwareRenderer(rendererOf(gl)) ? [8, 4] : [4];
}
