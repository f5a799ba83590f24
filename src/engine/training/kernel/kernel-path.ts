/**
 * The step on this project's own kernels for processors: WebAssembly SIMD, or plain JavaScript. The weights are in the
 * kernels' heap. TensorFlow.js' variables are updated when they are read, and always have the weights of one whole
 * step.
 */
import { getBackend } from '@tensorflow/tfjs-core';
import type { RunConfig } from '../../../core/config.ts';
import { PIXELS, SIDE } from '../../../core/types.ts';
import type { ImageSet } from '../../data/dataset.ts';
import { writeImages } from '../../data/gather.ts';
import { EngineError } from '../../engine.ts';
import type { CreateKernels, Kernels } from '../../kernels/kernels.ts';
import type { Network } from '../../model/network.ts';
import type { OptimizerSnapshot } from '../../snapshot.ts';
import type { Scorer } from '../evaluate.ts';
import { type ParameterSet, expectKinds } from '../optimizer.ts';
import { Pace, type YieldPolicy } from '../pace.ts';
import type { BatchMetrics, TrainingPath } from '../path.ts';
import { type Activation, Arena } from './arena.ts';
import { ConvLayer } from './conv-layer.ts';
import { type BatchScore, crossEntropy } from './cross-entropy.ts';
import { DenseLayer } from './dense-layer.ts';
import type { KernelLayer } from './kernel-layer.ts';
import { HeapOptimizer } from './heap-optimizer.ts';

/** For calls from outside a run. */
const DEFAULT_YIELD_POLICY: YieldPolicy = new Pace();
/** Images evaluated at a time: whole tiles, and few enough to stay in the cache. */
const SCORED_ROWS = 64;

export class KernelPath implements TrainingPath {
  readonly id: string;
  readonly #network: Network;
  readonly #optimizer: HeapOptimizer;
  readonly #arena: Arena;
  readonly #kernels: Kernels;
  readonly #layers: readonly KernelLayer[];
  readonly #input: Activation;
  readonly #logits: Activation;
  /** The variables have values that the heap lacks, as at the start. */
  #variablesAhead = true;
  /** The heap has weights that the variables lack. */
  #variablesBehind = false;
  /** Some of the heap's weights are already those of the unfinished step. */
  #updating = false;

