/**
 * Removes the lines of ruled and squared paper from a relief: thin straight lines across most of the picture, level or
 * upright but for a few degrees. Strokes that cross them stay.
 */
import { percentile } from './picture-percentile.ts';
import type { Relief } from './picture-relief.ts';

/** Pixels from a line's middle to the paper beside it: a line is at most about twice as wide. */
const BESIDE = 3;
/** Largest slope of a line, and the number of slopes tried on each side of level. */
const SLOPE = 0.14;
const SLOPES = 40;
/** Share of a line's pixels that must stand out: of one among many parallels, and of a line by itself. */
const AMONG_MANY = 0.5;
const ALONE = 0.85;
const MANY = 3;
/** Pixels by which a line may be off the straight. */
const BEND = 2;
/** Columns that a stroke may advance while it crosses a line, each way. */
const LEAN = 3;
/** Ink this many times as strong as a line is no line. */
const STRONGER = 1.5;
/** Share of the picture's width within which a line runs at least. */
const SHORTEST = 0.5;
/** Of 255. */
const LEAST_RIDGE = 4;
/** Pixels on both sides over which the middle of a line is averaged. */
const TRACE = 10;

/** A line's middle row in each column. */
type Course = Int16Array;

interface Line {
  /** Row in the middle column, rows a column, and the share of its pixels that stand out. */
  readonly row: number;
  readonly slope: number;
  readonly share: number;
}

/** The relief without lines, and whether it had any. Yields between steps. */
export function* withoutLines(relief: Relief): Generator<void, { readonly relief: Relief; readonly lined: boolean }> {
  const level = findLines(relief);
  yield;
  const upright = findLines(transposed(relief));
  yield;
  const halfway = level.length > 0 ? erase(relief, level) : relief;
  if (upright.length === 0) return { relief: halfway, lined: level.length > 0 };
  yield;
  return { relief: transposed(erase(transposed(halfway), upright)), lined: true };
}

function transposed(relief: Relief): Relief {
  const { width, height, values } = relief;
  const turned = new Float32Array(values.length);
  for (let y = 0; y < height; y++)
    for (let x = 0; x < width; x++) turned[x * height + y] = Number(values[y * width + x]);
  return { ...relief, width: height, height: width, values: turned };
}

/** By how much each pixel stands out from the paper above and below it. */
function ridges({ width, height, values }: Relief): Float32Array {
  const result = new Float32Array(values.length);
  for (let y = BESIDE; y < height - BESIDE; y++)
    for (let x = 0; x < width; x++) {
      const at = y * width + x;
      const beside = Math.max(Number(values[at - BESIDE * width]), Number(values[at + BESIDE * width]));
      result[at] = Number(values[at]) - Math.max(0, beside);
    }
  return result;
}

/** By votes of ridges for all lines through them (Duda and Hart, 1972). */
function findLines(relief: Relief): Course[] {
  const { width, height, noise } = relief;
  const stands = ridges(relief);
  const least = Math.max(LEAST_RIDGE, 3 * noise);
  const margin = Math.ceil((SLOPE * width) / 2);
  const rows = height + 2 * margin;
  const votes = new Uint16Array((2 * SLOPES + 1) * rows);
  for (let y = 1; y < height - 1; y++)
    for (let x = 0; x < width; x++) {
      const at = y * width + x;
      const own = Number(stands[at]);
      // One vote a column for a line of several rows.
      if (own < least || own < Number(stands[at - width]) || own <= Number(stands[at + width])) continue;
      for (let s = 0; s <= 2 * SLOPES; s++) {
        const vote = s * rows + Math.round(y - slopeOf(s) * (x - width / 2)) + margin;
        votes[vote] = Number(votes[vote]) + 1;
      }
    }
  const lines: Line[] = [];
  for (let s = 0; s <= 2 * SLOPES; s++)
    for (let row = 1; row < rows - 1; row++) {
      const at = s * rows + row;
      const count = Number(votes[at - 1]) + Number(votes[at]) + Number(votes[at + 1]);
      const line = { row: row - margin, slope: slopeOf(s), share: 0 };
      const columns = count > AMONG_MANY * SHORTEST * width ? columnsInside(line, width, height) : 0;
      if (columns >= SHORTEST * width && count >= AMONG_MANY * columns) lines.push({ ...line, share: count / columns });
    }
  return chosen(lines, width).map((line) => trace(line, stands, width, height));
}

