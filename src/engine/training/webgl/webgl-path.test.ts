import { backend, tensor } from '@tensorflow/tfjs-core';
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest';
import { defaultConfig } from '../../../core/config.ts';
import { activateInNode } from '../../backends/activate-in-node.ts';
import { initialValues } from '../../model/init.ts';
import { Network } from '../../model/network.ts';
import { describeModel } from '../../model/spec.ts';
import { goldenImages, goldenRows } from '../../testing/golden.ts';
import { WebGlPath } from './webgl-path.ts';

const spec = describeModel(defaultConfig('softmax'));

/** A fake fused step: it submits every batch separately, and each sets all parameters to the number of updates. */
const fused = {
  planes: 4,
  updates: 0,
  load: () => undefined,
  copies: () => spec.parameters.map(({ shape }) => filled(shape)),
  dispose: () => undefined,
  /** Called between two batches. */
  between: async (): Promise<void> => undefined,
  async run(_: unknown, batches: readonly Uint32Array[]) {
    for (let i = 0; i < batches.length; i++) {
      fused.updates++;
      await fused.between();
    }
    return { losses: new Float32Array(batches.length), accuracies: new Float32Array(batches.length) };
  },
};
vi.mock('./gl-trainer.ts', () => ({ SCORED_ROWS: 256, GlTrainer: { create: async () => fused } }));

function filled(shape: readonly number[]) {
  return tensor(new Float32Array(shape.reduce((a, b) => a * b)).fill(fused.updates), [...shape], 'float32');
}

class Context extends EventTarget {}

describe('the WebGL path', () => {
  let deactivate: (() => void) | undefined;
  beforeAll(async () => {
    deactivate = await activateInNode('cpu');
    vi.stubGlobal('WebGL2RenderingContext', Context);
    Object.assign(backend(), { gpgpu: { gl: new Context() } });
  });
  afterAll(() => {
    vi.unstubAllGlobals();
    deactivate?.();
  });

  it('updates the variables after the last batch, also when they were read during the run', async () => {
    const config = defaultConfig('softmax');
    const network = new Network(spec, initialValues(spec, config.init, 1));
    const path = new WebGlPath(network, config, { planes: [4] });
    await path.ready;
    expect(path.id).toBe('webgl-fused-4');
    const firstWeight = async () => (await network.values())[0]?.[0];
    const seen: unknown[] = [];
    fused.between = async () => void seen.push(await firstWeight());
    await path.run(goldenImages(1), [goldenRows(0), goldenRows(0), goldenRows(0)]);
    expect(seen).toEqual([1, 2, 3]);
    fused.between = async () => undefined;
    await path.run(goldenImages(1), [goldenRows(0)]);
    expect(await firstWeight()).toBe(4);
    path.dispose();
    network.dispose();
  });
});
