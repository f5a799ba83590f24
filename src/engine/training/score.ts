/** Loss and accuracy of logits, for the step and for the test pass. */
import {
  type Scalar,
  type Tensor1D,
  type Tensor2D,
  argMax,
  cast,
  equal,
  logSoftmax,
  mul,
  neg,
  oneHot,
  sum,
} from '@tensorflow/tfjs-core';
import { CLASSES } from '../../core/types.ts';

export interface Score {
  /** log softmax(logits), [n, 10]. */
  readonly logP: Tensor2D;
  /** One-hot labels, [n, 10]. */
  readonly target: Tensor2D;
  /** Cross-entropy in nats, summed over the images. */
  readonly loss: Scalar;
  /** Images whose largest logit is their label's. */
  readonly correct: Scalar;
}

/** `logits` [n, 10]; `labels` [n], int32, 0…9. Call it inside `tidy`, which owns the result. */
export function score(logits: Tensor2D, labels: Tensor1D): Score {
  const logP = logSoftmax(logits);
  const target = cast(oneHot(labels, CLASSES), 'float32') as Tensor2D;
  const loss = neg(sum<Scalar>(mul(logP, target)));
  const correct = sum<Scalar>(cast(equal(argMax(logits, 1), labels), 'float32'));
  return { logP, target, loss, correct };
}
