import { mkdir, mkdtemp, rm, symlink } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { expect, it } from 'vitest';
import { inReadingOrder, MNIST_FILES } from '../../src/engine/data/mnist-files.ts';
import { loadMnist } from './load-mnist.ts';
import { findMnistFile } from './mnist-folder.ts';
import { MNIST_TARGET } from './paths.ts';

it('loads MNIST from a folder whose path has characters with a meaning in URLs', async ({ skip }) => {
  const files = inReadingOrder(MNIST_FILES).map(({ name }) => findMnistFile(MNIST_TARGET, name));
  const root = path.join(await mkdtemp(path.join(tmpdir(), 'load-')), 'a b#c%20d?é한');
  try {
    await mkdir(path.join(root, 'public', 'mnist'), { recursive: true });
    for (const file of files) {
      skip(file === null, 'MNIST is not on this machine: run npm run data');
      if (file !== null) await symlink(file, path.join(root, 'public', 'mnist', path.basename(file)));
    }
    const { test } = await loadMnist(root);
    expect(test.total).toBe(MNIST_FILES.testLabels.count);
  } finally {
    await rm(path.dirname(root), { recursive: true });
  }
});
