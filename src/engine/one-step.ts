/**
 * Gradient steps on the user's drawing, outside any run's optimiser, and their undo. The former weights are kept as
 * tensors that share the variables' memory, so variables are changed by `assign`, never in place. XNNPACK on WASM also
 * needs that: it caches packed weights by tensor.
 */
import {
  type Scalar,
  type Tensor,
  type Tensor2D,
  add,
  concat,
  dispose,
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
import type { ActiveModel } from './active-model.ts';
import type { Network } from './model/network.ts';
import { EVEN_CHANCE, FACTORS, SHARE, bestTry } from './step-size.ts';
import { predictionFrom } from './training/evaluate.ts';
import { readBack } from './training/read-back.ts';
import { score } from './training/score.ts';

/** A flat loss gives a long step; a longer one than this would overflow 32-bit floats. */
const MAX_RATE = 100;
/** Prevents 0/0 when the loss and its gradient have vanished. */
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
   * w ← w − η·g with g = ∂L/∂w of this one image. Polyak's step size (L − L*)/‖g‖² brings the loss L to first order
   * to L* = min(L/2, ln 2). η is the multiple of it whose answer comes nearest to the aim (`bestTry`). A training
   * run's learning rate suits the mean of a batch; one step of it would often be too small to see.
   */
  async take(model: ActiveModel, pixels: Float32Array, label: number): Promise<DrawingStep> {
    const { network, path } = model;
    // The path may have newer weights than the variables.
    network.bringUpToDate?.();
    const { gradients, packed } = tidy(() => lookAhead(network, pixels, label));
    try {
      const { before, after, rate } = chosen(Array.from(await readBack(packed, 'The step on the drawing')), label);
      this.#former ??= { weights: copies(network), testAccuracy: model.testAccuracy };
      tidy(() => descend(network, copies(network), gradients, scalar(rate)));
      path.weightsChanged?.();
      // The accuracy was measured with other weights.
      model.testAccuracy = null;
      this.#count(this.#steps + 1);
      return { before: predictionFrom(before), after: predictionFrom(after), rate };
    } finally {
      dispose([...gradients, packed]);
    }
  }

  /** Restores the weights before the first of the steps in a row, to the bit. */
  undo(model: ActiveModel): void {
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

  /** Ends the undo: the weights have changed in another way, or are gone. */
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

/** Clones that share the variables' memory. */
function copies({ variables }: Network): Tensor[] {
  return variables.map((one) => one.clone());
}

type Ahead = {
  readonly gradients: Tensor[];
  /** The logits before, those after a step of each size, and Polyak's step size. */
  readonly packed: Tensor;
};

/** Tries every step size and restores the weights before it returns: a prediction during the readback uses them. */
function lookAhead(network: Network, pixels: Float32Array, label: number): Ahead {
  const x = tensor2d(pixels, [1, PIXELS]);
  const traces = network.trace(x);
  const before = traces.at(-1)?.output as Tensor2D;
  const { logP, target, loss } = score(before, tensor1d([label], 'int32'));
  const gradients = network.gradients(traces, sub(exp(logP), target));

  let squares: Tensor = scalar(0);
  for (const gradient of gradients) squares = add(squares, sum(square(gradient)));
  const aim = minimum(mul(loss, scalar(SHARE)), scalar(EVEN_CHANCE));
  const rate: Scalar = minimum(div(sub(loss, aim), maximum(squares, scalar(TINY))), scalar(MAX_RATE));
  const weights = copies(network);
  try {
    const after = FACTORS.map((factor) =>
      tidy(() => {
        descend(network, weights, gradients, mul(rate, scalar(factor)));
        return network.logits(x);
      }),
    );
    const answers = [before, ...after].map((logits) => reshape(logits, [CLASSES]));
    return { gradients, packed: concat([...answers, reshape(rate, [1])]) };
  } finally {
    network.variables.forEach((variable, i) => variable.assign(at(weights, i)));
  }
}

/** Assigns w − η·g. */
function descend(network: Network, weights: readonly Tensor[], gradients: readonly Tensor[], rate: Tensor): void {
  network.variables.forEach((variable, i) => variable.assign(sub(at(weights, i), mul(at(gradients, i), rate))));
}

function at(tensors: readonly Tensor[], i: number): Tensor {
  const tensor = tensors[i];
  if (!tensor) throw new EngineError('internal', `there is nothing for parameter ${i}`);
  return tensor;
}

/** `values`: as `lookAhead` packs them. */
function chosen(values: readonly number[], label: number) {
  const [before = [], ...tries] = Array.from({ length: 1 + FACTORS.length }, (_, i) =>
    values.slice(i * CLASSES, (i + 1) * CLASSES),
  );
  const best = bestTry(before, tries, label);
  const rate = (values.at(-1) ?? Number.NaN) * (FACTORS[best] ?? 1);
  return { before, after: tries[best] ?? before, rate };
}
