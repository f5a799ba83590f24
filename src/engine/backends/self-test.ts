/**
 * Checks that the current backend computes correctly: two training steps of a small network against the same in doubles.
 * It uses training's own operations, so that training reuses the compiled shaders and no gradient registry is needed.
 */
import * as tf from '@tensorflow/tfjs-core';
import {
  LEARNING_RATE,
  MOMENTUM,
  SHAPE,
  STEPS,
  type SelfTestInputs,
  type SelfTestOutcome,
  selfTestInputs,
  selfTestReference,
} from './self-test-reference.ts';
import { withTimeout } from '../../core/with-timeout.ts';

/** Float32 rounding is about 1e-6 here; the two steps change single weights by up to 2e-2. */
const TOLERANCE = 2e-4;

export class SelfTestError extends Error {
  override readonly name = 'SelfTestError';
}

/**
 * Settles if the backend returns correct numbers within `limitMs`. Rejects with a `SelfTestError` for wrong numbers, a
 * `TimeoutError` without an answer (as from a lost WebGL context), or the backend's own error.
 */
export async function selfTest(limitMs: number): Promise<void> {
  const inputs = selfTestInputs();
  const outcome = await calculate(inputs, limitMs);
  const expected = selfTestReference(inputs);
  compare('loss', outcome.losses, expected.losses);
  compare('first weights', outcome.weights[0], expected.weights[0]);
  compare('second weights', outcome.weights[1], expected.weights[1]);
}

async function calculate(inputs: SelfTestInputs, limitMs: number): Promise<SelfTestOutcome> {
  const tensors = tf.tidy(() => train(inputs));
  try {
    const [losses, w1, w2] = await withTimeout(
      Promise.all([tensors.losses.data(), tensors.w1.data(), tensors.w2.data()]),
      limitMs,
      'The self-test',
    );
    return { losses, weights: [w1, w2] };
  } finally {
    tf.dispose(tensors);
  }
}

function train({ images, labels, weights }: SelfTestInputs) {
  const { batch, inputs, hidden, classes } = SHAPE;
  const x = tf.tensor2d(images, [batch, inputs]);
  const y = tf.tensor2d(labels, [batch, classes]);
  let first = parameters(tf.tensor2d(weights[0], [inputs, hidden]));
  let second = parameters(tf.tensor2d(weights[1], [hidden, classes]));
  const losses: tf.Tensor[] = [];
  for (let step = 0; step < STEPS; step++) {
    const activated = tf.fused.matMul({ a: x, b: first.w, bias: first.b, activation: 'relu' });
    // For the type only; it is a matrix already.
    const h = tf.reshape<tf.Rank.R2>(activated, [batch, hidden]);
    const logP = tf.logSoftmax(tf.fused.matMul({ a: h, b: second.w, bias: second.b }));
    losses.push(tf.mul(tf.sum(tf.mul(logP, y)), -1 / batch));
    const dz: tf.Tensor2D = tf.mul(tf.sub(tf.exp(logP), y), 1 / batch);
    const dh: tf.Tensor2D = tf.mul(tf.matMul(dz, tf.transpose(second.w)), tf.step(h));
    second = descend(second, h, dz);
    first = descend(first, x, dh);
  }
  return { losses: tf.stack(losses), w1: first.w, w2: second.w };
}

interface Parameters {
  readonly w: tf.Tensor2D;
  readonly b: tf.Tensor;
  readonly velocityOfW: tf.Tensor2D;
  readonly velocityOfB: tf.Tensor;
}

function parameters(w: tf.Tensor2D): Parameters {
  const b = tf.zeros([w.shape[1]]);
  return { w, b, velocityOfW: tf.zerosLike(w), velocityOfB: tf.zerosLike(b) };
}

function descend({ w, b, velocityOfW, velocityOfB }: Parameters, input: tf.Tensor2D, dOutput: tf.Tensor2D): Parameters {
  const vw: tf.Tensor2D = tf.add(tf.mul(velocityOfW, MOMENTUM), tf.matMul(tf.transpose(input), dOutput));
  const vb = tf.add(tf.mul(velocityOfB, MOMENTUM), tf.sum(dOutput, 0));
  return {
    w: tf.sub(w, tf.mul(vw, LEARNING_RATE)),
    b: tf.sub(b, tf.mul(vb, LEARNING_RATE)),
    velocityOfW: vw,
    velocityOfB: vb,
  };
}

function compare(what: string, got: ArrayLike<number>, expected: ArrayLike<number>): void {
  if (got.length !== expected.length) {
    throw new SelfTestError(`${what}: ${got.length} numbers instead of ${expected.length}`);
  }
  for (let i = 0; i < expected.length; i++) {
    const [a, b] = [got[i] ?? Number.NaN, expected[i] ?? Number.NaN];
    // Negated, so that NaN fails.
    if (!(Math.abs(a - b) <= TOLERANCE)) throw new SelfTestError(`${what} [${i}]: ${a} instead of ${b.toFixed(6)}`);
  }
}
