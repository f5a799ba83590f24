/**
 * When to renew a deferrable view. Renewals take at most a small share of the main thread's time, and none while the
 * reader draws: the pad and its answer come first.
 */

/** Share of the time for one view; two charts together take a tenth. */
const SHARE = 0.05;
/** Wait after the last change of the drawing, in milliseconds: its last answer arrives some time after. */
const QUIET_MS = 400;
/** Longest time between two renewals, in milliseconds, at any cost and while the reader draws. */
const MAX_REST_MS = 4000;

export interface Renewals {
  /** When the last renewal ended, and its duration. */
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
