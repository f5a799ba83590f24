import * as tf from '@tensorflow/tfjs-core';
import { afterEach, describe, expect, test, vi } from 'vitest';
import { activateInNode } from './activate-in-node.ts';
import { selfTest, SelfTestError } from './self-test.ts';
import { selfTestInputs, selfTestReference } from './self-test-reference.ts';
import { TimeoutError } from '../../core/with-timeout.ts';

let remove: (() => void) | undefined;

afterEach(() => {
  vi.restoreAllMocks();
  remove?.();
  remove = undefined;
});

test('the self-test’s reference starts near the loss of even answers and learns', () => {
  const { losses } = selfTestReference(selfTestInputs());
  expect(losses[0]).toBeGreaterThan(2);
  expect(losses[0]).toBeLessThan(3);
  expect(losses[1]).toBeLessThan(losses[0] ?? 0);
});

describe.each(['wasm', 'cpu'] as const)('the self-test on %s', (name) => {
  test('passes and leaves no tensors', async () => {
    remove = await activateInNode(name);
    await selfTest(10_000);
    expect(tf.memory().numTensors).toBe(0);
  });

  test.each([
    ['zeros, as from a lost WebGL context', () => 0],
    ['NaN values', () => Number.NaN],
    ['numbers altered against fingerprinting, one in ten,', (real: number, i: number) => (i % 10 === 3 ? -real : real)],
  ])('rejects: %s are wrong results', async (_, alter) => {
    remove = await activateInNode(name);
    vi.spyOn(tf.backend(), 'read').mockImplementation(async (id) => {
      const real: unknown = tf.backend().readSync(id);
      return real instanceof Float32Array ? real.map(alter) : new Float32Array();
    });
    await expect(selfTest(10_000)).rejects.toThrow(SelfTestError);
    expect(tf.memory().numTensors).toBe(0);
  });

  test('rejects with a timeout when a readback never settles', async () => {
    remove = await activateInNode(name);
    vi.spyOn(tf.backend(), 'read').mockReturnValue(new Promise(() => undefined));
    await expect(selfTest(10)).rejects.toThrow(TimeoutError);
    expect(tf.memory().numTensors).toBe(0);
  });
});
