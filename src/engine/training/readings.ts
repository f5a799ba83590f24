/** A snapshot's arrays, requested before the run goes on, and what describes the model at that time. */
import type { OptimizerSnapshot, Snapshot } from '../snapshot.ts';
import type { TrainingRunOptions } from './training-run-options.ts';

export interface Readings {
  readonly described: Pick<Snapshot, 'config' | 'origin' | 'epochs' | 'testAccuracy'>;
  readonly arrays: Promise<readonly [Float32Array[], OptimizerSnapshot]>;
}

/** Of the weights after the latest chunk that the device has. Every reading is requested before anything is awaited. */
export function requestReadings({
  network,
  path,
  ...options
}: Pick<TrainingRunOptions, 'network' | 'path' | 'describe'>): Readings {
  const arrays = Promise.all([network.values(), path.optimizerState()]);
  // The failure is thrown when they are awaited.
  arrays.catch(() => undefined);
  return { arrays, described: options.describe() };
}
