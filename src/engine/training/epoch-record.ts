/** An epoch's sums over images, in doubles, and its working time. */
import type { EpochResult } from '../../core/types.ts';
import type { RecordSnapshot } from '../snapshot.ts';
import { type EvaluationSums, NOTHING_EVALUATED, evaluationOf } from './evaluate.ts';
import type { BatchMetrics } from './path.ts';

export const NOTHING_RECORDED: RecordSnapshot = {
  images: 0,
  loss: 0,
  right: 0,
  trainMs: 0,
  testMs: 0,
  test: NOTHING_EVALUATED,
};

export class EpochRecord {
  #images: number;
  #loss: number;
  #right: number;
  /** Without pauses and waiting for data. */
  trainMs: number;
  testMs: number;
  test: EvaluationSums;

  constructor(from: RecordSnapshot = NOTHING_RECORDED) {
    this.#images = from.images;
    this.#loss = from.loss;
    this.#right = from.right;
    this.trainMs = from.trainMs;
    this.testMs = from.testMs;
    this.test = from.test;
  }

  snapshot(): RecordSnapshot {
    const { trainMs, testMs, test } = this;
    return { images: this.#images, loss: this.#loss, right: this.#right, trainMs, testMs, test };
  }

  add(batches: readonly Uint32Array[], { losses, accuracies }: BatchMetrics): void {
    batches.forEach((rows, i) => {
      this.#images += rows.length;
      this.#loss += (losses[i] ?? Number.NaN) * rows.length;
      this.#right += (accuracies[i] ?? Number.NaN) * rows.length;
    });
  }

  /** `epoch` from 1; the test pass must be complete. */
  result(epoch: number): EpochResult {
    const { loss, accuracy, correct, total } = evaluationOf(this.test);
    return {
      epoch,
      trainLoss: this.#loss / this.#images,
      trainAccuracy: this.#right / this.#images,
      testLoss: loss,
      testAccuracy: accuracy,
      correct,
      total,
      trainMs: this.trainMs,
      testMs: this.testMs,
    };
  }
}
