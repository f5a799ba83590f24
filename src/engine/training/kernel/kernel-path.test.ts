import { memory, tensor, tensor2d } from '@tensorflow/tfjs-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type RunConfig, defaultConfig } from '../../../core/config.ts';
import { PIXELS } from '../../../core/types.ts';
import { activateInNode } from '../../backends/activate-in-node.ts';
import { gatherImages } from '../../data/gather.ts';
import type { CreateKernels } from '../../kernels/kernels.ts';
import { createPlainKernels } from '../../kernels/plain-kernels.ts';
import { wasmKernels } from '../../kernels/wasm-kernels.ts';
import { initialValues } from '../../model/init.ts';
import { Network } from '../../model/network.ts';
import { describeModel } from '../../model/spec.ts';
import { expectGolden } from '../../testing/expect-golden.ts';
import { goldenImages, goldenRows } from '../../testing/golden.ts';
import type { TrainingPath } from '../path.ts';
import { WrittenOutPath } from '../written-out-path.ts';
import { KernelPath } from './kernel-path.ts';

const RATES = ['0.01', '0.1'] as const;
/** All 60 steps in plain JavaScript are an end-to-end test. */
const STEPS = { wasm: 60, cpu: 4 } as const;

function kernelsFor(backend: 'wasm' | 'cpu'): CreateKernels {
  const create = backend === 'wasm' ? wasmKernels() : createPlainKernels;
  if (!create) throw new Error('this engine has no WebAssembly SIMD');
  return create;
}

/** The largest difference; at least 1 where the lengths differ. */
function far(a: readonly number[], b: readonly number[]): number {
  const lengths = Math.abs(a.length - b.length);
  return a.reduce((worst, value, i) => Math.max(worst, Math.abs(value - (b[i] ?? Number.NaN))), lengths);
}

const batchesOf = (...counts: readonly number[]) => counts.map((count, i) => goldenRows(i % 2).subarray(0, count));

/** Fast to compare. */
const bytesOf = ({ buffer }: Float32Array) => Buffer.from(buffer).toString('base64');

