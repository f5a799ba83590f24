/**
 * Proves that the backend in use calculates: two training steps of a small network against the same in plain
 * doubles. Written out instead of differentiated, so that it needs no gradients registered.
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
import { withTimeout } from './with-timeout.ts';

/** Compiling the shaders is most of it; software adapters take seconds. */
const READBACK_LIMIT_MS = 30_000;

/** Float32 differs from double by some 1e-6 here, the two steps move single weights by up to 2e-2. */
const TOLERANCE = 2e-4;

export class SelfTestError extends Error {
  override readonly name = 'SelfTestError';
}

/**
 * Settles if the backend's numbers are right. Rejects with a `SelfTestError` if they are not, a `TimeoutError`
 * if they do not come (a lost WebGL context never delivers), or whatever the backend throws.
 */
export async function selfTest(limitMs = READBACK_LIMIT_MS): Promise<void> {
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
  let w1 = tf.tensor2d(weights[0], [inputs, hidden]);
  let w2 = tf.tensor2d(weights[1], [hidden, classes]);
  let v1: tf.Tensor2D = tf.zerosLike(w1);
  let v2: tf.Tensor2D = tf.zerosLike(w2);
  const losses: tf.Scalar[] = [];
  for (let step = 0; step < STEPS; step++) {
    const h = tf.relu(tf.matMul(x, w1));
    const { loss, gradient } = crossEntropy(tf.matMul(h, w2), y);
    losses.push(loss);
    const dh = tf.mul(tf.matMul(gradient, tf.transpose(w2)), tf.step(h));
    v2 = tf.add(tf.mul(v2, MOMENTUM), tf.matMul(tf.transpose(h), gradient));
    v1 = tf.add(tf.mul(v1, MOMENTUM), tf.matMul(tf.transpose(x), dh));
    w2 = tf.sub(w2, tf.mul(v2, LEARNING_RATE));
    w1 = tf.sub(w1, tf.mul(v1, LEARNING_RATE));
  }
  return { losses: tf.stack(losses), w1, w2 };
}

function crossEntropy(logits: tf.Tensor2D, labels: tf.Tensor2D): { loss: tf.Scalar; gradient: tf.Tensor2D } {
  const shifted = tf.sub(logits, tf.max(logits, 1, true));
  const exps = tf.exp(shifted);
  const sums = tf.sum(exps, 1, true);
  const gradient = tf.div<tf.Tensor2D>(tf.sub(tf.div(exps, sums), labels), SHAPE.batch);
  const picked = tf.sum(tf.mul(shifted, labels), 1, true);
  return { loss: tf.mean(tf.sub(tf.log(sums), picked)), gradient };
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
