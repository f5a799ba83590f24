import { readFile } from 'node:fs/promises';
import path from 'node:path';
import { beforeAll, describe, expect, it } from 'vitest';
import { findMnistFile } from '../../../scripts/lib/mnist-folder.ts';
import { INK_SHARE } from '../../core/certainty.ts';
import { SHAPE_LIMITS, inkShapeOf } from '../../core/ink-shape.ts';
import { PIXELS } from '../../core/types.ts';
import type { Dataset } from './dataset.ts';
import { MNIST_FILES } from './mnist-files.ts';
import { openMnist } from './mnist.ts';
import { PLATFORM_RECONNECTION } from './reconnection.ts';

const folder = process.env['MNIST_DIR'];

/** Serves MNIST_DIR in chunks, as a network would. */
async function fetchFromFolder(url: string): Promise<Response> {
  const file = findMnistFile(folder ?? '', path.basename(url, '.gz'));
  if (file === null) throw new Error(`MNIST_DIR has no ${path.basename(url)}`);
  return new Response(new Blob([await readFile(file)]).stream());
}

async function readMnist(onProgress: (dataset: Dataset) => void): Promise<Dataset> {
  const source = openMnist({
    folderUrl: 'https://page.test/mnist/',
    files: MNIST_FILES,
    fetch: fetchFromFolder,
    kept: null,
    signal: new AbortController().signal,
    reconnection: PLATFORM_RECONNECTION,
    stallMs: 60_000,
    firstBlock: 4096,
    onProgress: () => {
      onProgress(source.dataset);
    },
  });
  await source.complete;
  return source.dataset;
}

describe('the real MNIST', () => {
  let dataset: Dataset;
  const seen: number[] = [];
  beforeAll(async () => {
    if (folder) dataset = await readMnist(({ train }) => seen.push(train.loaded));
  });

  it('is read whole, with its counts and checksums', ({ skip }) => {
    skip(!folder, 'MNIST_DIR is not set');
    const { train, test } = dataset;
    expect([train.loaded, test.loaded]).toEqual([60_000, 10_000]);
    expect([...train.labels.subarray(0, 10)]).toEqual([5, 0, 4, 1, 9, 2, 1, 3, 1, 4]);
    expect([...test.labels.subarray(0, 10)]).toEqual([7, 2, 1, 0, 4, 1, 4, 9, 5, 9]);
    expect(seen.length).toBeGreaterThan(50);
  });

  it('exceeds the limits of ink and shape in at most one image of a thousand', ({ skip }) => {
    skip(!folder, 'MNIST_DIR is not set');
    const { images, total } = dataset.train;
    const every = 6;
    const rasters = Array.from({ length: total / every }, (_, i) =>
      images.subarray(i * every * PIXELS, (i * every + 1) * PIXELS),
    );
    const shapes = rasters.map((raster) => inkShapeOf(raster));
    for (const measure of ['flatness', 'sideBySide', 'outline'] as const) {
      const beyond = shapes.filter((shape) => shape[measure] > SHAPE_LIMITS[measure]);
      expect(beyond.length, measure).toBeLessThanOrEqual(rasters.length / 1000);
    }
    const shares = rasters.map((raster) => raster.reduce((sum, value) => sum + value, 0) / (255 * PIXELS));
    const usual = shares.filter((share) => share >= INK_SHARE.min && share <= INK_SHARE.max);
    expect(usual.length).toBeGreaterThanOrEqual(0.999 * rasters.length);
  });
});
