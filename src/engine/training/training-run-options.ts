/** What a training run works with, and its callbacks. */
import type { RunConfig } from '../../core/config.ts';
import type { Dataset } from '../data/dataset.ts';
import type { EngineEvent } from '../engine.ts';
import type { Network } from '../model/network.ts';
import type { RunSnapshot, Snapshot } from '../snapshot.ts';
import type { TrainingPath } from './path.ts';

export interface TrainingRunOptions {
  readonly id: number;
  readonly config: RunConfig;
  readonly network: Network;
  readonly path: TrainingPath;
  readonly dataset: Dataset;
  /** Where to continue; network and path already have its weights and optimiser state. */
  readonly from?: RunSnapshot | undefined;
  /** The model's part of a snapshot. */
  describe(): Pick<Snapshot, 'config' | 'origin' | 'epochs' | 'testAccuracy'>;
  readonly emit: (event: EngineEvent) => void;
  /**
   * Called after a change of the weights, which are those after `step` of the run, and awaited, so that it sees the
   * weights of one step.
   */
  onWeights(step: number): Promise<void>;
  /** Called when the run has returned to this snapshot. */
  onBack(snapshot: Snapshot): void;
  /** Called when the device has failed: its memory cannot be trusted. */
  onFatal(error: unknown): void;
}
