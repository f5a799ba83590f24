/**
 * The built-in digits: a data set that the project draws itself, for when there is no MNIST. Written by
 * `synthetic-hand.ts`, processed as MNIST was. Every image has a generator of its own, forked by set and index,
 * and each set is drawn from the front, so the images are the same however the work is sliced.
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
/** The training images that come before any test image: one block of the first epoch, so that a run can begin. */
const HEAD_START = 4_096;
/** Short enough that a prediction asked for meanwhile isn't felt to wait. */
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
 * Returns at once and fills the sets from the front, in slices between which the thread's messages get
 * through. Aborting makes both sets reject whoever waits, with an `EngineError` ('aborted').
 */
export function createSyntheticDataset(options: SyntheticOptions): Dataset {
  const random = new Random(options.seed ?? 0);
  const train = new DrawnSet(options.trainImages ?? TRAIN_IMAGES, random.fork('train'));
  const test = new DrawnSet(options.testImages ?? TEST_IMAGES, random.fork('test'));
  void fill(train, test, options);
  return { name: 'synthetic', train: train.set, test: test.set };
}

/** Never rejects: whatever goes wrong is told to those who wait for the images. */
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

/** After the head start both sets grow in proportion, so that the test images are there by the end of an epoch. */
function isTestDue(train: DrawnSet, test: DrawnSet): boolean {
  if (train.left === 0) return true;
  const share = (train.drawn - HEAD_START) / (train.set.total - HEAD_START);
  return train.drawn >= HEAD_START && test.drawn < share * test.set.total;
}

/** One of the two sets while it is drawn. Each ten images in a row hold every digit once. */
class DrawnSet {
  readonly set: GrowingImageSet;
  readonly #random: Random;
  /** The digits in the order in which these ten images hold them. */
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

  /** Lets others see what has been drawn. */
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
  if (!image) throw new Error(`the digit ${digit} came out without ink`);
  return image;
}
