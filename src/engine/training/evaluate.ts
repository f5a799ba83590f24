/** Predictions and the pass over the test set, both with the network's current weights. */
import { stack, tensor1d, tensor2d, tidy } from '@tensorflow/tfjs-core';
import { argMax, softmax } from '../../core/softmax.ts';
import { PIXELS, type Evaluation, type Prediction } from '../../core/types.ts';
import type { ImageSet } from '../data/dataset.ts';
import { gatherImages, gatherLabels } from '../data/gather.ts';
import type { Network } from '../model/network.ts';
import { yieldToMessages } from '../yield.ts';
import { readBack } from './read-back.ts';
import { score } from './score.ts';

/** The network's answer for one image of 784 values in [0, 1]. */
export async function predict(network: Network, pixels: Float32Array): Promise<Prediction> {
  const output = tidy(() => network.logits(tensor2d(pixels, [1, PIXELS])));
  try {
    const values = await readBack(output, 'A prediction');
    return predictionFrom(Array.from(values));
  } finally {
    output.dispose();
  }
}

/** `logits`: ten. */
export function predictionFrom(logits: readonly number[]): Prediction {
  return { digit: argMax(logits), logits, probabilities: softmax(logits) };
}

/** Images a slice: few enough that a prediction asked for meanwhile need not wait. */
export const TEST_SLICE = 250;

/** Sums over images, so that passes may stop and go on between any two of them. */
export interface EvaluationSums {
  readonly done: number;
  readonly loss: number;
  readonly correct: number;
}

export const NOTHING_EVALUATED: EvaluationSums = { done: 0, loss: 0, correct: 0 };

/** `sums` with the next `count` images of `set` added; sums are kept in doubles. */
export async function evaluateNext(
  network: Network,
  set: ImageSet,
  sums: EvaluationSums,
  count: number,
): Promise<EvaluationSums> {
  const rows = Uint32Array.from({ length: Math.min(count, set.total - sums.done) }, (_, i) => sums.done + i);
  const packed = tidy(() => {
    const logits = network.logits(tensor2d(gatherImages(set, rows), [rows.length, PIXELS]));
    const labels = tensor1d(gatherLabels(set, rows), 'int32');
    const { loss, correct } = score(logits, labels);
    return stack([loss, correct]);
  });
  try {
    const [loss = Number.NaN, correct = Number.NaN] = await readBack(packed, 'The test pass');
    return { done: sums.done + rows.length, loss: sums.loss + loss, correct: sums.correct + correct };
  } finally {
    packed.dispose();
  }
}

/** The whole set in one go, messages let in between its slices. All of it must have arrived. */
export async function evaluateAll(network: Network, set: ImageSet): Promise<Evaluation> {
  let sums = NOTHING_EVALUATED;
  while (sums.done < set.total) {
    sums = await evaluateNext(network, set, sums, TEST_SLICE);
    await yieldToMessages();
  }
  return evaluationOf(sums);
}

export function evaluationOf(sums: EvaluationSums): Evaluation {
  return {
    loss: sums.loss / sums.done,
    accuracy: sums.correct / sums.done,
    correct: sums.correct,
    total: sums.done,
  };
}