  constructor(network: Network, config: RunConfig, create: CreateKernels) {
    this.#network = network;
    this.#optimizer = new HeapOptimizer(config);
    const arena = new Arena();
    const rows = Math.max(config.batch, SCORED_ROWS);
    const { layers, input, logits } = plan(arena, network, rows, this.#optimizer);
    [this.#layers, this.#input, this.#logits] = [layers, input, logits];
    this.#kernels = create(arena);
    this.id = `${getBackend()}-${this.#kernels.name}`;
    this.#arena = arena;
    arena.fill(this.#kernels.heap);
    network.bringUpToDate = () => this.#toVariables();
  }

  setLearningRate(lr: number): void {
    this.#optimizer.learningRate = lr;
  }

  weightsChanged(): void {
    this.#variablesAhead = true;
    this.#variablesBehind = false;
  }

  async run(
    images: ImageSet,
    batches: readonly Uint32Array[],
    yieldPolicy = DEFAULT_YIELD_POLICY,
  ): Promise<BatchMetrics> {
    await this.#takeOver();
    const losses = new Float32Array(batches.length);
    const accuracies = new Float32Array(batches.length);
    for (const [i, rows] of batches.entries()) {
      // oxlint-disable-next-line no-await-in-loop
      const { loss, correct } = await runYielding(this.#step(images, rows, yieldPolicy), yieldPolicy);
      losses[i] = loss / rows.length;
      accuracies[i] = correct / rows.length;
    }
    return { losses, accuracies };
  }

  readonly scorer: Scorer = {
    slice: SCORED_ROWS,
    score: async (images, rows, yieldPolicy = DEFAULT_YIELD_POLICY) => {
      await this.#takeOver();
      return runYielding(this.#forward(images, rows), yieldPolicy);
    },
  };

  async optimizerState(): Promise<OptimizerSnapshot> {
    const { keptStates, steps } = this.#optimizer;
    return { steps, state: Array.from({ length: keptStates }, (_, kind) => this.#stored(kind)) };
  }

  restoreOptimizer({ steps, state }: OptimizerSnapshot): void {
    expectKinds(state, this.#optimizer.keptStates);
    this.#toVariables();
    // Clears the padding too: infinite values reach it, since 0 · ∞ is not 0.
    this.#kernels.heap.fill(0);
    this.#arena.fill(this.#kernels.heap);
    this.#variablesAhead = true;
    state.forEach((kind, k) => this.#load(k, kind));
    this.#optimizer.steps = steps;
  }

  dispose(): void {
    this.#network.bringUpToDate = null;
  }

  *#forward(images: ImageSet, rows: Uint32Array): Generator<void, BatchScore> {
    const { heap } = this.#kernels;
    const { values: at, image, line } = this.#input;
    writeImages(images, rows, heap, { at, image, line });
    for (const layer of this.#layers) yield* layer.forward(this.#kernels, rows.length);
    const labels = Uint8Array.from(rows, (row) => images.labels[row] ?? 0);
    return crossEntropy(heap, this.#logits, labels);
  }

  *#step(images: ImageSet, rows: Uint32Array, { maxBlockMs }: YieldPolicy): Generator<void, BatchScore> {
    const startedAt = performance.now();
    const score = yield* this.#forward(images, rows);
    // A message handled before the last update must find the weights of the step before.
    if (performance.now() - startedAt > maxBlockMs / 4) this.#toVariables();
    this.#updating = true;
    this.#optimizer.nextStep();
    for (const layer of this.#layers.toReversed()) yield* layer.backward(this.#kernels, rows.length, this.#optimizer);
    this.#updating = false;
    this.#variablesBehind = true;
    return score;
  }

  async #takeOver(): Promise<void> {
    if (!this.#variablesAhead) return;
    this.#load('weights', await this.#network.values());
    this.#variablesAhead = false;
  }

  /** `values`: in the order and layout of the network's parameters. */
  #load(what: ParameterSet, values: readonly Float32Array[]): void {
    this.#layers.forEach((layer, i) => {
      const [weight, bias] = values.slice(2 * i, 2 * i + 2);
      if (!weight || !bias) throw new EngineError('internal', `layer ${i} has no values`);
      layer.load(this.#kernels.heap, what, weight, bias);
    });
  }

  #stored(what: ParameterSet): Float32Array[] {
    return this.#layers.flatMap((layer) => {
      const { weight, bias } = layer.store(this.#kernels.heap, what);
      return [weight, bias];
    });
  }

  #toVariables(): void {
    if (!this.#variablesBehind || this.#updating) return;
    this.#network.load(this.#stored('weights'));
    this.#variablesBehind = false;
  }
}

/** Runs `work` to its end, yielding by `yieldPolicy`. */
async function runYielding<T>(work: Generator<void, T>, yieldPolicy: YieldPolicy): Promise<T> {
  let since = performance.now();
  let next = work.next();
  while (!next.done) {
    if (performance.now() - since > yieldPolicy.maxBlockMs) {
      // oxlint-disable-next-line no-await-in-loop
      await yieldPolicy.yieldNow();
      since = performance.now();
    }
    next = work.next();
  }
  return next.value;
}

/** Reserves everything that the step needs; one layer's output is the next one's input. */
function plan(arena: Arena, { spec }: Network, batch: number, optimizer: HeapOptimizer) {
  const [first] = spec.layers;
  const input = first?.kind === 'conv' ? arena.framed(batch, SIDE, 1) : arena.rows(batch, PIXELS, SIDE);
  let output = input;
  const layers = spec.layers.map((layer, i): KernelLayer => {
    const parts = { input: output, needInput: i > 0 };
    switch (layer.kind) {
      case 'dense':
        output = arena.rows(batch, layer.outputs);
        return new DenseLayer(arena, batch, layer, optimizer, { ...parts, output });
      case 'conv': {
        const side = layer.side / 2;
        output =
          spec.layers[i + 1]?.kind === 'conv'
            ? arena.framed(batch, side, layer.outputs)
            : arena.rows(batch, side * side * layer.outputs, side * layer.outputs);
        return new ConvLayer(arena, batch, layer, optimizer, { ...parts, output });
      }
      default:
        return layer satisfies never;
    }
  });
  return { layers, input, logits: output };
}
