import { CLASSES } from '../../../core/types.ts';
import type { Activation } from './arena.ts';

export interface BatchScore {
  /** Cross-entropy in nats, summed. */
  readonly loss: number;
  /** Images whose largest logit is their label's. */
  readonly correct: number;
}

/**
 * Softmax cross-entropy of `labels.length` rows of logits, in doubles; writes ∂(mean loss)/∂logits = (p − y)/rows.
 * −log p = log Σ exp(z − max) − (z − max) neither overflows nor takes the logarithm of zero.
 */
export function crossEntropy(heap: Float32Array, logits: Activation, labels: Uint8Array): BatchScore {
  const p = new Float64Array(CLASSES);
  const rows = labels.length;
  let [loss, correct] = [0, 0];
  for (let r = 0; r < rows; r++) {
    const row = heap.subarray(logits.values + r * logits.image, logits.values + r * logits.image + CLASSES);
    const gradient = logits.gradients + r * logits.image;
    const label = labels[r] ?? 0;
    let best = 0;
    for (let i = 1; i < CLASSES; i++) if (Number(row[i]) > Number(row[best])) best = i;
    const max = Number(row[best]);
    let sum = 0;
    for (let i = 0; i < CLASSES; i++) sum += p[i] = Math.exp(Number(row[i]) - max);
    for (let i = 0; i < CLASSES; i++) heap[gradient + i] = (Number(p[i]) / sum - (i === label ? 1 : 0)) / rows;
    loss += Math.log(sum) - (Number(row[label]) - max);
    if (best === label) correct++;
  }
  return { loss, correct };
}
