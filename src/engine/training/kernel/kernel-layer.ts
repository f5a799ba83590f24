import type { Kernels } from '../../kernels/kernels.ts';
import type { ParameterSet } from '../optimizer.ts';
import type { HeapOptimizer } from './heap-optimizer.ts';

/** A layer on the kernels' heap. Its passes are generators that yield between products, so that a slow step can pause. */
export interface KernelLayer {
  /** From the input's values to the output's, `rows` of them. */
  forward(kernels: Kernels, rows: number): Generator<void, void>;
  /** From the output's gradients to the input's, if needed, and then the update of the weights. */
  backward(kernels: Kernels, rows: number, optimizer: HeapOptimizer): Generator<void, void>;
  /** Converts between the network's layout (`ModelSpec.parameters`) and the heap's. */
  load(heap: Float32Array, what: ParameterSet, weight: Float32Array, bias: Float32Array): void;
  store(heap: Float32Array, what: ParameterSet): { readonly weight: Float32Array; readonly bias: Float32Array };
}
