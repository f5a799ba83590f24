import { memory } from '@tensorflow/tfjs-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type RunConfig, defaultConfig } from '../../core/config.ts';
import { activateInNode } from '../backends/activate-in-node.ts';
import { initialValues } from '../model/init.ts';
import { Network } from '../model/network.ts';
import { describeModel } from '../model/spec.ts';
import { expectGolden } from '../testing/expect-golden.ts';
import { goldenImages, goldenRows } from '../testing/golden.ts';
import { WrittenOutPath } from './written-out-path.ts';

/** Plain CPU is slow. Its third step is the first one whose loss depends on the momentum. */
const GOLDEN: Record<'wasm' | 'cpu', [rate: '0.01' | '0.1', steps: number][]> = {
  wasm: [
    ['0.01', 60],
    ['0.1', 60],
  ],
  cpu: [['0.1', 3]],
};

describe.each(['wasm', 'cpu'] as const)('the written-out step on %s', (backend) => {
  let deactivate: (() => void) | undefined;
  beforeAll(async () => {
    deactivate = await activateInNode(backend);
  });
  afterAll(() => deactivate?.());

  it.each(GOLDEN[backend])(
    'agrees with the golden vectors at learning rate %s for %i steps',
    { timeout: 180_000 },
    async (rate, steps) => {
      await expectGolden((network, config) => new WrittenOutPath(network, config), rate, steps);
    },
  );

  it.each([
    ['softmax regression', { ...defaultConfig('softmax') }],
    ['an odd-width network with Adam', { ...defaultConfig('mlp'), layers: [17, 5], optimizer: 'adam', lr: 0.001 }],
    ['a network without momentum', { ...defaultConfig('mlp'), layers: [12], momentum: 0 }],
    ['the CNN', { ...defaultConfig('cnn') }],
  ] as const)(
    'lowers the loss and keeps the number of tensors constant: %s',
    { timeout: 60_000 },
    async (_, config) => {
      const before = memory().numTensors;
      const spec = describeModel(config);
      const network = new Network(spec, initialValues(spec, config.init, 1));
      const path = new WrittenOutPath(network, config satisfies RunConfig);
      const images = goldenImages(2);
      // Of unequal size, as an epoch's last batch is.
      const [rows, partial] = [goldenRows(0).subarray(0, 2), goldenRows(1).subarray(0, 1)];
      const first = await path.run(images, [rows]);
      const held = memory().numTensors;
      for (let i = 0; i < 2; i++) await path.run(images, [rows, partial]);
      expect(memory().numTensors).toBe(held);
      const last = await path.run(images, [rows]);
      expect(last.losses[0]).toBeLessThan(first.losses[0] ?? 0);
      path.dispose();
      network.dispose();
      expect(memory().numTensors).toBe(before);
    },
  );
});
