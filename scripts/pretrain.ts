/**
 * `npm run pretrain [model …]`: trains the weights that the page opens with and writes them to `public/weights/` as
 * half-precision safetensors. The trainer is the page's own engine on its WASM path; the accuracy recorded is that of
 * the file itself, read back. Nothing but MNIST's training images goes into them.
 */
import { mkdir, readFile, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { MODELS, type ModelName, type RunConfig, defaultConfig } from '../src/core/config.ts';
import type { EpochResult } from '../src/core/types.ts';
import { activateInNode } from '../src/engine/backends/activate-in-node.ts';
import { decodeWeights, encodeWeights } from '../src/engine/checkpoints/weights-file.ts';
import type { Dataset } from '../src/engine/data/dataset.ts';
import { openDataset } from '../src/engine/data/open-dataset.ts';
import { createModel, disposeModel } from '../src/engine/model-in-use.ts';
import { Network } from '../src/engine/model/network.ts';
import { describeModel } from '../src/engine/model/spec.ts';
import { evaluateAll } from '../src/engine/training/evaluate.ts';
import { TrainingRun } from '../src/engine/training/training-run.ts';
import { MNIST_TARGET, ROOT } from './lib/paths.ts';
import { prepareData } from './lib/prepare-data.ts';

const TARGET = path.join(ROOT, 'public', 'weights');

/** What gets far in few epochs; the defaults are the post's experiment, which takes its time on purpose. */
const RECIPES: Record<ModelName, Partial<RunConfig>> = {
  mlp: { optimizer: 'adam', lr: 0.001, init: 'he', batch: 128, epochs: 3 },
  softmax: { epochs: 5 },
  cnn: { batch: 128, lr: 0.002, epochs: 2 },
};

/** MNIST from `public/mnist/`, by the reader that the page uses, checksums included. */
async function loadMnist(): Promise<Dataset> {
  await prepareData({ target: MNIST_TARGET, mnistDir: process.env['MNIST_DIR'], output: process.stdout });
  let dataset: Dataset | undefined;
  await openDataset({
    choice: 'mnist',
    baseUrl: new URL('public/', `file://${ROOT}`).href,
    signal: new AbortController().signal,
    onReport: () => undefined,
    onNotice: ({ code }) => {
      throw new Error(`MNIST is needed for pretraining (${code}); run npm run data first`);
    },
    onDataset: (opened) => (dataset = opened),
    overrides: { fetch: async (url) => new Response(await readFile(fileURLToPath(url))) },
  });
  if (!dataset) throw new Error('MNIST is needed for pretraining; run npm run data first');
  return dataset;
}

async function pretrain(name: ModelName, dataset: Dataset): Promise<string> {
  const config: RunConfig = { ...defaultConfig(name), ...RECIPES[name] };
  const model = createModel(config);
  const startedAt = performance.now();
  const note = ({ epoch, trainLoss, testAccuracy }: EpochResult) =>
    console.log(`${name}: epoch ${epoch}/${config.epochs}, loss ${trainLoss.toFixed(4)}, test ${testAccuracy}`);
  const run = new TrainingRun({
    id: 1,
    config,
    network: model.network,
    path: model.path,
    dataset,
    emit: (event) => {
      if (event.type === 'epoch') note(event.result);
    },
    onWeights: () => Promise.resolve(),
    onFatal: (error) => {
      throw error;
    },
  });
  const end = await run.play();
  if (end !== 'finished') throw new Error(`${name}: the run ended as ${end}`);

  const values = await model.network.values();
  const facts = { config, values, epochs: config.epochs };
  const draft = decodeWeights(encodeWeights({ ...facts, testAccuracy: null }, 'F16'));
  const asStored = new Network(describeModel(config), draft.values);
  const { accuracy, correct } = await evaluateAll(asStored, dataset.test);
  const bytes = encodeWeights({ ...facts, testAccuracy: accuracy }, 'F16');
  await writeFile(path.join(TARGET, `${name}.safetensors`), new Uint8Array(bytes));
  asStored.dispose();
  disposeModel(model);

  const minutes = ((performance.now() - startedAt) / 60_000).toFixed(1);
  console.log(`${name}: ${correct} of 10000 right as stored, ${bytes.byteLength} bytes, ${minutes} min`);
  return `| ${name} | ${correct / 100} % | ${config.optimizer}, rate ${config.lr}, batch ${config.batch}, ${config.init}, seed ${config.seed} | ${config.epochs} | ${Math.round(bytes.byteLength / 1000)} kB |`;
}

const asked = process.argv.slice(2);
const names = MODELS.filter((name) => asked.length === 0 || asked.includes(name));
if (names.length === 0) throw new Error(`Models are ${MODELS.join(', ')}, not ${asked.join(', ')}`);
await activateInNode('wasm');
await mkdir(TARGET, { recursive: true });
const dataset = await loadMnist();
// One after the other: TensorFlow.js has one backend, and the machine few cores.
// oxlint-disable-next-line no-await-in-loop
for (const name of names) console.log(await pretrain(name, dataset));
