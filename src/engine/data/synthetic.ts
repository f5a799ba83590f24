/**
 * The built-in digits: a data set that the project draws itself, for pages without MNIST. Written by
 * `synthetic-hand.ts`, processed as MNIST was. Each image has its own random generator, forked by set and index, and
 * each set is drawn from the front: the images do not depend on the slices.
 */
import { centreByMass } from '../../core/raster.ts';
import { Random } from '../../core/random.ts';
import { boxFromStrokes } from '../../core/strokes.ts';
import { CLASSES, PIXELS } from '../../core/types.ts';
import { EngineError } from '../engine.ts';
import { yieldToMessages } from '../yield.ts';
import type { Dataset } from './dataset.ts';
import { GrowingImageSet } from './growing-image-set.ts';
import { choosePen, writeDigit } from './synthetic-hand.ts';

const TRAIN_IMAGES = 20_000;
const TEST_IMAGES = 4_000;
/** Training images that are drawn before any test image: one block of the first epoch, so that a run can begin. */
const HEAD_START = 4_096;
/** Short enough that a prediction in between has no noticeable delay. */
const SLICE_MS = 8;

export interface SyntheticOptions {
  /** An unsigned 32-bit integer; 0 unless given. */
  readonly seed?: number;
  readonly signal?: AbortSignal;
  /** Images to draw; 20,000 and 4,000 unless given. */
  readonly trainImages?: number;
  readonly testImages?: number;
  /** After each slice of the work. */
  onProgress(): void;
}

/**
 * Returns at once and fills the sets from the front, in slices with the thread's messages in between. An abort rejects
 * the waiters of both sets with an `EngineError` ('aborted').
 */
export function createSyntheticDataset(options: SyntheticOptions): Dataset {
  const random = new Random(options.seed ?? 0);
  const train = new DrawnSet(options.trainImages ?? TRAIN_IMAGES, random.fork('train'));
  const test = new DrawnSet(options.testImages ?? TEST_IMAGES, random.fork('test'));
  void fill(train, test, options);
  return { name: 'synthetic', train: train.set, test: test.set };
}

/** Never rejects: an error is passed to the waiters of both sets. */
async function fill(train: DrawnSet, test: DrawnSet, options: SyntheticOptions): Promise<void> {
  try {
    while (train.left > 0 || test.left > 0) {
      await yieldToMessages();
      if (options.signal?.aborted === true)
        throw new EngineError('aborted', 'The built-in digits are no longer wanted.');
      const end = performance.now() + SLICE_MS;
      do (isTestDue(train, test) ? test : train).drawNext();
      while (performance.now() < end && (train.left > 0 || test.left > 0));
      train.publish();
      test.publish();
      options.onProgress();
    }
  } catch (error) {
    const failure =
      error instanceof EngineError
        ? error
        : new EngineError('data', `The built-in digits could not be drawn: ${String(error)}`, { cause: error });
    train.set.fail(failure);
    test.set.fail(failure);
  }
}

/** After the head start both sets grow in proportion, so that the test images are complete by the end of an epoch. */
function isTestDue(train: DrawnSet, test: DrawnSet): boolean {
  if (train.left === 0) return true;
  const share = (train.drawn - HEAD_START) / (train.set.total - HEAD_START);
  return train.drawn >= HEAD_START && test.drawn < share * test.set.total;
}

/** One of the two sets while it is drawn. Every ten images in a row have each digit once. */
class DrawnSet {
  readonly set: GrowingImageSet;
  readonly #random: Random;
  /** The digits of the current ten images, in order. */
  readonly #ten = Uint32Array.from({ length: CLASSES }, (_, digit) => digit);
  #drawn = 0;

  constructor(total: number, random: Random) {
    this.set = new GrowingImageSet(total);
    this.#random = random;
  }

  get drawn(): number {
    return this.#drawn;
  }

  get left(): number {
    return this.set.total - this.#drawn;
  }

  drawNext(): void {
    const index = this.#drawn;
    const digit = this.#digitAt(index);
    this.set.labels[index] = digit;
    this.set.images.set(drawDigit(digit, this.#random.fork(`image/${index}`)), index * PIXELS);
    this.#drawn++;
  }

  /** Makes the drawn images available. */
  publish(): void {
    this.set.advance(this.#drawn);
  }

  #digitAt(index: number): number {
    const place = index % CLASSES;
    if (place === 0) this.#random.fork(`labels/${index}`).shuffle(this.#ten);
    return this.#ten[place] ?? 0;
  }
}

/** 784 bytes, row-major, ink high. */
function drawDigit(digit: number, random: Random): Uint8Array {
  const strokes = writeDigit(digit, random);
  const box = boxFromStrokes(strokes, choosePen(digit, random));
  const image = box && centreByMass(box);
  if (!image) throw new Error(`the digit ${digit} has no ink`);
  return image;
}
