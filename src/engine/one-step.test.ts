import { memory } from '@tensorflow/tfjs-core';
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest';
import { defaultConfig } from '../core/config.ts';
import { crossEntropy } from '../core/softmax.ts';
import { PIXELS } from '../core/types.ts';
import { activateInNode } from './backends/activate-in-node.ts';
import type { EngineEvent } from './engine.ts';
import { createModel, disposeModel } from './active-model.ts';
import { OneStep } from './one-step.ts';
import { predict } from './training/evaluate.ts';
import { goldenImages, goldenRows } from './testing/golden.ts';

const PICTURE = Float32Array.from({ length: PIXELS }, (_, i) => (Math.floor(i / 28) % 9 < 2 ? 0.8 : 0));
const LABEL = 3;

const bytes = (values: Float32Array = new Float32Array()) =>
  Buffer.from(values.buffer, values.byteOffset, values.byteLength);

let deactivate: (() => void) | undefined;
beforeAll(async () => {
  deactivate = await activateInNode('wasm');
});
afterAll(() => deactivate?.());

function setUp(name: 'mlp' | 'softmax' | 'cnn') {
  const events: EngineEvent[] = [];
  const model = createModel({ ...defaultConfig(name), seed: 5 });
  return { model, events, oneStep: new OneStep((event) => events.push(event)) };
}

describe.each(['mlp', 'softmax', 'cnn'] as const)('a step on one drawing with %s', (name) => {
  it('removes 20 to 90 % of the loss, and returns the answers before and after', async () => {
    const { model, oneStep } = setUp(name);
    const step = await oneStep.take(model, PICTURE, LABEL);
    const [before, after] = [crossEntropy(step.before.logits, LABEL), crossEntropy(step.after.logits, LABEL)];
    expect(after).toBeLessThan(0.8 * before);
    expect(after).toBeGreaterThan(0.1 * before);
    const now = await predict(model.network, PICTURE);
    now.logits.forEach((z, j) => expect(z).toBeCloseTo(step.after.logits[j] ?? Number.NaN, 5));
    oneStep.drop();
    disposeModel(model);
  });

  it('is undone to the bit after three in a row, and leaves no tensors behind', async () => {
    const { model, oneStep, events } = setUp(name);
    const held = memory().numTensors;
    const weights = await model.network.values();
    for (let i = 0; i < 3; i++) await oneStep.take(model, PICTURE, LABEL);
    oneStep.undo(model);
    const restored = await model.network.values();
    // By their bytes: comparing 700,000 numbers one by one takes a test runner its time.
    restored.forEach((values, i) => expect(bytes(values).equals(bytes(weights[i])), `parameter ${i}`).toBe(true));
    expect(memory().numTensors).toBe(held);
    expect(events.map((event) => event.type === 'learned' && event.steps)).toEqual([1, 2, 3, 0]);
    disposeModel(model);
  });
});

describe('the weights after a step on one drawing', () => {
  it('differ from those before by the rate times the gradient', async () => {
    const { model, oneStep } = setUp('softmax');
    const [, before = new Float32Array()] = await model.network.values();
    const { rate, before: answer } = await oneStep.take(model, PICTURE, LABEL);
    const [, after = new Float32Array()] = await model.network.values();
    // The bias of softmax regression has the gradient p − y itself.
    answer.probabilities.forEach((p, j) => {
      const gradient = p - (j === LABEL ? 1 : 0);
      expect((before[j] ?? 0) - (after[j] ?? 0)).toBeCloseTo(rate * gradient, 6);
    });
    oneStep.drop();
    disposeModel(model);
  });

  it('return to those of the training step before it after undo', async () => {
    const { model, oneStep } = setUp('softmax');
    const { model: twin } = setUp('softmax');
    const images = goldenImages(1);
    for (const each of [model, twin]) await each.path.run(images, [goldenRows(0)]);
    await oneStep.take(model, PICTURE, LABEL);
    oneStep.undo(model);
    for (const each of [model, twin]) await each.path.run(images, [goldenRows(0)]);
    expect(await model.network.values()).toEqual(await twin.network.values());
    disposeModel(model);
    disposeModel(twin);
  });

  it('are reported to the training path, and have no test accuracy until undo', async () => {
    const { model, oneStep } = setUp('softmax');
    const weightsChanged = vi.fn<() => void>();
    model.path.weightsChanged = weightsChanged;
    model.testAccuracy = 0.9;
    await oneStep.take(model, PICTURE, LABEL);
    expect(weightsChanged).toHaveBeenCalledTimes(1);
    expect(model.testAccuracy).toBeNull();
    oneStep.undo(model);
    expect(weightsChanged).toHaveBeenCalledTimes(2);
    expect(model.testAccuracy).toBe(0.9);
    disposeModel(model);
  });

  it('cannot be undone after drop', async () => {
    const { model, oneStep, events } = setUp('softmax');
    await oneStep.take(model, PICTURE, LABEL);
    oneStep.drop();
    oneStep.drop();
    expect(() => oneStep.undo(model)).toThrow(/no step/);
    expect(events).toEqual([
      { type: 'learned', steps: 1 },
      { type: 'learned', steps: 0 },
    ]);
    disposeModel(model);
  });

  it('stay finite when the loss has vanished', async () => {
    const { model, oneStep } = setUp('softmax');
    for (let i = 0; i < 40; i++) await oneStep.take(model, PICTURE, LABEL);
    const { rate, after } = await oneStep.take(model, PICTURE, LABEL);
    expect(rate).toBeGreaterThanOrEqual(0);
    expect(after.logits.every((z) => Number.isFinite(z))).toBe(true);
    oneStep.drop();
    disposeModel(model);
  });
});
