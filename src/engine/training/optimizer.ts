/**
 * Parameter updates. State (velocity, moments) lives in variables of the parameters' shapes and belongs to the
 * optimiser. Call `apply` inside `tidy`.
 */
import {
  type Tensor,
  type Variable,
  add,
  div,
  mul,
  scalar,
  sqrt,
  square,
  sub,
  tidy,
  variable,
  zerosLike,
} from '@tensorflow/tfjs-core';
import type { RunConfig } from '../../core/config.ts';

export interface Optimizer {
  learningRate: number;
  /** `gradients` in the order of the variables the optimiser was made for. */
  apply(gradients: readonly Tensor[]): void;
  dispose(): void;
}

function zeros(variables: readonly Variable[]): Variable[] {
  return tidy(() => variables.map((one) => variable(zerosLike(one), false)));
}

/** v ← μ·v + g; w ← w − lr·v (`torch.optim.SGD`, where the learning rate stays outside the velocity). */
class MomentumSgd implements Optimizer {
  learningRate: number;
  readonly #variables: readonly Variable[];
  readonly #momentum: number;
  readonly #velocities: readonly Variable[];

  constructor(variables: readonly Variable[], lr: number, momentum: number) {
    this.learningRate = lr;
    this.#variables = variables;
    this.#momentum = momentum;
    this.#velocities = momentum === 0 ? [] : zeros(variables);
  }

  apply(gradients: readonly Tensor[]): void {
    const lr = scalar(this.learningRate);
    const mu = scalar(this.#momentum);
    this.#variables.forEach((weight, i) => {
      const gradient = gradients[i];
      if (!gradient) throw new Error(`no gradient for variable ${i}`);
      const velocity = this.#velocities[i];
      if (velocity) velocity.assign(add(mul(velocity, mu), gradient));
      weight.assign(sub(weight, mul(velocity ?? gradient, lr)));
    });
  }

  dispose(): void {
    for (const velocity of this.#velocities) velocity.dispose();
  }
}

/** Kingma and Ba (2015), with PyTorch's defaults; the bias corrections are folded into the step size and ε. */
class Adam implements Optimizer {
  static readonly beta1 = 0.9;
  static readonly beta2 = 0.999;
  static readonly epsilon = 1e-8;
  learningRate: number;
  readonly #variables: readonly Variable[];
  readonly #first: readonly Variable[];
  readonly #second: readonly Variable[];
  #steps = 0;

  constructor(variables: readonly Variable[], lr: number) {
    this.learningRate = lr;
    this.#variables = variables;
    this.#first = zeros(variables);
    this.#second = zeros(variables);
  }

  /**
   * m ← β₁m + (1−β₁)g; s ← β₂s + (1−β₂)g²; w ← w − lr·(m/(1−β₁ᵗ)) / (√(s/(1−β₂ᵗ)) + ε).
   * With c = √(1−β₂ᵗ) the last is w − (lr·c/(1−β₁ᵗ)) · m/(√s + ε·c), which costs two scalars instead of two tensors.
   */
  apply(gradients: readonly Tensor[]): void {
    this.#steps++;
    const correction = Math.sqrt(1 - Adam.beta2 ** this.#steps);
    const rate = scalar((this.learningRate * correction) / (1 - Adam.beta1 ** this.#steps));
    const epsilon = scalar(Adam.epsilon * correction);
    const [keep1, keep2] = [scalar(Adam.beta1), scalar(Adam.beta2)];
    const [take1, take2] = [scalar(1 - Adam.beta1), scalar(1 - Adam.beta2)];
    this.#variables.forEach((weight, i) => {
      const [gradient, first, second] = [gradients[i], this.#first[i], this.#second[i]];
      if (!gradient || !first || !second) throw new Error(`no gradient for variable ${i}`);
      const m = add(mul(first, keep1), mul(gradient, take1));
      const s = add(mul(second, keep2), mul(square(gradient), take2));
      first.assign(m);
      second.assign(s);
      weight.assign(sub(weight, mul(rate, div(m, add(sqrt(s), epsilon)))));
    });
  }

  dispose(): void {
    for (const one of [...this.#first, ...this.#second]) one.dispose();
  }
}

export function createOptimizer(
  config: Pick<RunConfig, 'optimizer' | 'lr' | 'momentum'>,
  variables: readonly Variable[],
): Optimizer {
  switch (config.optimizer) {
    case 'sgd':
      return new MomentumSgd(variables, config.lr, config.momentum);
    case 'adam':
      return new Adam(variables, config.lr);
    default:
      return config.optimizer satisfies never;
  }
}
