/**
 * How long a test waits for what should happen. Generous, because waiting costs nothing where it does happen;
 * where a machine is shared with others, `E2E_PATIENCE=5` makes every limit five times as long.
 */
const FACTOR = Number(process.env['E2E_PATIENCE'] ?? 1);
const MINUTE_MS = 60_000;

export function minutes(count: number): number {
  return count * MINUTE_MS * FACTOR;
}

/** For what a quiet machine does in a second or two. */
export const PATIENCE_MS = minutes(1.5);
