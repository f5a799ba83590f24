/**
 * Compares implementations on any host: opens them, checks that their losses agree, then measures them in interleaved
 * rounds. A failure becomes the reason in its row; the others continue.
 */
import { BACKENDS, type BackendName } from '../../src/core/types.ts';
import type { ImplementationName, WorkloadChoice } from '../implementations/implementation.ts';
import type { Measurement, Opened } from '../implementations/lab.ts';
import { START_LIMIT_S, limit, reasonOf } from './limit.ts';
import { consensus, disagreement, interleave, median } from './statistics.ts';

export interface EntryChoice {
  readonly backend: BackendName;
  readonly implementation: ImplementationName;
  readonly workload: WorkloadChoice;
}

/** Where implementations run: one page per backend, or Node with Dawn. */
export interface Host {
  open(key: string, choice: EntryChoice): Promise<Opened>;
  measure(key: string, choice: EntryChoice, steps: number): Promise<Measurement>;
  close(key: string, choice: EntryChoice): Promise<void>;
}

export interface Result extends EntryChoice {
  /** Why the measurement is missing or incomplete. */
  readonly failure: string | null;
  readonly detail: string | null;
  readonly openMs: number | null;
  readonly losses: readonly number[];
  /** Over all rounds. The figures below are medians over the rounds, per step. */
  readonly steps: number;
  readonly rounds: readonly Measurement[];
  readonly msPerStep: number | null;
  readonly jsMsPerStep: number | null;
  readonly dispatchesPerStep: number | null;
  readonly submitsPerStep: number | null;
}

export interface InterleavedOptions {
  readonly rounds: number;
  /** Time per entry and round; at least one step is made. */
  readonly roundMs: number;
  /** After this much measured time, an entry takes part in no further round. */
  readonly budgetMs: number;
  readonly tolerance: number;
  readonly note: (text: string) => void;
  /** True when no further measurement may start. */
  readonly isStopping?: () => boolean;
}

const MAX_STEPS = 500;

interface Running extends EntryChoice {
  readonly key: string;
  failure: string | null;
  opened: Opened | null;
  estimateMs: number;
  spentMs: number;
  readonly rounds: Measurement[];
}

export async function measureInterleaved(
  host: Host,
  choices: readonly EntryChoice[],
  options: InterleavedOptions,
): Promise<readonly Result[]> {
  const entries = choices.map((choice, i): Running => {
    const key = `${i} ${choice.backend} ${choice.implementation}`;
    return { ...choice, key, failure: null, opened: null, estimateMs: 0, spentMs: 0, rounds: [] };
  });
  for (const entry of entries) {
    if (options.isStopping?.() === true) {
      entry.failure = STOPPED;
      continue;
    }
    options.note(`opening ${nameOf(entry)}`);
    // One at a time, so that they do not disturb each other.
    await attempt(entry, async () => {
      entry.opened = await limit(host.open(entry.key, entry), START_LIMIT_S, 'Opening');
    });
  }
  compareLosses(entries, options.tolerance);
  const fit = entries.filter(({ failure }) => failure === null);
  // The first measurement warms up and estimates the time per step.
  await interleave(fit, 1, async (entry) => warmUp(host, entry, options));
  await interleave(
    fit.filter(({ failure }) => failure === null),
    options.rounds,
    async (entry, round) => measureOnce(host, entry, round, options),
  );
  for (const entry of entries) {
    // A failed entry may not be open any more.
    if (entry.failure === null) await attempt(entry, async () => host.close(entry.key, entry));
  }
  return entries.map(resultOf);
}

const STOPPED = 'stopped before it was measured';

async function attempt(entry: Running, action: () => Promise<void>): Promise<boolean> {
  try {
    await action();
    return true;
  } catch (error) {
    entry.failure = reasonOf(error);
    return false;
  }
}

/** Compares entries with the same workload. */
function compareLosses(entries: readonly Running[], tolerance: number): void {
  for (const work of new Set(entries.map(workOf))) {
    const group = entries.filter((entry) => workOf(entry) === work);
    const agreed = consensus(group.flatMap(({ opened }) => (opened ? [opened.losses] : [])));
    for (const entry of group) {
      if (!entry.opened) continue;
      const apart = disagreement(entry.opened.losses, agreed);
      if (apart <= tolerance) continue;
      const got = entry.opened.losses.map((loss) => loss.toFixed(4)).join(', ');
      entry.failure = `disagrees with the others: losses ${got} instead of ${agreed.map((loss) => loss.toFixed(4)).join(', ')}`;
    }
  }
}

const workOf = ({ workload }: EntryChoice) => JSON.stringify(workload);

async function warmUp(host: Host, entry: Running, options: InterleavedOptions): Promise<boolean> {
  if (options.isStopping?.() === true) {
    entry.failure = STOPPED;
    return false;
  }
  options.note(`warming up ${nameOf(entry)}`);
  return attempt(entry, async () => {
    const startedAt = performance.now();
    // Twice where that is quick: the first step may still compile.
    for (const steps of [1, 4]) {
      const { ms } = await limit(host.measure(entry.key, entry, steps), START_LIMIT_S, 'Warming up');
      entry.estimateMs = ms / steps;
      if (performance.now() - startedAt > options.roundMs) break;
    }
  });
}

async function measureOnce(host: Host, entry: Running, round: number, options: InterleavedOptions): Promise<boolean> {
  if (options.isStopping?.() === true) {
    if (entry.rounds.length === 0) entry.failure = STOPPED;
    return false;
  }
  const steps = Math.max(1, Math.min(MAX_STEPS, Math.round(options.roundMs / entry.estimateMs)));
  options.note(`round ${round + 1}: ${steps} × ${nameOf(entry)}`);
  const fine = await attempt(entry, async () => {
    const measured = await limit(host.measure(entry.key, entry, steps), START_LIMIT_S, 'Measuring');
    entry.rounds.push(measured);
    entry.spentMs += measured.ms;
    entry.estimateMs = measured.ms / steps;
  });
  return fine && entry.spentMs < options.budgetMs;
}

function nameOf({ backend, implementation, workload }: EntryChoice): string {
  const widths = workload.layers ? ` ${workload.layers.join('-')}` : '';
  return `${implementation} on ${backend} (${workload.model}${widths}, batch ${workload.batch})`;
}

function resultOf({ backend, implementation, workload, failure, opened, rounds }: Running): Result {
  const perStep = (of: (round: Measurement) => number) =>
    rounds.length > 0 ? median(rounds.map((round) => of(round) / round.steps)) : null;
  const gpu = backend === 'webgpu';
  return {
    backend,
    implementation,
    workload,
    failure,
    detail: opened?.detail ?? null,
    openMs: opened?.openMs ?? null,
    losses: opened?.losses ?? [],
    steps: rounds.reduce((sum, { steps }) => sum + steps, 0),
    rounds,
    msPerStep: perStep(({ ms }) => ms),
    jsMsPerStep: gpu ? perStep(({ jsMs }) => jsMs) : null,
    dispatchesPerStep: gpu ? perStep(({ dispatches }) => dispatches) : null,
    submitsPerStep: gpu ? perStep(({ submits }) => submits) : null,
  };
}

/** In the order in which the engine tries backends. */
export function byBackend(results: readonly Result[]): readonly Result[] {
  return results.toSorted((a, b) => BACKENDS.indexOf(a.backend) - BACKENDS.indexOf(b.backend));
}