describe.each(['wasm', 'cpu'] as const)('the step on kernels for %s', (backend) => {
  let deactivate: (() => void) | undefined;
  beforeAll(async () => {
    deactivate = await activateInNode(backend);
  });
  afterAll(() => deactivate?.());

  const make = (network: Network, config: RunConfig) => new KernelPath(network, config, kernelsFor(backend));

  it.each(RATES)('agrees with the golden vectors at learning rate %s', { timeout: 180_000 }, async (rate) => {
    await expectGolden(make, rate, STEPS[backend]);
  });

  it.each([
    ['softmax regression', { ...defaultConfig('softmax') }],
    ['an odd-width network with Adam', { ...defaultConfig('mlp'), layers: [17, 5], optimizer: 'adam', lr: 0.001 }],
    [
      'widths of one and of whole tiles, without momentum',
      { ...defaultConfig('mlp'), layers: [16, 1, 8], momentum: 0 },
    ],
    ['the CNN', { ...defaultConfig('cnn') }],
  ] as const)('agrees with the written-out step: %s', { timeout: 60_000 }, async (_, config) => {
    const before = memory().numTensors;
    const images = goldenImages(2);
    // Of unequal size, as an epoch's last batch is. Convolutions take one image at a time, so few are enough for them.
    const batches = config.model === 'cnn' ? batchesOf(3, 1) : batchesOf(16, 3, 9, 1);
    const judged = goldenRows(0).subarray(0, 8);
    const train = async (create: (network: Network, config: RunConfig) => TrainingPath) => {
      const spec = describeModel(config);
      const network = new Network(spec, initialValues(spec, config.init, 1));
      const path = create(network, config);
      const first = await path.run(images, batches);
      path.setLearningRate(config.lr / 2);
      const second = await path.run(images, batches);
      const pixels = tensor2d(gatherImages(images, judged), [judged.length, PIXELS]);
      const output = network.logits(pixels);
      const logits = Array.from(await output.data());
      const values = (await network.values()).flatMap((value) => Array.from(value));
      pixels.dispose();
      output.dispose();
      path.dispose();
      network.dispose();
      const metrics = [first, second].flatMap(({ losses, accuracies }) => [...losses, ...accuracies]);
      return { metrics, logits, values };
    };
    const expected = await train((network, settings) => new WrittenOutPath(network, settings));
    const actual = await train(make);
    expect(far(actual.metrics, expected.metrics)).toBeLessThan(1e-4);
    expect(far(actual.values, expected.values)).toBeLessThan(1e-4);
    expect(far(actual.logits, expected.logits)).toBeLessThan(1e-3);
    expect(memory().numTensors).toBe(before);
  });

  it.each([
    ['an odd-width network with momentum', { ...defaultConfig('mlp'), layers: [17, 5] }],
    ['with Adam', { ...defaultConfig('mlp'), layers: [17, 5], optimizer: 'adam', lr: 0.001 }],
    ['without momentum', { ...defaultConfig('softmax'), momentum: 0 }],
    ['the CNN', { ...defaultConfig('cnn'), optimizer: 'adam', lr: 0.001 }],
  ] as const)(
    'continues from its snapshot to the bit, and so does the written-out step within 1e-4: %s',
    { timeout: 60_000 },
    async (_, config) => {
      const images = goldenImages(2);
      const batches = [goldenRows(0).subarray(0, 5), goldenRows(1).subarray(0, 3)];
      const spec = describeModel(config);
      const network = new Network(spec, initialValues(spec, config.init, 1));
      const path = make(network, config);
      await path.run(images, batches);
      const [values, optimizer] = [await network.values(), await path.optimizerState()];
      expect(optimizer.steps).toBe(2);
      const continueWith = async (create: (network: Network, config: RunConfig) => TrainingPath) => {
        const other = new Network(spec, values);
        const continued = create(other, config);
        continued.restoreOptimizer(structuredClone(optimizer));
        const { state: taken } = await continued.optimizerState();
        expect(taken.flat().map(bytesOf)).toEqual(optimizer.state.flat().map(bytesOf));
        await continued.run(images, batches);
        const [weights, state] = [await other.values(), await continued.optimizerState()];
        continued.dispose();
        other.dispose();
        return [...weights, ...state.state.flat()];
      };
      await path.run(images, batches);
      const own = [...(await network.values()), ...(await path.optimizerState()).state.flat()];
      path.dispose();
      network.dispose();
      expect((await continueWith(make)).map(bytesOf)).toEqual(own.map(bytesOf));
      const writtenOut = await continueWith((other, settings) => new WrittenOutPath(other, settings));
      writtenOut.forEach((array, i) => expect(far([...array], [...(own[i] ?? [])]), `array ${i}`).toBeLessThan(1e-4));
    },
  );

  it('uses weights that were assigned to the variables from outside', async () => {
    const config = { ...defaultConfig('softmax'), batch: 8 };
    const spec = describeModel(config);
    const initial = initialValues(spec, 'glorot', 3);
    const network = new Network(spec, initial);
    const path = make(network, config);
    const images = goldenImages(1);
    const rows = goldenRows(0).subarray(0, 8);
    const first = await path.run(images, [rows]);
    const second = await path.run(images, [rows]);
    expect(second.losses[0]).not.toBe(first.losses[0]);
    network.variables.forEach((variable, i) => {
      const fresh = tensor(initial[i] ?? [], variable.shape);
      variable.assign(fresh);
      fresh.dispose();
    });
    path.weightsChanged();
    expect((await path.run(images, [rows])).losses[0]).toBe(first.losses[0]);
    path.dispose();
    network.dispose();
  });

  it(
    'yields by its policy, and a reading meanwhile gets the weights of one whole step',
    { timeout: 60_000 },
    async () => {
      const config = defaultConfig('mlp');
      const spec = describeModel(config);
      const images = goldenImages(1);
      const batches = [goldenRows(0), goldenRows(0)];
      const train = async (visit: (network: Network) => Promise<void>) => {
        const network = new Network(spec, initialValues(spec, config.init, 1));
        const path = make(network, config);
        const yieldPolicy = { maxBlockMs: 0, yieldNow: () => visit(network) };
        const { losses } = await path.run(images, batches, yieldPolicy);
        const weights = await network.values();
        path.dispose();
        network.dispose();
        return [losses, ...weights].map(bytesOf);
      };
      const read = new Set<string>();
      let visits = 0;
      const visited = await train(async (network) => {
        visits++;
        const values = await network.values();
        read.add(values.map(bytesOf).join());
      });
      // Five layers forward and back, twice; the plain kernels also yield within a product.
      expect(visits).toBeGreaterThan(backend === 'cpu' ? 100 : 25);
      // The initial weights and those after the first step.
      expect(read.size).toBe(2);
      expect(visited).toEqual(await train(async () => undefined));
    },
  );
});
