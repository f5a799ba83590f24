/** A run for tools and benchmarks: nothing is asked of it but how its epochs go. */
import type { EpochResult } from '../../core/types.ts';
import type { Dataset } from '../data/dataset.ts';
import type { ActiveModel } from '../active-model.ts';
import { TrainingRun } from './training-run.ts';

export interface RunAloneOptions {
  /** After the test pass, before the next epoch begins. */
  onEpoch(result: EpochResult, run: TrainingRun): void;
  onWeights?(): Promise<void>;
}

/** Plays to the end. Rejects with what kept it from getting there; the model stays the caller's. */
export async function runAlone(model: ActiveModel, dataset: Dataset, options: RunAloneOptions): Promise<void> {
  const { config, origin, epochs, testAccuracy, network, path } = model;
  let failure: { readonly error: unknown } | null = null;
  const run: TrainingRun = new TrainingRun({
    id: 1,
    config,
    network,
    path,
    dataset,
    describe: () => ({ config, origin, epochs, testAccuracy }),
    emit: (event) => {
      if (event.type === 'epoch') options.onEpoch(event.result, run);
    },
    onWeights: () => options.onWeights?.() ?? Promise.resolve(),
    onBack: () => undefined,
    onFatal: (error) => (failure = { error }),
  });
  const end = await run.play();
  // Set in a callback, which the compiler does not follow.
  const failed = failure as { readonly error: unknown } | null;
  if (failed) throw failed.error;
  if (end !== 'finished') throw new Error(`The run ended as ${end}`);
}
