/** What an epoch adds up to: sums over images, in doubles, and the time that was spent on it. */
import type { EpochResult } from '../../core/types.ts';
import { type EvaluationSums, NOTHING_EVALUATED, evaluationOf } from './evaluate.ts';
import type { BatchMetrics } from './path.ts';

export class EpochRecord {
  #images = 0;
  #loss = 0;
  #right = 0;
  /** Time at work; pauses and waiting for data do not count. */
  trainMs = 0;
  testMs = 0;
  test: EvaluationSums = NOTHING_EVALUATED;

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
