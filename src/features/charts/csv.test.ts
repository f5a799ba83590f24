import { describe, expect, it } from 'vitest';
import { append, emptySeries } from '../../store/series.ts';
import { batchesCsv, epochsCsv } from './csv.ts';

const EPOCH = {
  epoch: 1,
  trainLoss: 1.5,
  trainAccuracy: 0.5,
  testLoss: Number.NaN,
  testAccuracy: 0.9712,
  correct: 9712,
  total: 10_000,
  trainMs: 1234.567,
  testMs: 89.4,
} as const;

const rowsOf = (text: string): readonly (readonly string[])[] =>
  text
    .split('\r\n')
    .slice(0, -1)
    .map((line) => line.split(','));

describe('the batches as CSV', () => {
  it('have a header and a row for each, with its numbers', () => {
    const loss = append(emptySeries(), 3, Float32Array.of(2.5, 2.25, 2));
    const accuracy = append(emptySeries(), 3, Float32Array.of(0.125, 0.25, 0.5));
    const [header, ...rows] = rowsOf(batchesCsv(loss, accuracy, 2));
    expect(header?.join()).toBe(
      'first_step,last_step,epoch,loss_min,loss_mean,loss_max,loss_smoothed,accuracy_min,accuracy_mean,accuracy_max,accuracy_smoothed',
    );
    expect(rows.map(([first, last, epoch, , mean]) => [first, last, epoch, mean])).toEqual([
      ['1', '1', '1', '2.5'],
      ['2', '2', '1', '2.25'],
      ['3', '3', '2', '2'],
    ]);
    expect(rows[2]?.slice(7, 10)).toEqual(['0.5', '0.5', '0.5']);
  });

  it('have lowest, mean and highest value where several share a row', () => {
    const loss = append(emptySeries(2), 4, Float32Array.of(1, 3, 5, 7));
    const rows = rowsOf(batchesCsv(loss, emptySeries(2), 4));
    expect(rows.slice(1).map((row) => row.slice(0, 6))).toEqual([
      ['1', '2', '1', '1', '2', '3'],
      ['3', '4', '1', '5', '6', '7'],
    ]);
  });

  it('leave a field empty without a finite value', () => {
    const loss = append(emptySeries(), 2, Float32Array.of(2, Infinity));
    const accuracy = append(emptySeries(), 2, Float32Array.of(0.25, 0.5));
    const rows = rowsOf(batchesCsv(loss, accuracy, 0));
    expect(rows[1]?.slice(0, 3)).toEqual(['1', '1', '']);
    expect(rows[2]?.slice(3, 9)).toEqual(['', '', '', '', '0.5', '0.5']);
  });

  it('have only a header before the first batch', () => {
    expect(rowsOf(batchesCsv(emptySeries(), emptySeries(), 0))).toHaveLength(1);
  });
});

it('the epochs as CSV have a row for each, and empty fields for missing numbers', () => {
  expect(epochsCsv([EPOCH])).toBe(
    'epoch,train_loss,train_accuracy,test_loss,test_accuracy,test_correct,test_total,train_ms,test_ms\r\n' +
      '1,1.5,0.5,,0.9712,9712,10000,1235,89\r\n',
  );
});
