/**
 * Parameter updates. The optimiser owns its state (velocities, moments): variables of the parameters' shapes. Call
 * `apply` inside `tidy`.
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
import { EngineError } from '../engine.ts';
import { assignValues, readVariables } from '../model/network.ts';
import type { OptimizerSnapshot } from '../snapshot.ts';

/** Plain SGD, SGD with momentum, or Adam. */
export type UpdateRule = 'sgd' | 'momentum' | 'adam';

/** The kinds of state that a rule keeps for each parameter. */
export const STATE_KINDS: Readonly<Record<UpdateRule, number>> = { sgd: 0, momentum: 1, adam: 2 };

/** The weights, or the optimiser's state of this kind: one array per parameter. */
export type ParameterSet = 'weights' | number;

export interface Optimizer {
  readonly rule: UpdateRule;
  learningRate: number;
  /** μ; 0 where the rule has none. */
  readonly momentum: number;
  /** Updates so far, by `apply` or by a path that updates in place. */
  steps: number;
  /**
   * State by kind (momentum: velocities; Adam: first and second moments), each in the order of the variables. Paths
   * that update in place write into these.
   */
  readonly state: readonly (readonly Variable[])[];
  /** `gradients` in the order of the variables the optimiser was made for. */
  apply(gradients: readonly Tensor[]): void;
  dispose(): void;
}

function zeros(variables: readonly Variable[]): Variable[] {
  return tidy(() => variables.map((one) => variable(zerosLike(one), false)));
}

export function ruleOf({ optimizer, momentum }: Pick<RunConfig, 'optimizer' | 'momentum'>): UpdateRule {
  if (optimizer === 'adam') return 'adam';
  return momentum === 0 ? 'sgd' : 'momentum';
}

/** PyTorch's defaults. */
export const ADAM = { beta1: 0.9, beta2: 0.999, epsilon: 1e-8 } as const;

/**
 * The step size and ε of Adam's update number `step` (from 1), with the bias corrections: with c = √(1−β₂ᵗ),
 * w ← w − lr·(m/(1−β₁ᵗ)) / (√(s/(1−β₂ᵗ)) + ε) is w ← w − rate·m/(√s + epsilon).
 */
export function adamScalars(learningRate: number, step: number): { readonly rate: number; readonly epsilon: number } {
  const correction = Math.sqrt(1 - ADAM.beta2 ** step);
  return { rate: (learningRate * correction) / (1 - ADAM.beta1 ** step), epsilon: ADAM.epsilon * correction };
}

/** What update number `step` (from 1) multiplies by: Adam's as in `adamScalars`, else the learning rate alone. */
export function updateScalars(rule: UpdateRule, learningRate: number, step: number): ReturnType<typeof adamScalars> {
  return rule === 'adam' ? adamScalars(learningRate, step) : { rate: learningRate, epsilon: 0 };
}

/** v ← μ·v + g; w ← w − lr·v (`torch.optim.SGD`, where the learning rate stays outside the velocity). */
class MomentumSgd implements Optimizer {
  readonly rule: UpdateRule;
  learningRate: number;
  readonly momentum: number;
  steps = 0;
  readonly #variables: readonly Variable[];
  readonly #velocities: readonly Variable[];

  constructor(variables: readonly Variable[], lr: number, momentum: number) {
    this.learningRate = lr;
    this.#variables = variables;
    this.momentum = momentum;
    this.rule = ruleOf({ optimizer: 'sgd', momentum });
    this.#velocities = momentum === 0 ? [] : zeros(variables);
  }

  get state(): readonly (readonly Variable[])[] {
    return this.momentum === 0 ? [] : [this.#velocities];
  }

  apply(gradients: readonly Tensor[]): void {
    this.steps++;
    const lr = scalar(this.learningRate);
    const mu = scalar(this.momentum);
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

/** Kingma and Ba (2015). */
class Adam implements Optimizer {
  readonly rule = 'adam';
  learningRate: number;
  readonly momentum = 0;
  steps = 0;
  readonly #variables: readonly Variable[];
  readonly #first: readonly Variable[];
  readonly #second: readonly Variable[];

  constructor(variables: readonly Variable[], lr: number) {
    this.learningRate = lr;
    this.#variables = variables;
    this.#first = zeros(variables);
    this.#second = zeros(variables);
  }

  get state(): readonly (readonly Variable[])[] {
    return [this.#first, this.#second];
  }

  /** m ← β₁m + (1−β₁)g; s ← β₂s + (1−β₂)g²; then as in `adamScalars`. */
  apply(gradients: readonly Tensor[]): void {
    this.steps++;
    const scalars = adamScalars(this.learningRate, this.steps);
    const [rate, epsilon] = [scalar(scalars.rate), scalar(scalars.epsilon)];
    const [keep1, keep2] = [scalar(ADAM.beta1), scalar(ADAM.beta2)];
    const [take1, take2] = [scalar(1 - ADAM.beta1), scalar(1 - ADAM.beta2)];
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

/** Throws ('weights') where a snapshot's state is another optimiser's. */
export function expectKinds(state: OptimizerSnapshot['state'], kinds: number): void {
  if (state.length === kinds) return;
  throw new EngineError('weights', `The optimiser keeps ${kinds} kinds of state, not ${state.length}`);
}

/** `TrainingPath.optimizerState` for a path that uses this optimiser's state. */
export async function readOptimizer({ steps, state }: Optimizer): Promise<OptimizerSnapshot> {
  return { steps, state: await Promise.all(state.map(readVariables)) };
}

/** `TrainingPath.restoreOptimizer` for a path that uses this optimiser's state. */
export function writeOptimizer(optimizer: Optimizer, { steps, state }: OptimizerSnapshot): void {
  expectKinds(state, optimizer.state.length);
  optimizer.state.forEach((kind, k) => kind.forEach((one, i) => assignValues(one, state[k]?.[i])));
  optimizer.steps = steps;
}
