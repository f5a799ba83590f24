import { describe, expect, it } from 'vitest';
import { FIRST_EPOCH_BLOCK, batchRows, batchesPerEpoch, epochOrder, imagesNeeded } from './batches.ts';

const TOTAL = 10_000;
const sorted = (order: Uint32Array) => Array.from(order).toSorted((a, b) => a - b);
const all = Array.from({ length: TOTAL }, (_, i) => i);

describe('epochOrder', () => {
  it.each([0, 1, 7])('visits every image once in epoch %i', (epoch) => {
    expect(sorted(epochOrder(TOTAL, epoch, 3))).toEqual(all);
  });

  it('is the same for the same seed and differs for another seed or epoch', () => {
    expect(epochOrder(TOTAL, 1, 3)).toEqual(epochOrder(TOTAL, 1, 3));
    expect(epochOrder(TOTAL, 1, 3)).not.toEqual(epochOrder(TOTAL, 1, 4));
    expect(epochOrder(TOTAL, 1, 3)).not.toEqual(epochOrder(TOTAL, 2, 3));
  });

  it('of the first epoch needs only the blocks that imagesNeeded gives', () => {
    const order = epochOrder(TOTAL, 0, 5);
    let largest = 0;
    for (let end = 64; end <= TOTAL; end += 64) {
      largest = Math.max(largest, ...order.subarray(end - 64, end));
      expect(largest).toBeLessThan(imagesNeeded(TOTAL, 0, end));
    }
    expect(imagesNeeded(TOTAL, 0, 1)).toBe(FIRST_EPOCH_BLOCK);
    expect(imagesNeeded(TOTAL, 1, 1)).toBe(TOTAL);
  });

  it('shuffles over all images from the second epoch on', () => {
    const firstBatch = epochOrder(TOTAL, 1, 5).subarray(0, 256);
    expect(Math.max(...firstBatch)).toBeGreaterThan(FIRST_EPOCH_BLOCK);
  });
});

describe('the batches of an epoch', () => {
  it('cover its order, and the last one is partial', () => {
    const order = epochOrder(1000, 0, 1);
    const count = batchesPerEpoch(1000, 64);
    expect(count).toBe(16);
    const rows = Array.from({ length: count }, (_, i) => [...batchRows(order, i, 64)]);
    expect(rows.at(-1)).toHaveLength(1000 - 15 * 64);
    expect(rows.flat()).toEqual([...order]);
  });
});
