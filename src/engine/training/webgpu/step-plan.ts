/** The dispatches of one step, in order, as data: three per layer. Pure; `bound-step.ts` adds the buffers. */
import type { DenseSpec } from '../../model/spec.ts';
import type { KernelName } from './kernels.ts';
import type { Tile } from './product.ts';

export interface PlannedDispatch {
  readonly kernel: KernelName;
  /** Index of the layer whose parameters and sizes it uses. */
  readonly layer: number;
  /** Extent of the result; `batch` is the batch's number of rows. Null: a single workgroup. */
  readonly result: { readonly rows: number | 'batch'; readonly columns: number } | null;
  /** One more row of workgroups computes the bias' gradient. */
  readonly bias: boolean;
}

/**
 * Forward through all layers, the loss, back through all layers, then all updates. Gradients come before the update of
 * the weights that they need. Dispatches of one kernel are adjacent, so that a step sets six pipelines, not fifteen.
 */
export function planStep(layers: readonly DenseSpec[]): readonly PlannedDispatch[] {
  const forward = layers.map(({ outputs }, layer): PlannedDispatch => ({
    kernel: layer === 0 ? 'forward-first' : 'forward',
    layer,
    result: { rows: 'batch', columns: outputs },
    bias: false,
  }));
  const loss: PlannedDispatch = { kernel: 'loss', layer: layers.length - 1, result: null, bias: false };
  const backward = layers.slice(1).map(({ inputs }, i): PlannedDispatch => ({
    kernel: 'backward',
    layer: i + 1,
    result: { rows: 'batch', columns: inputs },
    bias: false,
  }));
  const update = layers.map(({ inputs, outputs }, layer): PlannedDispatch => ({
    kernel: layer === 0 ? 'update-first' : 'update',
    layer,
    result: { rows: inputs, columns: outputs },
    bias: true,
  }));
  return [...forward, loss, ...backward.toReversed(), ...update.toReversed()];
}

/** Workgroups [x, y] for a batch of `count` rows. */
export function workgroups({ result, bias }: PlannedDispatch, tile: Tile, count: number): readonly [number, number] {
  if (!result) return [1, 1];
  const rows = result.rows === 'batch' ? count : result.rows;
  return [Math.ceil(result.columns / tile.columns), Math.ceil(rows / tile.rows) + (bias ? 1 : 0)];
}
