/**
 * When a view that can wait is to be renewed: it takes at most a small share of the main thread's time, and
 * none while the reader draws, since the pad and the answer to what is on it come first.
 */

/** Of the time; two charts together take a tenth. */
const SHARE = 0.05;
/** A drawing changes every frame while it is drawn; its last answer is there some time after. All in milliseconds. */
const QUIET_MS = 400;
/** However dear, and however long someone draws: by then it is renewed all the same. */
const MAX_REST_MS = 4000;

export interface Renewals {
  /** When the last renewal ended, and what it cost. */
  readonly renewedAt: number;
  readonly costMs: number;
  /** When the drawing last changed. */
  readonly drawnAt: number;
}

/** The moment, on the same clock, from which the next renewal may come. */
export function restUntil({ renewedAt, costMs, drawnAt }: Renewals): number {
  const rest = renewedAt + costMs * (1 / SHARE - 1);
  return Math.min(renewedAt + MAX_REST_MS, Math.max(rest, drawnAt + QUIET_MS));
}
