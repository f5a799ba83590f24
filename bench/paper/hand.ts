/** Digits as ink on a sheet: MNIST's along their skeletons, MNIST's pixels enlarged, and the project's own hand. */
import { strokesAlongSkeleton } from '../../e2e/support/skeleton.ts';
import type { Random } from '../../src/core/random.ts';
import { PIXELS, SIDE, type Point, type Stroke } from '../../src/core/types.ts';
import type { ImageSet } from '../../src/engine/data/dataset.ts';
import { writeDigit } from '../../src/engine/data/synthetic-hand.ts';
import { sampleImage } from '../lib/sample-image.ts';

/** Lengths in pixels of the sheet. */
export interface Box {
  readonly left: number;
  readonly top: number;
  readonly height: number;
  /** Of the pen. */
  readonly pen: number;
}

/** The share of each of the sheet's pixels that ink covers. */
export interface InkLayer {
  readonly cover: Float32Array;
  readonly width: number;
  readonly height: number;
}

/** A digit that can be put on a sheet. `aspect` is its width by its height, of the middle of its lines. */
export interface WrittenDigit {
  readonly label: number;
  readonly aspect: number;
  inkOn(layer: InkLayer, box: Box): void;
}

/** MNIST's pixels are enlarged in one of this many digits. Their pen is as wide as it was. */
const ENLARGED = 4;

export function pickDigit(set: ImageSet, random: Random): WrittenDigit {
  if (random.below(2) === 0) {
    const label = random.below(10);
    return fromStrokes(label, writeDigit(label, random));
  }
  const index = random.below(set.total);
  const pixels = set.images.subarray(index * PIXELS, (index + 1) * PIXELS);
  const label = set.labels[index] ?? 0;
  return random.below(ENLARGED) === 0 ? fromPixels(label, pixels) : fromStrokes(label, strokesAlongSkeleton(pixels));
}

function fromStrokes(label: number, strokes: readonly Stroke[]): WrittenDigit {
  const { left, top, width, height } = boundsOf(strokes.flat());
  return {
    label,
    aspect: width / height,
    inkOn(layer, box) {
      const scale = box.height / height;
      const place = ([x, y]: Point): Point => [box.left + (x - left) * scale, box.top + (y - top) * scale];
      for (const stroke of strokes) inkStroke(layer, stroke.map(place), box.pen);
    },
  };
}

function fromPixels(label: number, pixels: Uint8Array): WrittenDigit {
  const inked = [...pixels.keys()].filter((at) => (pixels[at] ?? 0) > 127);
  const { left, top, width, height } = boundsOf(inked.map((at): Point => [at % SIDE, Math.floor(at / SIDE)]));
  return {
    label,
    aspect: (width + 1) / (height + 1),
    inkOn(layer, box) {
      const scale = box.height / (height + 1);
      forEachPixel(layer, box.left - scale, box.top - scale, (width + 3) * scale, (height + 3) * scale, (x, y) =>
        clamp(
          0.5 + scale * (sampleImage(pixels, left + (x - box.left) / scale, top + (y - box.top) / scale) / 255 - 0.5),
        ),
      );
    },
  };
}

function inkStroke(layer: InkLayer, points: readonly Point[], pen: number): void {
  points.forEach(([bx, by], i) => {
    const [ax, ay] = points[Math.max(0, i - 1)] ?? [bx, by];
    const [dx, dy] = [bx - ax, by - ay];
    const squared = dx * dx + dy * dy;
    const reach = pen / 2 + 1;
    const [left, top] = [Math.min(ax, bx) - reach, Math.min(ay, by) - reach];
    forEachPixel(layer, left, top, Math.abs(dx) + 2 * reach, Math.abs(dy) + 2 * reach, (x, y) => {
      const along = squared > 0 ? clamp(((x - ax) * dx + (y - ay) * dy) / squared) : 0;
      return clamp(0.5 + pen / 2 - Math.hypot(x - ax - along * dx, y - ay - along * dy)) * Math.min(1, pen);
    });
  });
}

/** Ink over ink gets no darker. */
function forEachPixel(
  { cover, width, height }: InkLayer,
  left: number,
  top: number,
  across: number,
  down: number,
  coverAt: (x: number, y: number) => number,
): void {
  for (let y = Math.max(0, Math.floor(top)); y < Math.min(height, top + down + 1); y++)
    for (let x = Math.max(0, Math.floor(left)); x < Math.min(width, left + across + 1); x++) {
      const at = y * width + x;
      cover[at] = Math.max(cover[at] ?? 0, coverAt(x, y));
    }
}

function boundsOf(points: readonly Point[]) {
  const [xs, ys] = [points.map(([x]) => x), points.map(([, y]) => y)];
  const [left, top] = [Math.min(...xs), Math.min(...ys)];
  return { left, top, width: Math.max(...xs) - left, height: Math.max(1e-3, Math.max(...ys) - top) };
}

function clamp(value: number): number {
  return Math.min(1, Math.max(0, value));
}
