/** A run as CSV (RFC 4180). Names and numbers are the same in every language, for programs to read. */
import type { EpochResult } from '../../core/types.ts';
import type { Bucket, Series } from '../../store/series.ts';

type Cell = number | string | null;

/**
 * One row for each bucket of the series. A bucket is one step in runs of up to 2,048 steps; in longer runs neighbours
 * share one. A row has the bucket's lowest, mean and highest value, and the smoothed value after its last step.
 */
export function batchesCsv(loss: Series, accuracy: Series, stepsPerEpoch: number): string {
  const rows = new Map<string, { readonly loss?: Bucket; readonly accuracy?: Bucket }>();
  for (const bucket of loss.buckets) rows.set(keyOf(bucket), { loss: bucket });
  for (const bucket of accuracy.buckets) {
    rows.set(keyOf(bucket), { ...rows.get(keyOf(bucket)), accuracy: bucket });
  }
  const ordered = [...rows.values()].toSorted((a, b) => lastStep(a) - lastStep(b));
  return csv([
    ['first_step', 'last_step', 'epoch', ...columns('loss'), ...columns('accuracy')],
    ...ordered.map((row): readonly Cell[] => {
      const span = row.loss ?? row.accuracy;
      const epoch = span && stepsPerEpoch > 0 ? Math.ceil(span.to / stepsPerEpoch) : null;
      return [span?.from ?? null, span?.to ?? null, epoch, ...valuesOf(row.loss), ...valuesOf(row.accuracy)];
    }),
  ]);
}

/** Losses in nats, accuracies in [0, 1], times in milliseconds. */
export function epochsCsv(epochs: readonly EpochResult[]): string {
  return csv([
    [
      'epoch',
      'train_loss',
      'train_accuracy',
      'test_loss',
      'test_accuracy',
      'test_correct',
      'test_total',
      'train_ms',
      'test_ms',
    ],
    ...epochs.map((result): readonly Cell[] => [
      result.epoch,
      result.trainLoss,
      result.trainAccuracy,
      result.testLoss,
      result.testAccuracy,
      result.correct,
      result.total,
      Math.round(result.trainMs),
      Math.round(result.testMs),
    ]),
  ]);
}

function keyOf({ from, to }: Bucket): string {
  return `${from}-${to}`;
}

function lastStep({ loss, accuracy }: { readonly loss?: Bucket; readonly accuracy?: Bucket }): number {
  return (loss ?? accuracy)?.to ?? 0;
}

function columns(name: string): readonly string[] {
  return [`${name}_min`, `${name}_mean`, `${name}_max`, `${name}_smoothed`];
}

function valuesOf(bucket: Bucket | undefined): readonly Cell[] {
  return bucket ? [bucket.min, bucket.mean, bucket.max, bucket.smoothed] : [null, null, null, null];
}

function csv(rows: readonly (readonly Cell[])[]): string {
  return rows.map((cells) => `${cells.map(field).join(',')}\r\n`).join('');
}

/** A number that is not finite becomes an empty field, as a missing value does. */
function field(cell: Cell): string {
  if (cell === null || (typeof cell === 'number' && !Number.isFinite(cell))) return '';
  const text = String(cell);
  return /[",\r\n]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text;
}
