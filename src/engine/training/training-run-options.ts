/** What a training run is made of, and whom it tells of what happens to it. */
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
  /** Where to go on; the network and the path have what belongs to it already. */
  readonly from?: RunSnapshot | undefined;
  /** What a snapshot tells of the model. */
  describe(): Pick<Snapshot, 'config' | 'origin' | 'epochs' | 'testAccuracy'>;
  readonly emit: (event: EngineEvent) => void;
  /** The weights have changed; awaited, so that it sees the weights of one step. */
  onWeights(): Promise<void>;
  /** The weights are former ones again, with what was told of the model then. */
  onBack(snapshot: Snapshot): void;
  /** The device failed: nothing that lives on it can be trusted. */
  onFatal(error: unknown): void;
}
