/**
 * Gradient steps on the reader's own drawing, outside any run's optimiser, and the way back. Former weights are
 * kept as tensors that share the variables' memory, so variables are replaced by `assign` and never written into:
 * besides, XNNPACK on WASM keeps packed weights by tensor and would not notice.
 */
import {
  type Scalar,
  type Tensor,
  type Tensor2D,
  add,
  concat,
  div,
  exp,
  maximum,
  minimum,
  mul,
  reshape,
  scalar,
  square,
  sub,
  sum,
  tensor1d,
  tensor2d,
  tidy,
} from '@tensorflow/tfjs-core';
import { CLASSES, PIXELS } from '../core/types.ts';
import { type DrawingStep, EngineError, type EngineEvent } from './engine.ts';
import type { ModelInUse } from './model-in-use.ts';
import type { Network } from './model/network.ts';
import { predictionFrom } from './training/evaluate.ts';
import { readBack } from './training/read-back.ts';
import { score } from './training/score.ts';

/** What a step aims at: this share of the loss, and at most the loss of an even chance. Both can be seen in p. */
const SHARE = 0.5;
const EVEN_CHANCE = Math.LN2;
/** Flat losses ask for long steps; beyond this one would leave what the gradient knows of. */
const MAX_RATE = 10;
/** Keeps 0/0 out where the loss has vanished and its gradient with it. */
const TINY = 1e-30;

interface Former {
  readonly weights: readonly Tensor[];
  readonly testAccuracy: number | null;
}

export class OneStep {
  readonly #emit: (event: EngineEvent) => void;
  #former: Former | null = null;
  #steps = 0;

  constructor(emit: (event: EngineEvent) => void) {
    this.#emit = emit;
  }

  /**
   * w ← w − η·g with g = ∂L/∂w of this one image and η = min((L − L*)/‖g‖², 10): Polyak's step size, which to first
   * order brings the loss L to L* = min(L/2, ln 2). A training run's own rate is made for the mean of a batch; one
   * step of that would often be too small to see.
   */
  async take(model: ModelInUse, pixels: Float32Array, label: number): Promise<DrawingStep> {
    const { network, path } = model;
    // A path may have weights that the variables do not have yet.
    network.bringUpToDate?.();
    this.#former ??= {
      weights: network.variables.map((one) => one.clone()),
      testAccuracy: model.testAccuracy,
    };
    const packed = tidy(() => descend(network, pixels, label));
    path.weightsChanged?.();
    // What was measured was measured with other weights.
    model.testAccuracy = null;
    this.#count(this.#steps + 1);
    try {
      const values = Array.from(await readBack(packed, 'The step on the drawing'));
      return {
        before: predictionFrom(values.slice(0, CLASSES)),
        after: predictionFrom(values.slice(CLASSES, 2 * CLASSES)),
        rate: values[2 * CLASSES] ?? Number.NaN,
      };
    } finally {
      packed.dispose();
    }
  }

  /** The weights before the first step of those in a row, to the bit. */
  undo(model: ModelInUse): void {
    const former = this.#former;
    if (!former) throw new EngineError('state', 'There is no step on a drawing to take back');
    model.network.variables.forEach((variable, i) => {
      const weight = former.weights[i];
      if (!weight) throw new EngineError('internal', `parameter ${i} was not kept`);
      variable.assign(weight);
    });
    model.path.weightsChanged?.();
    model.testAccuracy = former.testAccuracy;
    this.drop();
  }

  /** There is no way back any more: the weights have changed in another way, or gone. */
  drop(): void {
    for (const weight of this.#former?.weights ?? []) weight.dispose();
    this.#former = null;
    this.#count(0);
  }

  #count(steps: number): void {
    if (steps === this.#steps) return;
    this.#steps = steps;
    this.#emit({ type: 'learned', steps });
  }
}

/** Assigns the new weights; gives logits before, logits after and the rate in one tensor, to be read at once. */
function descend(network: Network, pixels: Float32Array, label: number): Tensor {
  const x = tensor2d(pixels, [1, PIXELS]);
  const traces = network.trace(x);
  const before = traces.at(-1)?.output as Tensor2D;
  const { logP, target, loss } = score(before, tensor1d([label], 'int32'));
  const gradients = network.gradients(traces, sub(exp(logP), target));

  let squares: Tensor = scalar(0);
  for (const gradient of gradients) squares = add(squares, sum(square(gradient)));
  const aim = minimum(mul(loss, scalar(SHARE)), scalar(EVEN_CHANCE));
  const rate: Scalar = minimum(div(sub(loss, aim), maximum(squares, scalar(TINY))), scalar(MAX_RATE));
  network.variables.forEach((variable, i) => {
    const gradient = gradients[i];
    if (!gradient) throw new EngineError('internal', `no gradient for parameter ${i}`);
    variable.assign(sub(variable, mul(gradient, rate)));
  });
  const after = network.logits(x);
  return concat([reshape(before, [CLASSES]), reshape(after, [CLASSES]), reshape(rate, [1])]);
}
