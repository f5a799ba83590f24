/** A whole run for scripts and benchmarks. */
import type { EpochResult } from '../../core/types.ts';
import type { Dataset } from '../data/dataset.ts';
import type { ActiveModel } from '../active-model.ts';
import { TrainingRun } from './training-run.ts';

export interface RunAloneOptions {
  /** After the test pass, before the next epoch begins. */
  onEpoch(result: EpochResult, run: TrainingRun): void;
  onWeights?(): Promise<void>;
}

/** Trains to the end; rejects where the run fails. The caller keeps the model. */
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
  // The compiler does not see the assignment in the callback.
  const failed = failure as { readonly error: unknown } | null;
  if (failed) throw failed.error;
  if (end !== 'finished') throw new Error(`The run ended as ${end}`);
}
