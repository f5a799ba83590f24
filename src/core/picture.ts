/**
 * The digit on an image: drawn or photographed, dark on light or light on dark, on paper of any kind and in any light,
 * as the 28×28 pixels that the network sees.
 */
import { rasterFromInk } from './raster.ts';
import { digitMarks } from './picture-marks.ts';
import { withoutLines } from './picture-lines.ts';
import { reliefOf } from './picture-relief.ts';
import { areSeveralDigits } from './several-digits.ts';
import { thickened } from './picture-pen.ts';

export interface DigitReading {
  /** 784 bytes, row-major, ink high. */
  readonly raster: Uint8Array;
  /** Whether there is more than one digit. The raster then has all of them. */
  readonly several: boolean;
}

/**
 * `rgba`: `width` × `height` pixels, row-major, alpha not multiplied in. Yields between steps, so that a caller can do
 * other work; returns null without ink. Throws a RangeError if the size does not fit `rgba`.
 */
export function* readDigit(
  rgba: Uint8ClampedArray,
  width: number,
  height: number,
): Generator<void, DigitReading | null> {
  if (rgba.length !== 4 * width * height)
    throw new RangeError(`rgba: ${rgba.length} bytes, but 4 × width × height is ${4 * width * height}`);
  const relief = yield* reliefOf(rgba, width, height);
  yield;
  const cleared = yield* withoutLines(relief);
  yield;
  // A digit that looks like a paper's lines and nothing else is read as it is.
  const found =
    (yield* digitMarks(cleared.relief, cleared.lined)) ?? (cleared.lined ? yield* digitMarks(relief, false) : null);
  if (!found) return null;
  yield;
  const { ink, marks } = found;
  const several = areSeveralDigits(marks, width);
  const raster = rasterFromInk(several ? ink : thickened(ink, relief, marks), width, height);
  return raster && { raster, several };
}

/** The same in one go. */
export function readDigitAtOnce(rgba: Uint8ClampedArray, width: number, height: number): DigitReading | null {
  const steps = readDigit(rgba, width, height);
  for (;;) {
    const step = steps.next();
    if (step.done) return step.value;
  }
}
