/**
 * The answers for one drawing over one run, in bounded memory: the first and the latest always, and between them
 * answers at least `gap` steps apart. When there are too many, the gap doubles and those in between are dropped.
 * Immutable.
 */
import type { Prediction } from '../core/types.ts';

export interface StripPoint {
  /** Steps done when the answer was given. */
  readonly step: number;
  readonly prediction: Prediction;
}

export interface Strip {
  /** 0: no run yet. */
  readonly runId: number;
  /** Ascending by step; at most `CAPACITY`. */
  readonly points: readonly StripPoint[];
  /** Steps: a power of two. */
  readonly gap: number;
}

/** More than the strip's width in pixels on a phone. */
export const CAPACITY = 384;

export const EMPTY_STRIP: Strip = { runId: 0, points: [], gap: 1 };

/** The strip with one more answer. A new run, or a run that went back, begins a new strip. */
export function record(
  strip: Strip,
  { runId, step }: { readonly runId: number; readonly step: number },
  prediction: Prediction,
): Strip {
  const latest = strip.points.at(-1);
  const continues = runId === strip.runId && latest !== undefined && step >= latest.step;
  if (!continues) return { runId, points: [{ step, prediction }], gap: 1 };
  const kept = strip.points.slice();
  // The former end is dropped if it is too close to the answer before it.
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
