/**
 * Timeouts of the browser tests. They are generous, because a condition that is met early ends its wait.
 * On a shared machine `E2E_TIMEOUT_FACTOR=5` makes each of them five times as long.
 */
const FACTOR = Number(process.env['E2E_TIMEOUT_FACTOR'] ?? 1);
const MINUTE_MS = 60_000;

export function minutes(count: number): number {
  return count * MINUTE_MS * FACTOR;
}

/** For conditions that an idle machine meets in a second or two. */
export const WAIT_MS = minutes(1.5);
