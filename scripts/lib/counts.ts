/** The result of a stage of `npm test`: its text, and the JSON file by which a test runner passes it on. */
import { readFileSync, writeFileSync } from 'node:fs';
import { stripVTControlCharacters } from 'node:util';
import * as v from 'valibot';

/** `reason` is empty if none was given. */
const NAMED = v.array(v.object({ name: v.string(), reason: v.string() }));
const COUNTS = v.object({ passed: v.number(), failed: NAMED, skipped: NAMED });

const LINE_LENGTH = 200;

export type Counts = v.InferOutput<typeof COUNTS>;

export const PASSED: Counts = { passed: 1, failed: [], skipped: [] };

export function failed(name: string, reason: string | undefined): Counts {
  return { passed: 0, failed: [{ name, reason: inShort(reason ?? '') }], skipped: [] };
}

export function skipped(name: string, reason: string | undefined): Counts {
  return { passed: 0, failed: [], skipped: [{ name, reason: reason ?? '' }] };
}

export function addCounts(all: readonly Counts[]): Counts {
  return {
    passed: all.reduce((sum, counts) => sum + counts.passed, 0),
    failed: all.flatMap((counts) => counts.failed),
    skipped: all.flatMap((counts) => counts.skipped),
  };
}

/** Closes the log of `npm test`: the names of what was skipped and what failed, then the sum. */
export function summary(counts: Counts): string {
  const lines = (what: 'skipped' | 'failed') =>
    counts[what].map(({ name, reason }) => `${what}: ${name}${reason && ` (${reason})`}`);
  return [...lines('skipped'), ...lines('failed'), summaryLine(counts)].join('\n');
}

export function summaryLine(counts: Counts): string {
  const tail = counts.skipped.length > 0 ? `, ${counts.skipped.length} skipped` : '';
  return `${counts.passed} passed, ${counts.failed.length} failed${tail}`;
}

/** For the reporters: writes to COUNTS_FILE, if that is set. */
export function saveCounts(counts: Counts): void {
  const file = process.env['COUNTS_FILE'];
  if (file) writeFileSync(file, JSON.stringify(counts));
}

/** Throws if the reporter has not written the file, as when its runner crashes. */
export function loadCounts(file: string): Counts {
  return v.parse(COUNTS, JSON.parse(readFileSync(file, 'utf8')));
}

/** On one line, without terminal colours. Three lines, since a failed property has seed and counterexample in 2 and 3. */
function inShort(message: string): string {
  const lines = stripVTControlCharacters(message).split('\n').slice(0, 3);
  return lines
    .map((line) => line.trim().slice(0, LINE_LENGTH))
    .join(' ')
    .trim();
}
