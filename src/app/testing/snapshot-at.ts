import { defaultConfig } from '../../core/config.ts';
import type { Snapshot } from '../../engine/snapshot.ts';
import { snapshotOf } from './fake-engine.ts';

/** A snapshot of a run with the default config, without weights. */
export function snapshotAt(epoch: number, batch: number, finished = false): Snapshot {
  return snapshotOf(defaultConfig(), {
    epoch,
    batch,
    dataset: { name: 'mnist', trainTotal: 60_000 },
    optimizer: { steps: 938 * epoch + batch, state: [] },
    record: { images: 0, loss: 0, right: 0, trainMs: 0, testMs: 0, test: { done: 0, loss: 0, correct: 0 } },
    finished,
  });
}
