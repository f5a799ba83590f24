/**
 * Times the updates of views that can wait. They take at most a small share of the main thread's time, and none while
 * the reader draws, since the pad and the prediction come first.
 */

/** Of the main thread's time, for each view; the two charts together take a tenth. */
const SHARE = 0.05;
/** Without a change of the drawing for this long, the reader has stopped drawing and the last answer has come. */
const QUIET_MS = 400;
/** The longest wait, however costly the update and however long the reader draws. */
const MAX_REST_MS = 4000;

export interface Renewals {
  /** When the last update ended, and its cost. */
  readonly renewedAt: number;
  readonly costMs: number;
  /** When the drawing last changed. */
  readonly drawnAt: number;
}

/** The earliest time of the next update, on the same clock. */
export function restUntil({ renewedAt, costMs, drawnAt }: Renewals): number {
  const rest = renewedAt + costMs * (1 / SHARE - 1);
  return Math.min(renewedAt + MAX_REST_MS, Math.max(rest, drawnAt + QUIET_MS));
}
