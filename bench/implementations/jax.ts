/**
 * jax-js: the same dense network, one jitted function per step (loss, gradients, momentum), data put on the device
 * once. Every function of jax-js consumes its arguments; `.ref` keeps one for another use.
 */
import {
  type Device,
  blockUntilReady,
  defaultDevice,
  init,
  jit,
  nn,
  numpy as np,
  tree,
  valueAndGrad,
} from '@jax-js/jax';
import { CLASSES, PIXELS } from '../../src/core/types.ts';
import { gatherImages, gatherLabels } from '../../src/engine/data/gather.ts';
import { denseLayers } from '../../src/engine/model/spec.ts';
import { type Implementation, POOL, type Workload } from './implementation.ts';

// A type, because an interface does not fit jax-js' trees.
type Parameters = { w: np.Array; b: np.Array }[];

export async function openJax(workload: Workload, device: Device): Promise<Implementation> {
  const { config, firstRow } = workload;
  if (denseLayers(workload.spec) === null || config.optimizer !== 'sgd')
    throw new Error('jax-js is compared on the dense network only');
  const there = await init(device);
  if (!there.includes(device)) throw new Error(`jax-js has no ${device} here`);
  defaultDevice(device);

  const rows = Uint32Array.from({ length: POOL }, (_, i) => i);
  const x = np.array(Float32Array.from(gatherImages(workload.images, rows)), { shape: [POOL, PIXELS] });
  const labels = np.array(Int32Array.from(gatherLabels(workload.images, rows)), { shape: [POOL] });
  const y = nn.oneHot(labels, CLASSES);
  let parameters = createParameters(workload);
  let velocity = tree.map((one: np.Array) => np.zerosLike(one), tree.ref(parameters));
  await blockUntilReady([x, y, parameters, velocity]);

  const step = jit((weights: Parameters, speeds: Parameters, images: np.Array, targets: np.Array) => {
    const [loss, gradients] = valueAndGrad(meanLoss)(weights.map(keep), images, targets);
    const faster = speeds.map(({ w, b }, i) => ({
      w: w.mul(config.momentum).add(at(gradients, i).w),
      b: b.mul(config.momentum).add(at(gradients, i).b),
    }));
    const moved = weights.map(({ w, b }, i) => ({
      w: w.sub(at(faster, i).w.ref.mul(config.lr)),
      b: b.sub(at(faster, i).b.ref.mul(config.lr)),
    }));
    return [moved, faster, loss] as [Parameters, Parameters, np.Array];
  });

  return {
    detail: `jax-js, ${device}`,
    prepare: async () => undefined,
    async run(from, count) {
      const losses: np.Array[] = [];
      for (let i = 0; i < count; i++) {
        const start = firstRow(from + i);
        const range: [number, number] = [start, start + config.batch];
        const [moved, faster, loss] = step(parameters, velocity, x.ref.slice(range), y.ref.slice(range));
        [parameters, velocity] = [moved, faster];
        losses.push(loss);
      }
      await blockUntilReady(parameters);
      const values = await Promise.all(losses.map((loss) => loss.data()));
      return values.map((value) => value[0] ?? Number.NaN);
    },
    dispose() {
      tree.dispose(parameters);
      tree.dispose(velocity);
      x.dispose();
      y.dispose();
      step.dispose();
    },
  };
}

function createParameters({ spec, values }: Workload): Parameters {
  return spec.layers.map((layer, i) => {
    if (layer.kind !== 'dense') throw new Error('jax-js is compared on the dense network only');
    const [w, b] = values.slice(2 * i, 2 * i + 2);
    if (!w || !b) throw new Error(`${layer.name} lacks its values`);
    return {
      w: np.array(Float32Array.from(w), { shape: [layer.inputs, layer.outputs] }),
      b: np.array(Float32Array.from(b), { shape: [layer.outputs] }),
    };
  });
}

function meanLoss(parameters: Parameters, images: np.Array, targets: np.Array): np.Array {
  const [count = Number.NaN] = images.shape;
  const logits = parameters.reduce((value, { w, b }, i) => {
    const z = np.dot(value, w).add(b);
    return i === parameters.length - 1 ? z : nn.relu(z);
  }, images);
  return nn
    .logSoftmax(logits)
    .mul(targets)
    .sum()
    .mul(-1 / count);
}

const keep = ({ w, b }: Parameters[number]): Parameters[number] => ({ w: w.ref, b: b.ref });

function at(parameters: Parameters, index: number): Parameters[number] {
  const one = parameters[index];
  if (!one) throw new Error(`no parameters for layer ${index}`);
  return one;
}
