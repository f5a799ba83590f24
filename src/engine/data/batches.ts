/** Which images make up which batch. The order depends on seed, epoch and size alone, never on the network's speed. */
import { Random } from '../../core/random.ts';

/** The first epoch shuffles within blocks of this many images, so that training may begin with the first block. */
export const FIRST_EPOCH_BLOCK = 4096;

/** `total` row indices in the order of epoch `epoch` (from 0). */
export function epochOrder(total: number, epoch: number, seed: number): Uint32Array {
  const random = new Random(seed).fork(`order/${epoch}`);
  const order = Uint32Array.from({ length: total }, (_, i) => i);
  if (epoch > 0) {
    random.shuffle(order);
    return order;
  }
  for (let start = 0; start < total; start += FIRST_EPOCH_BLOCK)
    random.shuffle(order.subarray(start, Math.min(start + FIRST_EPOCH_BLOCK, total)));
  return order;
}

/** How many leading images must have arrived before the rows up to `end` of epoch `epoch`'s order can be read. */
export function imagesNeeded(total: number, epoch: number, end: number): number {
  if (epoch > 0) return total;
  return Math.min(total, Math.ceil(end / FIRST_EPOCH_BLOCK) * FIRST_EPOCH_BLOCK);
}

/** Batches in an epoch; the last one may be partial. */
export function batchesPerEpoch(total: number, batch: number): number {
  return Math.ceil(total / batch);
}

/** The rows of batch `index` (from 0): a view into `order`, shorter than `batch` at the end. */
export function batchRows(order: Uint32Array, index: number, batch: number): Uint32Array {
  return order.subarray(index * batch, Math.min((index + 1) * batch, order.length));
}
