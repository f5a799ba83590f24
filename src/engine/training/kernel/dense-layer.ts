/**
 * y = relu?(x·W + b) on the kernels. The bias is the last row of the weight matrix, and the input has a column of ones
 * for it. So the three products of the weights also add, differentiate and update the bias.
 */
import { type Kernels, type View, padded, transposed } from '../../kernels/kernels.ts';
import { EngineError } from '../../engine.ts';
import type { DenseSpec } from '../../model/spec.ts';
import type { ParameterSet } from '../optimizer.ts';
import type { Activation, Arena } from './arena.ts';
import type { KernelLayer } from './kernel-layer.ts';
import type { HeapOptimizer } from './heap-optimizer.ts';

export interface DenseParts {
  readonly input: Activation;
  readonly output: Activation;
  /** False for the first layer, whose input needs no gradients. */
  readonly needInput: boolean;
}

export class DenseLayer implements KernelLayer {
  readonly #spec: DenseSpec;
  readonly #parts: DenseParts;
  /** [inputs + 1, outputs]. */
  readonly #weights: View;
  readonly #state: readonly number[];

  constructor(arena: Arena, rows: number, spec: DenseSpec, optimizer: HeapOptimizer, parts: DenseParts) {
    this.#spec = spec;
    this.#parts = parts;
    const floats = padded(spec.inputs + 1) * padded(spec.outputs);
    this.#weights = { at: arena.reserve(floats), row: padded(spec.outputs), column: 1 };
    this.#state = Array.from({ length: optimizer.states }, () => arena.reserve(floats));
    arena.expect(rows, spec.inputs + 1);
    arena.expect(rows, spec.outputs);
    arena.expect(spec.inputs + 1, rows);
  }

  *forward(kernels: Kernels, rows: number): Generator<void, void> {
    const { inputs, outputs, relu } = this.#spec;
    const { input, output } = this.#parts;
    const x = { at: input.values, row: input.image, column: 1, columns: inputs + 1 };
    const y = { at: output.values, row: output.image, column: 1 };
    yield* kernels.multiply([x], this.#weights, y, rows, outputs, { kind: relu ? 'relu' : 'store' });
    // The product's last tile may have reached into the column of ones.
    fillColumn(kernels.heap, y, outputs, rows, 1);
  }

  *backward(kernels: Kernels, rows: number, optimizer: HeapOptimizer): Generator<void, void> {
    const { inputs, outputs } = this.#spec;
    const { input, output, needInput } = this.#parts;
    const dy = { at: output.gradients, row: output.image, column: 1 };
    // Before the update: the gradient passes through the weights that the forward pass used.
    if (needInput) {
      const dx = { at: input.gradients, row: input.image, column: 1 };
      const mask = { kind: 'mask', by: input.values } as const;
      yield* kernels.multiply([{ ...dy, columns: outputs }], transposed(this.#weights), dx, rows, inputs, mask);
      // What the last tile left there would be a gradient of the ones.
      fillColumn(kernels.heap, dx, inputs, rows, 0);
    }
    const x = { at: input.values, row: input.image, column: 1 };
    const update = optimizer.epilogue(this.#state);
    yield* kernels.multiply([{ ...transposed(x), columns: rows }], dy, this.#weights, inputs + 1, outputs, update);
  }

  load(heap: Float32Array, what: ParameterSet, weight: Float32Array, bias: Float32Array): void {
    const { inputs, outputs } = this.#spec;
    const { row } = this.#weights;
    const at = this.#start(what);
    for (let i = 0; i < inputs; i++) heap.set(weight.subarray(i * outputs, (i + 1) * outputs), at + i * row);
    heap.set(bias, at + inputs * row);
  }

  store(heap: Float32Array, what: ParameterSet): { weight: Float32Array; bias: Float32Array } {
    const { inputs, outputs } = this.#spec;
    const { row } = this.#weights;
    const at = this.#start(what);
    const weight = new Float32Array(inputs * outputs);
    const rowOf = (i: number): Float32Array => heap.subarray(at + i * row, at + i * row + outputs);
    for (let i = 0; i < inputs; i++) weight.set(rowOf(i), i * outputs);
    return { weight, bias: rowOf(inputs).slice() };
  }

  #start(what: ParameterSet): number {
    const at = what === 'weights' ? this.#weights.at : this.#state[what];
    if (at === undefined) throw new EngineError('internal', `${this.#spec.name} keeps no state ${what}`);
    return at;
  }
}

function fillColumn(heap: Float32Array, matrix: View, column: number, rows: number, value: number): void {
  for (let r = 0; r < rows; r++) heap[matrix.at + r * matrix.row + column] = value;
}
