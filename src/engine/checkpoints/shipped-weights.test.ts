/** The shipped weights have the accuracy that their metadata and the documents claim. */
import { readFileSync } from 'node:fs';
import path from 'node:path';
import { gunzipSync } from 'node:zlib';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { findMnistFile } from '../../../scripts/lib/mnist-folder.ts';
import { MNIST_TARGET, ROOT } from '../../../scripts/lib/paths.ts';
import { MODELS, type ModelName } from '../../core/config.ts';
import { PIXELS } from '../../core/types.ts';
import { activateInNode } from '../backends/activate-in-node.ts';
import type { ImageSet } from '../data/dataset.ts';
import { isGzip } from '../data/gunzip.ts';
import { IdxReader } from '../data/idx.ts';
import { type IdxFile, MNIST_FILES } from '../data/mnist-files.ts';
import { Network } from '../model/network.ts';
import { describeModel } from '../model/spec.ts';
import { evaluateAll } from '../training/evaluate.ts';
import { hasPretrained } from './pretrained.ts';
import { decodeWeights } from './weights-file.ts';

/** The required accuracy on MNIST's test images. */
const LEAST: Record<ModelName, number> = { mlp: 0.983, softmax: 0.915, cnn: 0.992 };

const { testImages, testLabels } = MNIST_FILES;

/** The folder of MNIST, if this machine has it: `MNIST_DIR`, else where `npm run data` puts it. */
const folder = [process.env['MNIST_DIR'] ?? '', MNIST_TARGET].find(
  (place) => place !== '' && [testImages, testLabels].every(({ name }) => findMnistFile(place, name)),
);

let deactivate: (() => void) | undefined;
beforeAll(async () => {
  deactivate = await activateInNode('wasm');
});
afterAll(() => deactivate?.());

function contentOf(file: IdxFile, bytes: number): Uint8Array {
  const found = findMnistFile(folder ?? '', file.name);
  if (found === null) throw new Error(`${file.name} has gone`);
  const content = readFileSync(found);
  const target = new Uint8Array(bytes);
  const reader = new IdxReader(file, target);
  reader.push(isGzip(content) ? gunzipSync(content) : content);
  reader.finish();
  return target;
}

function testSet(): ImageSet {
  const total = testImages.count;
  const images = contentOf(testImages, total * PIXELS);
  return { images, labels: contentOf(testLabels, total), total, loaded: total, whenLoaded: () => Promise.resolve() };
}

describe.each(MODELS)('the shipped weights of %s', (model) => {
  const file = readFileSync(path.join(ROOT, 'public', 'weights', `${model}.safetensors`));
  const { config, values, testAccuracy } = decodeWeights(new Uint8Array(file).buffer);

  it('are for the default architecture, and claim the required accuracy', () => {
    expect(config.model).toBe(model);
    expect(hasPretrained(config)).toBe(true);
    expect(testAccuracy).toBeGreaterThanOrEqual(LEAST[model]);
  });

  it('have the claimed accuracy on MNIST’s test images', async ({ skip }) => {
    skip(folder === undefined, 'MNIST is not on this machine: set MNIST_DIR, or run npm run data');
    const network = new Network(describeModel(config), values);
    try {
      const { accuracy, total } = await evaluateAll(network, testSet());
      expect(total).toBe(10_000);
      expect(accuracy).toBeGreaterThanOrEqual(LEAST[model]);
      // For a few images the rounding of another processor decides.
      expect(Math.abs(accuracy - (testAccuracy ?? 0))).toBeLessThan(0.0005);
    } finally {
      network.dispose();
    }
  });
});
