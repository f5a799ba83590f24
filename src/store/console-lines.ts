/**
 * The run as the lines that the post's program prints. They stay English in every language. Two figures differ from the
 * post's on purpose: the average test loss is the true mean over the images, and the testing time is that of the test
 * alone.
 */
import type { DatasetName, EpochResult } from '../core/types.ts';
import type { BackendReport, MetricsEvent } from '../engine/engine.ts';

/** One training line per this many batches. */
const BATCHES_A_LINE = 10;
export const MAX_LINES = 2000;

const WIDE_RULE = '='.repeat(44);
const RULE = '='.repeat(27);

const DATASETS: Readonly<Record<DatasetName, string>> = { mnist: 'MNIST', synthetic: 'Built-in Digits' };

export interface ConsoleLog {
  /** Oldest first, at most `MAX_LINES`. */
  readonly lines: readonly string[];
  /** Earlier lines that are no longer kept. */
  readonly dropped: number;
}

export const EMPTY_LOG: ConsoleLog = { lines: [], dropped: 0 };

export function appendLines(log: ConsoleLog, added: readonly string[]): ConsoleLog {
  if (added.length === 0) return log;
  const lines = [...log.lines, ...added];
  const excess = Math.max(0, lines.length - MAX_LINES);
  return { lines: excess > 0 ? lines.slice(excess) : lines, dropped: log.dropped + excess };
}

export function headerLines(dataset: DatasetName, backend: BackendReport | null): readonly string[] {
  return [`Training ${DATASETS[dataset]} Model on ${deviceLabel(backend)}`, WIDE_RULE];
}

/**
 * The lines of the event's batches whose index in their epoch is a multiple of 10. `batch`: images per batch; `images`:
 * images in the training set.
 */
export function batchLines(event: MetricsEvent, batch: number, images: number): readonly string[] {
  const { losses, step, stepsPerEpoch } = event;
  const lines: string[] = [];
  const before = step - losses.length;
  for (let i = 0; i < losses.length; i++) {
    const done = before + i;
    const index = done % stepsPerEpoch;
    if (index % BATCHES_A_LINE !== 0) continue;
    const epoch = Math.floor(done / stepsPerEpoch) + 1;
    const percent = roundHalfEven((100 * index) / stepsPerEpoch);
    const loss = (losses[i] ?? Number.NaN).toFixed(6);
    lines.push(`Train Epoch: ${epoch} | Batch Status: ${index * batch}/${images} (${percent}%) | Loss: ${loss}`);
  }
  return lines;
}

export function epochLines(result: EpochResult): readonly string[] {
  const { correct, total, testLoss } = result;
  const percent = roundHalfEven((100 * correct) / total);
  return [
    `Training time: ${clock(result.trainMs)}`,
    RULE,
    `Test set: Average loss: ${testLoss.toFixed(4)}, Accuracy: ${correct}/${total} (${percent}%)`,
    `Testing time: ${clock(result.testMs)}`,
  ];
}

export function endLines(epochs: readonly EpochResult[], backend: BackendReport | null): readonly string[] {
  const totalMs = epochs.reduce((sum, { trainMs, testMs }) => sum + trainMs + testMs, 0);
  return [`Total Time: ${clock(totalMs)}`, `Model was trained on ${deviceLabel(backend)}!`];
}

function deviceLabel(backend: BackendReport | null): string {
  if (!backend) return 'unknown';
  return backend.device === '' ? backend.backend : `${backend.backend} (${backend.device})`;
}

function clock(ms: number): string {
  const seconds = roundHalfEven(ms / 1000);
  return `${Math.floor(seconds / 60)}m ${seconds % 60}s`;
}

/** Rounds as Python's `:.0f` does. */
function roundHalfEven(value: number): number {
  const floor = Math.floor(value);
  if (value - floor !== 0.5) return Math.round(value);
  return floor % 2 === 0 ? floor : floor + 1;
}
