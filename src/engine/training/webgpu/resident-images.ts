/** An image set's bytes on the GPU, four to a word, uploaded from the front as they arrive and are needed. */
import { PIXELS } from '../../../core/types.ts';
import type { ImageSet } from '../../data/dataset.ts';
import { created } from './device-errors.ts';

/** The most images uploaded at once (8 MB), so that a step does not wait for the whole set (47 MB). */
const AHEAD = 10_000;

/** Buffer sizes and writes are in whole words. */
export const toWord = (bytes: number): number => Math.ceil(bytes / 4) * 4;

export class ResidentImages {
  readonly pixels: GPUBuffer;
  readonly labels: GPUBuffer;
  readonly set: ImageSet;
  readonly #device: GPUDevice;
  #uploaded = 0;

  private constructor(device: GPUDevice, set: ImageSet, [pixels, labels]: readonly [GPUBuffer, GPUBuffer]) {
    this.#device = device;
    this.set = set;
    this.pixels = pixels;
    this.labels = labels;
  }

  /** Rejects where the device has no room for the set. */
  static async create(device: GPUDevice, set: ImageSet): Promise<ResidentImages> {
    const usage = GPUBufferUsage.STORAGE | GPUBufferUsage.COPY_DST;
    const limit = Math.min(device.limits.maxStorageBufferBindingSize, device.limits.maxBufferSize);
    if (set.total * PIXELS > limit) throw new Error(`${set.total} images are more than the device binds at once`);
    const buffer = (label: string, size: number) => device.createBuffer({ label, size, usage });
    const buffers = await created(
      device,
      'The data set',
      () => [buffer('pixels', set.total * PIXELS), buffer('labels', toWord(set.total))] as const,
      (made) => made.forEach((one) => one.destroy()),
    );
    return new ResidentImages(device, set, buffers);
  }

  /** Uploads at least the first `count` images, which must have arrived, before the next submit. */
  ensure(count: number): void {
    if (count <= this.#uploaded) return;
    const { images, labels, loaded, total } = this.set;
    const from = this.#uploaded;
    const to = Math.min(Math.max(count, Math.min(loaded, from + AHEAD)), total);
    this.#device.queue.writeBuffer(
      this.pixels,
      from * PIXELS,
      images.buffer,
      images.byteOffset + from * PIXELS,
      (to - from) * PIXELS,
    );
    // Labels are written in whole words: from a word that may be partly written, and padded at the end.
    const firstLabel = from - (from % 4);
    const padded = new Uint8Array(toWord(to - firstLabel));
    padded.set(labels.subarray(firstLabel, to));
    this.#device.queue.writeBuffer(this.labels, firstLabel, padded);
    this.#uploaded = to;
  }

  dispose(): void {
    this.pixels.destroy();
    this.labels.destroy();
  }
}
