/** What a stage of `npm test` came to, how it is told, and how it crosses from the test runners as a JSON file. */
import { readFileSync, writeFileSync } from 'node:fs';
import * as v from 'valibot';

const COUNTS = v.object({
  passed: v.number(),
  failed: v.number(),
  /** `reason` is empty if nobody said. */
  skipped: v.array(v.object({ name: v.string(), reason: v.string() })),
});

export type Counts = v.InferOutput<typeof COUNTS>;

export const PASSED: Counts = { passed: 1, failed: 0, skipped: [] };
export const FAILED: Counts = { passed: 0, failed: 1, skipped: [] };

export function skipped(name: string, reason: string | undefined): Counts {
  return { passed: 0, failed: 0, skipped: [{ name, reason: reason ?? '' }] };
}

export function addCounts(all: readonly Counts[]): Counts {
  return {
    passed: all.reduce((sum, counts) => sum + counts.passed, 0),
    failed: all.reduce((sum, counts) => sum + counts.failed, 0),
    skipped: all.flatMap((counts) => counts.skipped),
  };
}

/** The line that closes `npm test`. */
export function summaryLine(counts: Counts): string {
  const tail = counts.skipped.length > 0 ? `, ${counts.skipped.length} skipped` : '';
  return `${counts.passed} passed, ${counts.failed} failed${tail}`;
}

/** For the reporters: writes to COUNTS_FILE, if that is set. */
export function saveCounts(counts: Counts): void {
  const file = process.env['COUNTS_FILE'];
  if (file) writeFileSync(file, JSON.stringify(counts));
}

/** Throws if a reporter hasn't written it, because its runner died before. */
export function loadCounts(file: string): Counts {
  return v.parse(COUNTS, JSON.parse(readFileSync(file, 'utf8')));
}
