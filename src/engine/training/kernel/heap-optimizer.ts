/** The optimiser's update as an epilogue of the kernels; formulas and constants are those of `optimizer.ts`. */
import type { RunConfig } from '../../../core/config.ts';
import type { Epilogue } from '../../kernels/kernels.ts';
import { ADAM, STATE_KINDS, adamScalars, ruleOf } from '../optimizer.ts';

/** Offsets of one weight matrix's state: velocity, or first and second moment. */
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

  /** Matrices of state in the heap for each weight matrix. Plain SGD needs one too: its epilogue stores the gradient. */
  get states(): number {
    return Math.max(1, this.keptStates);
  }

  /** Of these, the kinds that belong to a snapshot. */
  get keptStates(): number {
    return STATE_KINDS[ruleOf({ optimizer: this.#optimizer, momentum: this.#momentum })];
  }

  /** Call it once before each step's updates. */
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
