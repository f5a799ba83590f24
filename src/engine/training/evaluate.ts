/** Predictions and the pass over the test set, with the network's current weights. */
import { stack, tensor1d, tensor2d, tidy } from '@tensorflow/tfjs-core';
import { argMax, softmax } from '../../core/softmax.ts';
import { PIXELS, type Evaluation, type Prediction } from '../../core/types.ts';
import type { ImageSet } from '../data/dataset.ts';
import { gatherImages, gatherLabels } from '../data/gather.ts';
import type { Network } from '../model/network.ts';
import { yieldToMessages } from '../yield.ts';
import type { YieldPolicy } from './pace.ts';
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

/** Sums over images, so that a pass can pause after any slice. */
export interface EvaluationSums {
  readonly done: number;
  readonly loss: number;
  readonly correct: number;
}

export const NOTHING_EVALUATED: EvaluationSums = { done: 0, loss: 0, correct: 0 };

/** Evaluates images with the current weights. */
export interface Scorer {
  /** Images at a time: few enough that a prediction does not wait long. */
  readonly slice: number;
  /** Cross-entropy in nats summed over `rows` of `set`, and the number of right answers. */
  score(set: ImageSet, rows: Uint32Array, yieldPolicy?: YieldPolicy): Promise<Pick<EvaluationSums, 'loss' | 'correct'>>;
}

export function networkScorer(network: Network): Scorer {
  return { slice: 250, score: (set, rows) => scoreRows(network, set, rows) };
}

async function scoreRows(network: Network, set: ImageSet, rows: Uint32Array) {
  const packed = tidy(() => {
    const logits = network.logits(tensor2d(gatherImages(set, rows), [rows.length, PIXELS]));
    const labels = tensor1d(gatherLabels(set, rows), 'int32');
    const { loss, correct } = score(logits, labels);
    return stack([loss, correct]);
  });
  try {
    const [loss = Number.NaN, correct = Number.NaN] = await readBack(packed, 'The test pass');
    return { loss, correct };
  } finally {
    packed.dispose();
  }
}

/**
 * `sums` with the next slices of `set` added, in order; sums are kept in doubles. More than one slice at a time only
 * where a device does the work in order.
 */
export async function evaluateNext(
  scorer: Scorer,
  set: ImageSet,
  sums: EvaluationSums,
  yieldPolicy?: YieldPolicy,
  slices = 1,
): Promise<EvaluationSums> {
  const parts: Uint32Array[] = [];
  for (let { done } = sums; done < set.total && parts.length < slices; done += scorer.slice) {
    const length = Math.min(scorer.slice, set.total - done);
    parts.push(Uint32Array.from({ length }, (_, i) => done + i));
  }
  const scores = await Promise.all(parts.map((rows) => scorer.score(set, rows, yieldPolicy)));
  return scores.reduce<EvaluationSums>(
    (sum, { loss, correct }, i) => ({
      done: sum.done + (parts[i]?.length ?? 0),
      loss: sum.loss + loss,
      correct: sum.correct + correct,
    }),
    sums,
  );
}

/** The whole set, which must have arrived. Yields to messages between slices. */
export async function evaluateAll(network: Network, set: ImageSet): Promise<Evaluation> {
  const scorer = networkScorer(network);
  let sums = NOTHING_EVALUATED;
  while (sums.done < set.total) {
    sums = await evaluateNext(scorer, set, sums);
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
