/**
 * A run's history on the page: curves, console, epochs and latest figures. It is stored with the run's snapshot, so
 * that a continued run keeps its curves.
 */
import * as v from 'valibot';
import { CLASSES } from '../core/types.ts';
import type { AppState, RunView } from './state.ts';
import { EMPTY_STRIP } from './strip.ts';

type Figures = Pick<RunView, 'stepsPerEpoch' | 'trainLoss' | 'trainAccuracy' | 'testLoss' | 'testAccuracy'>;

export interface Story extends Pick<
  AppState,
  'lossSeries' | 'accuracySeries' | 'epochs' | 'consoleLines' | 'consoleDropped'
> {
  readonly figures: Figures;
  readonly strip: Omit<AppState['strip'], 'runId'>;
}

export function storyOf(state: AppState): Story {
  const { lossSeries, accuracySeries, epochs, consoleLines, consoleDropped, run, strip } = state;
  const { stepsPerEpoch, trainLoss, trainAccuracy, testLoss, testAccuracy } = run;
  return {
    lossSeries,
    accuracySeries,
    epochs,
    consoleLines,
    consoleDropped,
    figures: { stepsPerEpoch, trainLoss, trainAccuracy, testLoss, testAccuracy },
    strip: { points: strip.points, gap: strip.gap },
  };
}

/** `state`, whose run has just been restored, with the run's story. */
export function withStory(state: AppState, { figures, strip, ...shown }: Story): AppState {
  return { ...state, ...shown, run: { ...state.run, ...figures }, strip: { ...strip, runId: state.run.runId } };
}

/** For a run that continues with another drawing on the pad. */
export function withoutAnswers(story: Story): Story {
  const { points, gap } = EMPTY_STRIP;
  return { ...story, strip: { points, gap } };
}

// Storage may contain another release's records, or anything that a script has written.
const count = v.pipe(v.number(), v.integer(), v.minValue(0));
/** May be NaN: the last figures of a diverged run, which must still be restored. */
const number = v.union([v.number(), v.nan()]);
const figure = v.nullable(number);
const bucket = v.strictObject({
  from: count,
  to: count,
  min: v.number(),
  max: v.number(),
  mean: v.number(),
  count,
  smoothed: v.number(),
});
const series = v.strictObject({
  buckets: v.pipe(v.array(bucket), v.maxLength(1 << 16)),
  width: v.pipe(count, v.minValue(1)),
  capacity: v.pipe(count, v.minValue(2), v.maxValue(1 << 16)),
  step: count,
  latest: figure,
  average: v.strictObject({ halfLife: v.pipe(v.number(), v.gtValue(0)), sum: v.number(), weight: v.number() }),
});
const ten = v.pipe(v.array(number), v.length(CLASSES));
const prediction = v.strictObject({ digit: v.pipe(count, v.maxValue(CLASSES - 1)), logits: ten, probabilities: ten });
const epoch = v.strictObject({
  epoch: count,
  trainLoss: number,
  trainAccuracy: number,
  testLoss: number,
  testAccuracy: number,
  correct: count,
  total: count,
  trainMs: v.number(),
  testMs: v.number(),
});

export const STORY: v.GenericSchema<Story> = v.strictObject({
  lossSeries: series,
  accuracySeries: series,
  epochs: v.pipe(v.array(epoch), v.maxLength(100)),
  consoleLines: v.pipe(v.array(v.string()), v.maxLength(10_000)),
  consoleDropped: count,
  figures: v.strictObject({
    stepsPerEpoch: count,
    trainLoss: figure,
    trainAccuracy: figure,
    testLoss: figure,
    testAccuracy: figure,
  }),
  strip: v.strictObject({
    points: v.pipe(v.array(v.strictObject({ step: count, prediction })), v.maxLength(10_000)),
    gap: v.pipe(count, v.minValue(1)),
  }),
});
