/** Three measures of a raster's ink that recognise shapes unlike any digit. The network cannot. */
import { sumOf } from './sum-of.ts';
import { SIDE } from './types.ts';

export interface InkShape {
  /** Width of the ink by its height. */
  readonly flatness: number;
  /** Mean number of strokes side by side, over the rows with any. */
  readonly sideBySide: number;
  /** Length of the ink's outline: the sum of differences between neighbouring pixels, full ink being 1. */
  readonly outline: number;
}

/** At most one in a thousand of MNIST's 60,000 training images exceeds each. */
export const SHAPE_LIMITS: InkShape = { flatness: 1.75, sideBySide: 2.2, outline: 165 };

/** Thresholds of 255: `INK` for the extent. `STROKE` has two, so that noise begins no stroke. */
const INK = 64;
const STROKE = { begin: 110, end: 70 } as const;

/** `raster`: 784 bytes, row-major, ink high. Without ink all three are 0. */
export function inkShapeOf(raster: Uint8Array): InkShape {
  const rows = Array.from({ length: SIDE }, (_, y) => raster.subarray(y * SIDE, (y + 1) * SIDE));
  const columns = Array.from({ length: SIDE }, (_, x) => Uint8Array.from(rows, (row) => row[x] ?? 0));
  const strokes = rows.map((row) => strokesIn(row)).filter((count) => count > 0);
  return {
    flatness: extent(columns) / (extent(rows) || 1),
    sideBySide: sumOf(strokes) / (strokes.length || 1),
    outline: sumOf([...rows, ...columns].map((line) => steps(line))) / 255,
  };
}

/** Number of lines from the first with ink to the last. */
function extent(lines: readonly Uint8Array[]): number {
  const inked = lines.map((line) => line.some((value) => value >= INK));
  return inked.includes(true) ? inked.lastIndexOf(true) - inked.indexOf(true) + 1 : 0;
}

function strokesIn(line: Uint8Array): number {
  let inside = false;
  let count = 0;
  for (const value of line) {
    if (!inside && value >= STROKE.begin) count += 1;
    inside = value >= (inside ? STROKE.end : STROKE.begin);
  }
  return count;
}

function steps(line: Uint8Array): number {
  return line.reduce((total, value, i) => total + Math.abs(value - (line[i - 1] ?? value)), 0);
}
