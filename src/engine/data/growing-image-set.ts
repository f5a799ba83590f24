/** An `ImageSet` that is filled from the front: allocates the arrays, counts what has arrived and wakes waiters. */
import { PIXELS } from '../../core/types.ts';
import { EngineError } from '../engine.ts';
import type { ImageSet } from './dataset.ts';

interface Waiter {
  readonly count: number;
  readonly resolve: () => void;
  readonly reject: (error: EngineError) => void;
}

export class GrowingImageSet implements ImageSet {
  readonly images: Uint8Array;
  readonly labels: Uint8Array;
  readonly total: number;
  #loaded = 0;
  #failure: EngineError | null = null;
  #waiters: readonly Waiter[] = [];

  constructor(total: number) {
    this.images = new Uint8Array(total * PIXELS);
    this.labels = new Uint8Array(total);
    this.total = total;
  }

  get loaded(): number {
    return this.#loaded;
  }

  /** The first `loaded` images and labels are complete. A lower count than before changes nothing. */
  advance(loaded: number): void {
    if (loaded <= this.#loaded) return;
    this.#loaded = Math.min(loaded, this.total);
    const ready = this.#waiters.filter((waiter) => waiter.count <= this.#loaded);
    this.#waiters = this.#waiters.filter((waiter) => waiter.count > this.#loaded);
    for (const waiter of ready) waiter.resolve();
  }

  /** Nothing more will come: rejects present and later waiters for what has not arrived. */
  fail(error: EngineError): void {
    this.#failure ??= error;
    const waiting = this.#waiters;
    this.#waiters = [];
    for (const waiter of waiting) waiter.reject(error);
  }

  async whenLoaded(count: number): Promise<void> {
    if (count > this.total) throw new EngineError('range', `There are ${this.total} images, not ${count}.`);
    if (count <= this.#loaded) return;
    if (this.#failure) throw this.#failure;
    await new Promise<void>((resolve, reject) => {
      this.#waiters = [...this.#waiters, { count, resolve, reject }];
    });
  }
}
