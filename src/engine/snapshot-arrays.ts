/** Pure functions over the arrays of a snapshot. */
import type { OptimizerSnapshot, Snapshot } from './snapshot.ts';

/** Weights and optimizer state between two steps. */
export interface Numbers {
  readonly weights: readonly Float32Array[];
  readonly optimizer: OptimizerSnapshot;
}

function arraysOf(weights: readonly Float32Array[], state: OptimizerSnapshot['state'] = []): Float32Array[] {
  return [...weights, ...state.flat()];
}

/** The buffers of a snapshot, each once, to be transferred instead of copied. */
export function buffersOf({ weights, run }: Snapshot): ArrayBuffer[] {
  const buffers = new Set<ArrayBuffer>();
  for (const { buffer } of arraysOf(weights, run?.optimizer.state))
    // Shared memory can't be transferred; it is copied.
    if (buffer instanceof ArrayBuffer) buffers.add(buffer);
  return [...buffers];
}

export function copyOf({ weights, optimizer }: Numbers): Numbers {
  return {
    weights: weights.map((array) => array.slice()),
    optimizer: { steps: optimizer.steps, state: optimizer.state.map((kind) => kind.map((array) => array.slice())) },
  };
}

export function allFinite({ weights, optimizer }: Numbers): boolean {
  return arraysOf(weights, optimizer.state).every(isFinite);
}

/** Every sum with an infinity or a NaN is not finite, and a sum of 32-bit floats can't overflow a double. */
function isFinite(values: Float32Array): boolean {
  let sum = 0;
  for (let i = 0; i < values.length; i++) sum += values[i] ?? 0;
  return Number.isFinite(sum);
}
