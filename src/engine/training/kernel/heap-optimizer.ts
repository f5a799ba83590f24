/** The optimiser's step as the kernels take it; formulas and constants are those of `optimizer.ts`. */
import type { RunConfig } from '../../../core/config.ts';
import type { Epilogue } from '../../kernels/kernels.ts';
import { ADAM, adamScalars } from '../optimizer.ts';

/** Where one weight matrix keeps its optimiser's state: velocity, or first and second moment. */
export type RuleState = readonly number[];

export class HeapOptimizer {
  learningRate: number;
  readonly #optimizer: RunConfig['optimizer'];
  readonly #momentum: number;
  /** Updates so far. */
  steps = 0;

  constructor({ optimizer, lr, momentum }: Pick<RunConfig, 'optimizer' | 'lr' | 'momentum'>) {
    this.#optimizer = optimizer;
    this.learningRate = lr;
    this.#momentum = momentum;
  }

  /** Matrices of state that each weight matrix needs. */
  get states(): number {
    return this.#optimizer === 'adam' ? 2 : 1;
  }

  /** Of these, how many are told between runs: without momentum the last gradient is left behind and never used. */
  get keptStates(): number {
    return this.#optimizer === 'sgd' && this.#momentum === 0 ? 0 : this.states;
  }

  /** To be called once before each step's updates. */
  nextStep(): void {
    this.steps++;
  }

  epilogue([first = 0, second = 0]: RuleState): Extract<Epilogue, { kind: 'sgd' | 'adam' }> {
    if (this.#optimizer === 'sgd')
      return { kind: 'sgd', velocity: first, lr: this.learningRate, momentum: this.#momentum };
    const { beta1, beta2 } = ADAM;
    return { kind: 'adam', first, second, beta1, beta2, ...adamScalars(this.learningRate, this.steps) };
  }
}
