/** What a snapshot is large by. Pure functions over its arrays. */
import type { OptimizerSnapshot, Snapshot } from './snapshot.ts';

/** What a training path and its network hold at one moment between two steps. */
export interface Numbers {
  readonly weights: readonly Float32Array[];
  readonly optimizer: OptimizerSnapshot;
}

function arraysOf(weights: readonly Float32Array[], state: OptimizerSnapshot['state'] = []): Float32Array[] {
  return [...weights, ...state.flat()];
}

/** The buffers behind a snapshot, each once: to be handed over instead of copied. */
export function buffersOf({ weights, run }: Snapshot): ArrayBuffer[] {
  const buffers = new Set<ArrayBuffer>();
  for (const { buffer } of arraysOf(weights, run?.optimizer.state))
    // Memory that is shared is copied: it can't be handed over.
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

/** An infinity or a NaN stays one in every sum that it is part of, and a sum of floats can't overflow in doubles. */
function isFinite(values: Float32Array): boolean {
  let sum = 0;
  for (let i = 0; i < values.length; i++) sum += values[i] ?? 0;
  return Number.isFinite(sum);
}
