import { describe, expect, it } from 'vitest';
import { findMnistFile } from './mnist-folder.ts';

const NAME = 'train-images-idx3-ubyte';
const find = (...files: string[]) => findMnistFile('/data', NAME, (file) => files.includes(file.replaceAll('\\', '/')));

describe('a file of MNIST in MNIST_DIR', () => {
  it.each([
    ['gzipped', `/data/${NAME}.gz`],
    ['raw', `/data/${NAME}`],
    ['where torchvision puts it', `/data/MNIST/raw/${NAME}`],
    ['in the folder below it', `/data/raw/${NAME}.gz`],
    ['under its other name', '/data/train-images.idx3-ubyte'],
    ['where Kaggle puts it', `/data/${NAME}/${NAME}`],
    ['where Kaggle puts it, under its other name', '/data/train-images.idx3-ubyte/train-images.idx3-ubyte'],
    ['in a folder named as the archive', `/data/${NAME}.gz/${NAME}`],
    ['gzipped in a folder of its name', `/data/raw/${NAME}/${NAME}.gz`],
  ])('is found %s', (_, file) => {
    expect(find(file)?.replaceAll('\\', '/')).toBe(file);
  });

  it('is taken gzipped if both forms exist', () => {
    expect(find(`/data/${NAME}`, `/data/${NAME}.gz`)?.replaceAll('\\', '/')).toBe(`/data/${NAME}.gz`);
  });

  it('is not found among other files', () => {
    expect(find('/data/train-labels-idx1-ubyte.gz')).toBeNull();
  });
});
