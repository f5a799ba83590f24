import { readFileSync } from 'node:fs';
import path from 'node:path';
import { gunzipSync } from 'node:zlib';
import { MNIST_TARGET } from '../../scripts/lib/paths.ts';
import { isGzip } from '../../src/engine/data/gunzip.ts';
import { MNIST_FILES } from '../../src/engine/data/mnist-files.ts';
import { PIXELS } from '../../src/core/types.ts';

/** Bytes before the images, and before the labels, of an IDX file. */
const HEADERS = { images: 16, labels: 8 } as const;

function content(name: string): Uint8Array {
  const file = readFileSync(path.join(MNIST_TARGET, `${name}.gz`));
  // A copy placed by hand may be uncompressed.
  return isGzip(file) ? gunzipSync(file) : file;
}

export interface TestDigit {
  readonly label: number;
  /** 784 bytes, row-major, ink high. */
  readonly pixels: Uint8Array;
}

/** The first `count` images of MNIST's test set. */
export function testDigits(count: number): TestDigit[] {
  const images = content(MNIST_FILES.testImages.name).subarray(HEADERS.images);
  const labels = content(MNIST_FILES.testLabels.name).subarray(HEADERS.labels);
  return Array.from({ length: count }, (_, i) => ({
    label: labels[i] ?? Number.NaN,
    pixels: images.subarray(i * PIXELS, (i + 1) * PIXELS),
  }));
}
