/**
 * TensorFlow.js as its users train with it: `model.fit` of a layers model, and `optimizer.minimize` with autodiff.
 * Data and labels are put on the device as floats once, which is not measured; a batch is a slice of them.
 */
import * as tf from '@tensorflow/tfjs';
import { CLASSES, PIXELS, SIDE } from '../../src/core/types.ts';
import { gatherImages, gatherLabels } from '../../src/engine/data/gather.ts';
import type { LayerSpec } from '../../src/engine/model/spec.ts';
import { type Implementation, POOL, type Workload } from './implementation.ts';

interface Resident {
  readonly x: tf.Tensor2D;
  readonly y: tf.Tensor2D;
}

function createResident({ images }: Workload): Resident {
  const rows = Uint32Array.from({ length: POOL }, (_, i) => i);
  const labels = tf.tensor1d(gatherLabels(images, rows), 'int32');
  const y = tf.tidy(() => tf.cast(tf.oneHot(labels, CLASSES), 'float32') as tf.Tensor2D);
  labels.dispose();
  return { x: tf.tensor2d(gatherImages(images, rows), [POOL, PIXELS]), y };
}

/** Adam's default epsilon differs by backend. */
function createOptimizer({ config }: Workload): tf.Optimizer {
  return config.optimizer === 'adam'
    ? tf.train.adam(config.lr, 0.9, 0.999, 1e-8)
    : tf.train.momentum(config.lr, config.momentum);
}

export async function openMinimize(workload: Workload): Promise<Implementation> {
  const { config, spec, values, firstRow } = workload;
  const { x, y } = createResident(workload);
  const optimizer = createOptimizer(workload);
  const variables = spec.parameters.map(({ shape }, i) => {
    const initial = tf.tensor(values[i]?.slice() ?? [], [...shape]);
    const made = tf.variable(initial);
    initial.dispose();
    return made;
  });
  const step = (index: number): tf.Scalar => {
    const loss = (): tf.Scalar => {
      const start = firstRow(index);
      const logits = forward(spec.layers, variables, tf.slice(x, [start, 0], [config.batch, PIXELS]));
      return tf.losses.softmaxCrossEntropy(tf.slice(y, [start, 0], [config.batch, CLASSES]), logits);
    };
    const cost = optimizer.minimize(loss, true, variables);
    if (!cost) throw new Error('minimize returned no cost');
    return cost;
  };
  return {
    detail: `tfjs ${tf.version_core}, ${tf.getBackend()}`,
    prepare: async () => undefined,
    async run(from, count) {
      const costs: tf.Scalar[] = [];
      for (let i = 0; i < count; i++) {
        costs.push(tf.tidy(() => step(from + i)));
      }
      const all = tf.stack(costs);
      tf.dispose(costs);
      const losses = Array.from(await all.data<'float32'>());
      all.dispose();
      return losses;
    },
    dispose() {
      tf.dispose([x, y, ...variables]);
      optimizer.dispose();
    },
  };
}

function forward(layers: readonly LayerSpec[], variables: readonly tf.Variable[], images: tf.Tensor2D): tf.Tensor2D {
  let value: tf.Tensor = images;
  for (const [i, layer] of layers.entries()) {
    const [weight, bias] = variables.slice(2 * i, 2 * i + 2);
    if (!weight || !bias) throw new Error(`${layer.name} lacks its variables`);
    if (layer.kind === 'conv') {
      const image: tf.Tensor4D = tf.reshape(value, [-1, layer.side, layer.side, layer.inputs]);
      const filter = weight as tf.Tensor as tf.Tensor4D;
      value = tf.maxPool(tf.relu(tf.add<tf.Tensor4D>(tf.conv2d(image, filter, 1, 'same'), bias)), 2, 2, 'valid');
    } else {
      const z = tf.add(tf.matMul(tf.reshape(value, [-1, layer.inputs]), weight), bias);
      value = layer.relu ? tf.relu(z) : z;
    }
  }
  return value as tf.Tensor2D;
}

export async function openFit(workload: Workload): Promise<Implementation> {
  const { config, spec, values, firstRow } = workload;
  const resident = createResident(workload);
  const model = tf.sequential({ layers: spec.layers.flatMap((layer, i) => toLayers(layer, i, spec.layers)) });
  const initial = spec.parameters.map(({ shape }, i) => tf.tensor(values[i]?.slice() ?? [], [...shape]));
  model.setWeights(initial);
  tf.dispose(initial);
  const optimizer = createOptimizer(workload);
  model.compile({ optimizer, loss: 'categoricalCrossentropy' });
  let prepared: { readonly x: tf.Tensor; readonly y: tf.Tensor } | null = null;
  const rows = (of: tf.Tensor2D, from: number, count: number) =>
    tf.concat(
      Array.from({ length: count }, (_, i) => tf.slice(of, [firstRow(from + i), 0], [config.batch, of.shape[1]])),
    );
  return {
    detail: `tfjs ${tf.version_layers}, ${tf.getBackend()}`,
    async prepare(from, count) {
      tf.dispose(prepared ? [prepared.x, prepared.y] : []);
      prepared = tf.tidy(() => {
        const x = rows(resident.x, from, count);
        const shape = spec.layers[0]?.kind === 'conv' ? [-1, SIDE, SIDE, 1] : [-1, PIXELS];
        return { x: tf.reshape(x, shape), y: rows(resident.y, from, count) };
      });
      // Waits until the data are on the device.
      const last = tf.tidy(() => tf.sum(prepared ? prepared.y : 0));
      await last.data();
      last.dispose();
    },
    async run(_, __, wantLosses) {
      if (!prepared) throw new Error('fit has not been prepared');
      const losses: number[] = [];
      await model.fit(prepared.x, prepared.y, {
        batchSize: config.batch,
        epochs: 1,
        shuffle: false,
        verbose: 0,
        ...(wantLosses ? { callbacks: { onBatchEnd: (_batch, logs) => void losses.push(logs?.['loss'] ?? NaN) } } : {}),
      });
      return losses;
    },
    dispose() {
      tf.dispose(prepared ? [prepared.x, prepared.y] : []);
      tf.dispose([resident.x, resident.y]);
      model.dispose();
      optimizer.dispose();
    },
  };
}

function toLayers(layer: LayerSpec, index: number, all: readonly LayerSpec[]): tf.layers.Layer[] {
  const isLast = index === all.length - 1;
  if (layer.kind === 'conv') {
    const { side, inputs, outputs: filters, kernel: kernelSize } = layer;
    const where = index === 0 ? { inputShape: [side, side, inputs] } : {};
    return [
      tf.layers.conv2d({ filters, kernelSize, padding: 'same', activation: 'relu', ...where }),
      tf.layers.maxPooling2d({ poolSize: 2 }),
      ...(all[index + 1]?.kind === 'dense' ? [tf.layers.flatten()] : []),
    ];
  }
  const where = index === 0 ? { inputShape: [layer.inputs] } : {};
  return [tf.layers.dense({ units: layer.outputs, activation: isLast ? 'softmax' : 'relu', ...where })];
}
