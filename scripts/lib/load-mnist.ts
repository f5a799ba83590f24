import { readFile } from 'node:fs/promises';
import path from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';
import type { Dataset } from '../../src/engine/data/dataset.ts';
import { openDataset } from '../../src/engine/data/open-dataset.ts';
import { ROOT } from './paths.ts';
import { prepareData } from './prepare-data.ts';

/** MNIST from `public/mnist/` in `root`, by the reader that the page uses, checksums included. */
export async function loadMnist(root = ROOT): Promise<Dataset> {
  const folder = path.join(root, 'public');
  const target = path.join(folder, 'mnist');
  await prepareData({ target, mnistDir: process.env['MNIST_DIR'], output: process.stdout });
  let dataset: Dataset | undefined;
  await openDataset({
    choice: 'mnist',
    baseUrl: `${pathToFileURL(folder).href}/`,
    signal: new AbortController().signal,
    onReport: () => undefined,
    onNotice: ({ code }) => {
      throw new Error(`MNIST is needed (${code}); run npm run data first`);
    },
    onDataset: (opened) => (dataset = opened),
    overrides: { fetch: async (url) => new Response(await readFile(fileURLToPath(url))) },
  });
  if (!dataset) throw new Error('MNIST is needed; run npm run data first');
  return dataset;
}
