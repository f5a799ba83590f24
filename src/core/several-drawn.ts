import { BOX } from './raster.ts';
import { PEN_WIDTH } from './strokes.ts';
import type { Stroke } from './types.ts';
import { marksIn } from './ink-marks.ts';
import { areSeveralDigits } from './several-digits.ts';

/** Pixels of the longer side of a drawing. */
const SIZE = 96;
/** Pixels that the pen covers on each side of a line: half of what it covers in MNIST's box, so that gaps stay. */
const PEN = Math.round((SIZE * PEN_WIDTH) / BOX / 4);
const FIELD = { width: SIZE + 2 * PEN + 1, height: SIZE + 2 * PEN + 1 } as const;

/** Whether a drawing of the pad is more than one digit. */
export function areSeveralDrawn(strokes: readonly Stroke[]): boolean {
  const points = strokes.flat();
  if (points.length === 0) return false;
  const [xs, ys] = [points.map(([x]) => x), points.map(([, y]) => y)];
  const [left, top] = [least(xs), least(ys)];
  const scale = SIZE / Math.max(-least(xs.map((x) => -x)) - left, -least(ys.map((y) => -y)) - top, 1e-6);
  const ink = new Uint8Array(FIELD.width * FIELD.height);
  for (const stroke of strokes)
    stroke.forEach(([x, y], i) => {
      const [fromX, fromY] = stroke[Math.max(0, i - 1)] ?? [x, y];
      const steps = Math.max(1, Math.ceil((scale * Math.hypot(x - fromX, y - fromY)) / PEN));
      for (let step = 1; step <= steps; step++)
        press(
          ink,
          Math.round((fromX + ((x - fromX) * step) / steps - left) * scale) + PEN,
          Math.round((fromY + ((y - fromY) * step) / steps - top) * scale) + PEN,
        );
    });
  return areSeveralDigits(marksIn(ink, FIELD, 1), FIELD.width);
}

function least(values: readonly number[]): number {
  return values.reduce((low, value) => Math.min(low, value), Infinity);
}

function press(ink: Uint8Array, x: number, y: number): void {
  for (let v = y - PEN; v <= y + PEN; v++) ink.fill(1, v * FIELD.width + x - PEN, v * FIELD.width + x + PEN + 1);
}
