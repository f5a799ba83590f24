/** Figures of a run's progress. All but the ratio are estimates. */
import type { EpochResult } from '../../core/types.ts';
import type { RunView } from '../../store/state.ts';

export interface ProgressFigures {
  /** Of the whole run, in [0, 1]. */
  readonly ratio: number;
  readonly imagesPerSecond: number;
  /** Null while it cannot be estimated. */
  readonly secondsLeft: number | null;
}

/** `batch` and `epochs` of the run's config; `results` of its epochs so far, whose tests take time too. */
export function progressFigures(
  run: Pick<RunView, 'state' | 'step' | 'stepsPerEpoch' | 'stepsPerSecond'>,
  batch: number,
  epochs: number,
  results: readonly EpochResult[],
): ProgressFigures {
  const total = run.stepsPerEpoch * epochs;
  const done = Math.min(run.step, total);
  const ratio = run.state === 'finished' ? 1 : total > 0 ? done / total : 0;
  const imagesPerSecond = run.stepsPerSecond * batch;
  if (run.state !== 'running' || run.stepsPerSecond <= 0 || total === 0) {
    return { ratio, imagesPerSecond, secondsLeft: null };
  }
  const testSeconds = (results.at(-1)?.testMs ?? 0) / 1000;
  const testsLeft = epochs - Math.min(results.length, epochs);
  return { ratio, imagesPerSecond, secondsLeft: (total - done) / run.stepsPerSecond + testsLeft * testSeconds };
}
