import { describe, expect, it } from 'vitest';
import { PIXELS, SIDE } from '../../core/types.ts';
import type { ImageSet } from './dataset.ts';
import { createSyntheticDataset } from './synthetic.ts';

/** Images to test, instead of all of them. */
const ENOUGH = 400;

async function firstImages(seed: number, count = ENOUGH): Promise<ImageSet> {
  const stop = new AbortController();
  const { train } = createSyntheticDataset({ seed, signal: stop.signal, onProgress: () => undefined });
  await train.whenLoaded(count);
  stop.abort();
  return train;
}

function imagesOf(set: ImageSet, count = ENOUGH): Uint8Array[] {
  return Array.from({ length: count }, (_, index) => set.images.subarray(index * PIXELS, (index + 1) * PIXELS));
}

/** In pixel indices. */
function centreOfMass(image: Uint8Array): { readonly x: number; readonly y: number } {
  let mass = 0;
  let x = 0;
  let y = 0;
  image.forEach((value, index) => {
    mass += value;
    x += value * (index % SIDE);
    y += value * Math.floor(index / SIDE);
  });
  return { x: x / mass, y: y / mass };
}

/** For the tests that only look at images. */
let some: Promise<ImageSet> | null = null;
const someImages = () => (some ??= firstImages(4));

describe('createSyntheticDataset', () => {
  it('has 20,000 and 4,000 images, none loaded at first', () => {
    const stop = new AbortController();
    const { name, train, test } = createSyntheticDataset({ signal: stop.signal, onProgress: () => undefined });
    stop.abort();
    expect(name).toBe('synthetic');
    expect([train.total, test.total]).toEqual([20_000, 4_000]);
    expect([train.loaded, test.loaded]).toEqual([0, 0]);
  });

  it('draws both sets to the end, balanced, no image twice, and reports progress', async () => {
    const seen: number[] = [];
    const dataset = createSyntheticDataset({
      trainImages: 1000,
      testImages: 100,
      onProgress: () => seen.push(dataset.train.loaded + dataset.test.loaded),
    });
    await Promise.all([dataset.train.whenLoaded(dataset.train.total), dataset.test.whenLoaded(dataset.test.total)]);
    expect([dataset.train.loaded, dataset.test.loaded]).toEqual([dataset.train.total, dataset.test.total]);
    expect(seen.length).toBeGreaterThan(1);
    expect(seen.at(-1)).toBe(dataset.train.total + dataset.test.total);
    expect(seen).toEqual(seen.toSorted((a, b) => a - b));

    const different = new Set<string>();
    for (const { images, labels, total } of [dataset.train, dataset.test]) {
      const counts = Array.from({ length: 10 }, () => 0);
      for (const label of labels) counts[label] = (counts[label] ?? 0) + 1;
      expect(counts).toEqual(counts.map(() => total / 10));
      for (let at = 0; at < images.length; at += PIXELS) {
        const image = images.subarray(at, at + PIXELS);
        if (!image.includes(255)) expect.fail(`image ${at / PIXELS} has no full ink`);
        different.add(String.fromCharCode(...image));
      }
    }
    // No test image is a training image either.
    expect(different.size).toBe(dataset.train.total + dataset.test.total);
  });

  it('gives the same images for the same seed, others for another', async () => {
    const [a, b, c] = [await firstImages(7), await firstImages(7), await firstImages(8)];
    const bytes = ENOUGH * PIXELS;
    expect(a.labels.subarray(0, ENOUGH)).toEqual(b.labels.subarray(0, ENOUGH));
    expect(Buffer.compare(a.images.subarray(0, bytes), b.images.subarray(0, bytes))).toBe(0);
    expect(Buffer.compare(a.images.subarray(0, bytes), c.images.subarray(0, bytes))).not.toBe(0);
  });

  it('has every digit once in each ten images, in changing order', async () => {
    const { labels } = await someImages();
    const tens = Array.from({ length: 20 }, (_, index) => [...labels.subarray(index * 10, index * 10 + 10)]);
    for (const ten of tens) expect(ten.toSorted((a, b) => a - b)).toEqual([0, 1, 2, 3, 4, 5, 6, 7, 8, 9]);
    expect(new Set(tens.map(String)).size).toBeGreaterThan(15);
  });

  it('fits its digits into 20×20 and centres them by mass, as MNIST does', async () => {
    for (const image of imagesOf(await someImages())) {
      const { x, y } = centreOfMass(image);
      // Rounding the pixels to bytes moves the centre a little beyond the half pixel.
      expect(Math.abs(x - 14)).toBeLessThan(0.52);
      expect(Math.abs(y - 14)).toBeLessThan(0.52);
      const rows = new Set<number>();
      const columns = new Set<number>();
      image.forEach((value, index) => {
        if (value === 0) return;
        rows.add(Math.floor(index / SIDE));
        columns.add(index % SIDE);
      });
      // The round end of a thin pen may leave less than one 255th in the outermost row.
      expect(Math.max(rows.size, columns.size)).toBeGreaterThanOrEqual(19);
      expect(Math.max(rows.size, columns.size)).toBeLessThanOrEqual(20);
    }
  });

  it('draws with thin and with wide pens', async () => {
    const masses = imagesOf(await someImages()).map((image) => image.reduce((sum, value) => sum + value, 0) / 255);
    // MNIST's training images: 1 % below 36, 1 % above 190.
    expect(Math.min(...masses)).toBeLessThan(50);
    expect(Math.max(...masses)).toBeGreaterThan(150);
    expect(masses.every((mass) => mass > 15 && mass < 320)).toBe(true);
  });

  it('lets timers run before all images are drawn', async () => {
    const stop = new AbortController();
    const { train } = createSyntheticDataset({ signal: stop.signal, onProgress: () => undefined });
    await new Promise((resolve) => setTimeout(resolve, 0));
    expect(train.loaded).toBeLessThan(train.total);
    stop.abort();
  });

  it('stops at an abort and rejects waiters with aborted', async () => {
    const stop = new AbortController();
    const { train, test } = createSyntheticDataset({ signal: stop.signal, onProgress: () => stop.abort() });
    await expect(train.whenLoaded(train.total)).rejects.toMatchObject({ name: 'EngineError', code: 'aborted' });
    await expect(test.whenLoaded(test.total)).rejects.toMatchObject({ code: 'aborted' });
  });
});
