/**
 * The predictions for one drawing over one run, in bounded memory: the first, the latest, and others at least `gap`
 * steps apart. When there are too many, the gap doubles and some are dropped. Immutable.
 */
import type { Prediction } from '../core/types.ts';

export interface StripPoint {
  /** Steps done before the prediction. */
  readonly step: number;
  readonly prediction: Prediction;
}

export interface Strip {
  /** 0 in an empty strip. */
  readonly runId: number;
  /** Ascending by step; at most `CAPACITY`. */
  readonly points: readonly StripPoint[];
  /** Steps: a power of two. */
  readonly gap: number;
}

/** More points than the strip has distinguishable pixels on a phone. */
export const CAPACITY = 384;

export const EMPTY_STRIP: Strip = { runId: 0, points: [], gap: 1 };

/** The strip with one more prediction. Another run begins a new strip; so does a run that returned to a snapshot. */
export function record(
  strip: Strip,
  { runId, step }: { readonly runId: number; readonly step: number },
  prediction: Prediction,
): Strip {
  const latest = strip.points.at(-1);
  const continues = runId === strip.runId && latest !== undefined && step >= latest.step;
  if (!continues) return { runId, points: [{ step, prediction }], gap: 1 };
  const kept = strip.points.slice();
  // Drop the latest point if it is closer than `gap` to the one before.
  const before = kept.at(-2);
  if (latest.step === step || (before && latest.step - before.step < strip.gap)) kept.pop();
  kept.push({ step, prediction });
  let { gap } = strip;
  let points: readonly StripPoint[] = kept;
  while (points.length > CAPACITY) {
    gap *= 2;
    points = thinned(points, gap);
  }
  return { runId, points, gap };
}

function thinned(points: readonly StripPoint[], gap: number): readonly StripPoint[] {
  const last = points.length - 1;
  let reached = -Infinity;
  return points.filter(({ step }, i) => {
    const keep = i === last || step - reached >= gap;
    if (keep) reached = step;
    return keep;
  });
}
