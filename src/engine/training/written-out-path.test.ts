import { memory } from '@tensorflow/tfjs-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type RunConfig, defaultConfig } from '../../core/config.ts';
import { activateInNode } from '../backends/activate-in-node.ts';
import { initialValues } from '../model/init.ts';
import { Network } from '../model/network.ts';
import { describeModel } from '../model/spec.ts';
import { runGolden } from './golden-suite.ts';
import { goldenImages, goldenRows } from './golden.ts';
import golden from './mlp-sgd.golden.json' with { type: 'json' };
import { WrittenOutPath } from './written-out-path.ts';

const RATES = ['0.01', '0.1'] as const;
/** All 60 steps on every backend, plain CPU included, are an end-to-end test: it takes a third of a second a step. */
const STEPS = { wasm: 60, cpu: 6 } as const;

describe.each(['wasm', 'cpu'] as const)('the written-out step on %s', (backend) => {
  let deactivate: (() => void) | undefined;
  beforeAll(async () => {
    deactivate = await activateInNode(backend);
  });
  afterAll(() => deactivate?.());

  it.each(RATES)('agrees with the golden vectors at learning rate %s', { timeout: 180_000 }, async (rate) => {
    const reference = golden.byLearningRate[rate];
    const steps = STEPS[backend];
    const run = await runGolden((network, config) => new WrittenOutPath(network, config), Number(rate), steps);
    expect(run.losses).toHaveLength(steps);
    run.losses.forEach((loss, step) =>
      expect(Math.abs(loss - (reference.losses[step] ?? Number.NaN)), `loss of step ${step}`).toBeLessThan(1e-4),
    );
    if (steps < reference.losses.length) return;
    reference.weightsAfter_norm_first_last.forEach(([norm = Number.NaN], i) => {
      const actual = run.weightsAfter[i]?.[0] ?? Number.NaN;
      expect(Math.abs(actual / norm - 1), `norm of parameter ${i}`).toBeLessThan(1e-3);
    });
  });

  it.each([
    ['softmax regression', { ...defaultConfig('softmax') }],
    ['an odd-width network with Adam', { ...defaultConfig('mlp'), layers: [17, 5], optimizer: 'adam', lr: 0.001 }],
    ['a network without momentum', { ...defaultConfig('mlp'), layers: [12], momentum: 0 }],
    ['the CNN', { ...defaultConfig('cnn') }],
  ] as const)('learns, and keeps the number of tensors constant: %s', { timeout: 60_000 }, async (_, config) => {
    const before = memory().numTensors;
    const spec = describeModel(config);
    const network = new Network(spec, initialValues(spec, config.init, 1));
    const path = new WrittenOutPath(network, config satisfies RunConfig);
    const images = goldenImages(2);
    // Small, since the plain CPU's convolutions take their time; of unequal size, since an epoch's last batch is.
    const [rows, partial] = [goldenRows(0).subarray(0, 8), goldenRows(1).subarray(0, 3)];
    const first = await path.run(images, [rows]);
    const held = memory().numTensors;
    for (let i = 0; i < 6; i++) await path.run(images, [rows, partial]);
    expect(memory().numTensors).toBe(held);
    const last = await path.run(images, [rows]);
    expect(last.losses[0]).toBeLessThan(first.losses[0] ?? 0);
    path.dispose();
    network.dispose();
    expect(memory().numTensors).toBe(before);
  });
});
