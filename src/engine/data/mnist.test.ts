import { existsSync } from 'node:fs';
import { readFile } from 'node:fs/promises';
import path from 'node:path';
import { describe, expect, it } from 'vitest';
import { findMnistFile } from '../../../scripts/lib/mnist-folder.ts';
import { MNIST_FILES } from './mnist-files.ts';
import { openMnist } from './mnist.ts';
import { PLATFORM_RECONNECTION } from './reconnection.ts';

const folder = process.env['MNIST_DIR'];

/** Serves MNIST_DIR in chunks, as a network would. */
async function fetchFromFolder(url: string): Promise<Response> {
  const file = findMnistFile(folder ?? '', path.basename(url, '.gz'), existsSync);
  if (file === null) throw new Error(`MNIST_DIR has no ${path.basename(url)}`);
  return new Response(new Blob([await readFile(file)]).stream());
}

describe('the real MNIST', () => {
  it('is read whole, with its counts and checksums', async ({ skip }) => {
    skip(!folder, 'MNIST_DIR is not set');
    const seen: number[] = [];
    const source = openMnist({
      folderUrl: 'https://page.test/mnist/',
      files: MNIST_FILES,
      fetch: fetchFromFolder,
      kept: null,
      signal: new AbortController().signal,
      reconnection: PLATFORM_RECONNECTION,
      stallMs: 60_000,
      firstBlock: 4096,
      onProgress: () => seen.push(source.dataset.train.loaded),
    });
    await source.complete;
    const { train, test } = source.dataset;
    expect([train.loaded, test.loaded]).toEqual([60_000, 10_000]);
    expect([...train.labels.subarray(0, 10)]).toEqual([5, 0, 4, 1, 9, 2, 1, 3, 1, 4]);
    expect([...test.labels.subarray(0, 10)]).toEqual([7, 2, 1, 0, 4, 1, 4, 9, 5, 9]);
    expect(seen.length).toBeGreaterThan(50);
  });
});