function slopeOf(index: number): number {
  return ((index - SLOPES) / SLOPES) * SLOPE;
}

function rowAt({ row, slope }: Line, x: number, width: number): number {
  return row + slope * (x - width / 2);
}

function columnsInside(line: Line, width: number, height: number): number {
  let columns = 0;
  for (let x = 0; x < width; x += 1) {
    const y = rowAt(line, x, width);
    if (y >= 0 && y < height) columns++;
  }
  return columns;
}

/** The best of each group of lines that lie on each other, if they are many or long. */
function chosen(lines: readonly Line[], width: number): readonly Line[] {
  const apart: Line[] = [];
  for (const line of lines.toSorted((a, b) => b.share - a.share)) {
    const isSame = (other: Line): boolean =>
      [0.2, 0.5, 0.8].some(
        (at) => Math.abs(rowAt(line, at * width, width) - rowAt(other, at * width, width)) <= BESIDE,
      );
    if (!apart.some(isSame)) apart.push(line);
  }
  return apart.length >= MANY ? apart : apart.filter(({ share }) => share >= ALONE);
}

/** Follows a line that is not quite straight. */
function trace(line: Line, stands: Float32Array, width: number, height: number): Course {
  const offsets = Array.from({ length: 2 * BEND + 1 }, (_, i) => i - BEND);
  const sums = offsets.map((offset) => {
    const running = new Float32Array(width + 1);
    for (let x = 0; x < width; x++) {
      const y = Math.round(rowAt(line, x, width)) + offset;
      running[x + 1] = Number(running[x]) + (y >= 0 && y < height ? Math.max(0, Number(stands[y * width + x])) : 0);
    }
    return running;
  });
  return Int16Array.from({ length: width }, (_, x) => {
    const [from, to] = [Math.max(0, x - TRACE), Math.min(width, x + TRACE + 1)];
    const strengths = sums.map((running) => Number(running[to]) - Number(running[from]));
    const best = strengths.indexOf(Math.max(...strengths));
    return Math.round(rowAt(line, x, width)) + (offsets[best] ?? 0);
  });
}

function erase(relief: Relief, courses: readonly Course[]): Relief {
  const cleared = relief.values.slice();
  for (const course of courses) eraseLine(relief, course, cleared);
  return { ...relief, values: cleared };
}

/** Ink that is stronger than the line stays, and ink that continues on both sides of it. */
function eraseLine({ width, height, values, noise }: Relief, course: Course, into: Float32Array): void {
  const at = (x: number, y: number): number =>
    x >= 0 && x < width && y >= 0 && y < height ? Number(values[y * width + x]) : 0;
  const profile = Array.from({ length: 2 * BESIDE + 1 }, (_, i) =>
    percentile(
      Float32Array.from(course, (y, x) => at(x, y + i - BESIDE)),
      0.5,
    ),
  );
  const middle = profile[BESIDE] ?? 0;
  const reach = Math.max(1, ...profile.map((value, i) => (value > 0.2 * middle ? Math.abs(i - BESIDE) : 0)));
  for (let x = 0; x < width; x++) {
    const y = course[x] ?? 0;
    let across = 0;
    for (let lean = -LEAN; lean <= LEAN; lean++)
      across = Math.max(across, Math.min(at(x - lean, y - reach - 1), at(x + lean, y + reach + 1)));
    for (let row = Math.max(0, y - reach); row <= Math.min(height - 1, y + reach); row++) {
      const own = at(x, row);
      const line = profile[row - y + BESIDE] ?? 0;
      if (own > STRONGER * middle + 3 * noise + 8) continue;
      into[row * width + x] = Math.max(Math.min(own - line, own), Math.min(own, across));
    }
  }
}
