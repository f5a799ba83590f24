/**
 * `npm run pretrain -- [model …]`: trains the weights that the page opens with and writes them to `public/weights/` as
 * half-precision safetensors. `--settle` does only the last part, starting from the files. The trainer is the page's
 * own engine on its WASM path. The recorded accuracy is that of the file, read back. MNIST's test images serve only
 * for that figure.
 */
import { mkdir, readFile, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { MODELS, type ModelName, type RunConfig, defaultConfig } from '../src/core/config.ts';
import { Random } from '../src/core/random.ts';
import { PIXELS } from '../src/core/types.ts';
import { activateInNode } from '../src/engine/backends/activate-in-node.ts';
import { type WeightsFile, decodeWeights, encodeWeights } from '../src/engine/checkpoints/weights-file.ts';
import type { Dataset, ImageSet } from '../src/engine/data/dataset.ts';
import { createSyntheticDataset } from '../src/engine/data/synthetic.ts';
import { type ActiveModel, createModel, disposeModel } from '../src/engine/active-model.ts';
import { Network } from '../src/engine/model/network.ts';
import { describeModel } from '../src/engine/model/spec.ts';
import { evaluateAll } from '../src/engine/training/evaluate.ts';
import { runAlone } from '../src/engine/training/run-alone.ts';
import type { TrainingRun } from '../src/engine/training/training-run.ts';
import { varyDigit } from './lib/augment.ts';
import { loadMnist } from './lib/load-mnist.ts';
import { ROOT } from './lib/paths.ts';

const TARGET = path.join(ROOT, 'public', 'weights');

interface Recipe extends Partial<RunConfig> {
  /** Every epoch sees every digit in another variation. A single layer does not profit from variations. */
  readonly vary: boolean;
}

/** For accuracy; the page's defaults are the post's experiment, which learns slowly on purpose. */
const RECIPES: Record<ModelName, Recipe> = {
  mlp: { optimizer: 'adam', lr: 0.001, init: 'he', batch: 128, epochs: 16, vary: true },
  softmax: { epochs: 5, vary: false },
  cnn: { optimizer: 'adam', lr: 0.002, batch: 128, epochs: 16, vary: true },
};

/** The last epochs, on MNIST's digits without variation. */
const SETTLING = { epochs: 2, lr: 0.0002 } as const;

/** Digits that the project draws itself, for forms that MNIST's writers did not use: a crossed 7, a 1 with a foot. */
const DRAWN_IMAGES = 12_000;

/** MNIST's training images, then the project's own; the bytes may be overwritten. */
async function mixedImages(mnist: ImageSet): Promise<ImageSet> {
  const { train: drawn } = createSyntheticDataset({
    trainImages: DRAWN_IMAGES,
    testImages: 0,
    onProgress: () => undefined,
  });
  await drawn.whenLoaded(drawn.total);
  const total = mnist.total + drawn.total;
  const images = new Uint8Array(total * PIXELS);
  images.set(mnist.images);
  images.set(drawn.images, mnist.images.length);
  const labels = new Uint8Array(total);
  labels.set(mnist.labels);
  labels.set(drawn.labels, mnist.total);
  return { images, labels, total, loaded: total, whenLoaded: () => Promise.resolve() };
}

/** Writes a new variation of every image of `originals` into `images`. */
function vary(originals: Uint8Array, images: Uint8Array, random: Random): void {
  for (let at = 0; at < originals.length; at += PIXELS)
    varyDigit(originals.subarray(at, at + PIXELS), images.subarray(at, at + PIXELS), random);
}

/** Half a cosine from the recipe's rate to nearly nothing (Loshchilov and Hutter, SGDR, 2017, without restarts). */
function rateAfter(epochs: number, config: RunConfig): number {
  return Math.max(config.lr * 0.01, config.lr * 0.5 * (1 + Math.cos((Math.PI * epochs) / config.epochs)));
}

/** Trains `model` to the end of its run; `onEpoch` is called after each test pass, before the next epoch begins. */
async function train(
  name: ModelName,
  model: ActiveModel,
  dataset: Dataset,
  onEpoch: (epoch: number, run: TrainingRun) => void = () => undefined,
): Promise<void> {
  const { config } = model;
  const startedAt = performance.now();
  await runAlone(model, dataset, {
    onEpoch({ epoch, trainLoss, testAccuracy }, run) {
      const minutes = ((performance.now() - startedAt) / 60_000).toFixed(1);
      const figures = `loss ${trainLoss.toFixed(4)}, test ${testAccuracy}, ${minutes} min`;
      console.log(`${name}: epoch ${epoch}/${config.epochs}, ${figures}`);
      onEpoch(epoch, run);
    },
  });
}

const fileOf = (name: ModelName): string => path.join(TARGET, `${name}.safetensors`);

/** Writes the file with the accuracy of its own values, which are in half precision. */
async function store(
  name: ModelName,
  model: ActiveModel,
  facts: Pick<WeightsFile, 'config' | 'epochs'>,
  test: ImageSet,
) {
  const values = await model.network.values();
  const draft = decodeWeights(encodeWeights({ ...facts, values, testAccuracy: null }, 'F16'));
  const asStored = new Network(describeModel(facts.config), draft.values);
  const { accuracy, correct } = await evaluateAll(asStored, test);
  const bytes = encodeWeights({ ...facts, values, testAccuracy: accuracy }, 'F16');
  await writeFile(fileOf(name), new Uint8Array(bytes));
  asStored.dispose();
  disposeModel(model);
  console.log(`${name}: ${correct} of 10000 right as stored, ${bytes.byteLength} bytes, ${facts.epochs} epochs`);
}

async function learn(name: ModelName, mnist: Dataset): Promise<void> {
  const { vary: varies, ...recipe } = RECIPES[name];
  const config: RunConfig = { ...defaultConfig(name), ...recipe };
  const images = varies ? await mixedImages(mnist.train) : mnist.train;
  const originals = images.images.slice();
  const random = new Random(config.seed).fork('vary');
  const newEpoch = (): void => {
    if (varies) vary(originals, images.images, random);
  };
  newEpoch();
  const model = createModel(config);
  await train(name, model, { ...mnist, train: images }, (epoch, run) => {
    if (varies) run.setLearningRate(rateAfter(epoch, config));
    newEpoch();
  });
  await store(name, model, { config, epochs: config.epochs }, mnist.test);
}

/** Trains the file's weights a little further at a small rate, on MNIST's digits without variation. */
async function settle(name: ModelName, mnist: Dataset): Promise<void> {
  const file = await readFile(fileOf(name));
  const learned = decodeWeights(new Uint8Array(file).buffer);
  const model = createModel({ ...learned.config, ...SETTLING }, { ...learned, origin: 'pretrained' });
  await train(name, model, mnist);
  await store(name, model, { config: learned.config, epochs: learned.epochs + SETTLING.epochs }, mnist.test);
}

const asked = process.argv.slice(2).filter((word) => word !== '--settle');
const settleOnly = process.argv.includes('--settle');
const names = MODELS.filter((name) => asked.length === 0 || asked.includes(name));
if (names.length === 0) throw new Error(`Models are ${MODELS.join(', ')}, not ${asked.join(', ')}`);
await activateInNode('wasm');
await mkdir(TARGET, { recursive: true });
const mnist = await loadMnist();
// One after the other: TensorFlow.js has one backend, and the machine few cores.
/* oxlint-disable no-await-in-loop */
for (const name of names) {
  if (!settleOnly) await learn(name, mnist);
  if (RECIPES[name].vary) await settle(name, mnist);
}
