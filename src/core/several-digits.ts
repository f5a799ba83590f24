/**
 * Whether marks are more than one digit: side by side, on top of each other, or touching. The strokes of one digit may
 * be apart as well: the stem of a 4, the bar of a 5, the foot of a 1.
 */
import { extentOf, marksIn, type Mark } from './ink-marks.ts';

/** Lengths below are shares of the longer side of the largest mark. A mark shorter than this is no digit. */
const SMALLEST = 0.3;
/** Digits that stand in a row are at least this far apart where one is much shorter than the other. */
const FAR = 0.1;
/** The shorter of two digits in a row has at least this share of the height of the taller. */
const AS_TALL = 0.55;
/** A stem is narrower than this share of its height. It ends below the rest of its 4 by at least this much. */
const STEM = { width: 0.45, below: 0.12, gap: 0.2 } as const;
/** Digits on top of each other are no flatter than this, and each has this share of the height of both. */
const STACKED = { flatness: 1.5, height: 0.28, gap: 0.04 } as const;

/**
 * Two digits that touch are at least `width` times as wide as tall. A column at least `side` of the width from both ends
 * cuts them apart: its ink is at most `bridge` strokes and `thin` of the height. Each half has `height` of the height.
 */
const PAIR = { width: 1, side: 0.2, bridge: 1.6, thin: 0.4, height: 0.8 } as const;

/** Shares of the height at both ends of a 0, and of the gap in its middle that the gaps there do not reach. */
const OVAL = { end: 0.2, close: 0.5 } as const;

/** `marks`: of one picture, `width` pixels wide. */
export function areSeveralDigits(marks: readonly Mark[], width: number): boolean {
  const largest = Math.max(...marks.map(extentOf));
  const digits = marks.filter((mark) => extentOf(mark) >= SMALLEST * largest);
  return (
    digits.some((a, i) => digits.slice(i + 1).some((b) => areTwo(a, b, width))) ||
    digits.some((mark) => isPair(mark, width))
  );
}

function areTwo(a: Mark, b: Mark, width: number): boolean {
  const size = Math.max(extentOf(a), extentOf(b));
  const across = gap(a.left, a.right, b.left, b.right);
  const down = gap(a.top, a.bottom, b.top, b.bottom);
  const [tall, short] = heightOf(a) >= heightOf(b) ? [a, b] : [b, a];
  if (-down >= 0.5 * heightOf(short)) {
    const [left, right] = a.left + a.right <= b.left + b.right ? [a, b] : [b, a];
    if (!staysLeft(left, right, width)) return false;
    if (heightOf(short) >= AS_TALL * heightOf(tall)) return !isFour(left, right, across);
    return across >= FAR * size;
  }
  const height = Math.max(a.bottom, b.bottom) - Math.min(a.top, b.top) + 1;
  const isDigit = (mark: Mark): boolean =>
    heightOf(mark) >= STACKED.height * height && widthOf(mark) <= STACKED.flatness * heightOf(mark);
  return isDigit(a) && isDigit(b) && Math.max(down, across) >= STACKED.gap * height;
}

/** Negative where the ranges overlap. */
function gap(from: number, to: number, otherFrom: number, otherTo: number): number {
  return Math.max(from, otherFrom) - Math.min(to, otherTo) - 1;
}

const widthOf = ({ left, right }: Mark): number => right - left + 1;
const heightOf = ({ top, bottom }: Mark): number => bottom - top + 1;

/** Whether `left` ends before `right` begins in each row that has both. */
function staysLeft(left: Mark, right: Mark, width: number): boolean {
  const ends = new Map<number, number>();
  for (const at of left.pixels) {
    const y = Math.floor(at / width);
    ends.set(y, Math.max(ends.get(y) ?? 0, at % width));
  }
  return right.pixels.every((at) => at % width > (ends.get(Math.floor(at / width)) ?? -1));
}

/** An angle and the stem to its right. */
function isFour(angle: Mark, stem: Mark, across: number): boolean {
  const height = heightOf(stem);
  return (
    widthOf(stem) <= STEM.width * height &&
    stem.bottom - angle.bottom >= STEM.below * height &&
    across < STEM.gap * height
  );
}

/** Whether one mark is two digits that touch: a bridge no wider than a stroke connects halves as tall as the mark. */
function isPair(mark: Mark, width: number): boolean {
  const across = widthOf(mark);
  if (across < PAIR.width * heightOf(mark)) return false;
  const inked = new Uint16Array(across);
  for (const at of mark.pixels) {
    const column = (at % width) - mark.left;
    inked[column] = Number(inked[column]) + 1;
  }
  const bridge = Math.min(PAIR.bridge * strokeOf(mark, width), PAIR.thin * heightOf(mark));
  const side = Math.round(PAIR.side * across);
  return inked.some(
    (count, column) =>
      column >= side &&
      column < across - side &&
      count <= bridge &&
      count <= Number(inked[column - 1]) &&
      count <= Number(inked[column + 1]) &&
      isCutInTwo(mark, mark.left + column, width),
  );
}

/** Whether each side of the column has a connected part nearly as tall as the whole, and they do not embrace. */
function isCutInTwo(mark: Mark, column: number, width: number): boolean {
  const { pixels, top, bottom } = mark;
  const sides = [new Uint8Array(width * (bottom + 1)), new Uint8Array(width * (bottom + 1))];
  for (const at of pixels) {
    const side = sides[at % width < column ? 0 : 1];
    if (side && at % width !== column) side[at] = 1;
  }
  const tall = PAIR.height * (bottom - top + 1);
  const [left, right] = sides.map((side) =>
    marksIn(side, { width, height: bottom + 1 }, 1).find((half) => heightOf(half) >= tall),
  );
  return left !== undefined && right !== undefined && !isOval(left, right, width);
}

/** Whether the halves are far apart in the middle and close at both ends, as those of a 0. */
function isOval(left: Mark, right: Mark, width: number): boolean {
  const top = Math.max(left.top, right.top);
  const gaps = Array.from({ length: Math.min(left.bottom, right.bottom) - top + 1 }, (_, i) => {
    const inRow = ({ pixels }: Mark): number[] =>
      pixels.filter((at) => Math.floor(at / width) === top + i).map((at) => at % width);
    return Math.min(...inRow(right)) - Math.max(...inRow(left));
  });
  const end = Math.ceil(OVAL.end * gaps.length);
  const middle = OVAL.close * Math.max(...gaps.slice(end, -end));
  return Math.min(...gaps.slice(0, end)) < middle && Math.min(...gaps.slice(-end)) < middle;
}

/** The width of a mark's strokes: the median length of its runs along rows. */
function strokeOf(mark: Mark, width: number): number {
  const inside = new Set(mark.pixels);
  const lengths: number[] = [];
  for (const at of mark.pixels) {
    if (at % width > 0 && inside.has(at - 1)) continue;
    let end = at;
    while ((end + 1) % width > 0 && inside.has(end + 1)) end++;
    lengths.push(end - at + 1);
  }
  return lengths.toSorted((a, b) => a - b)[lengths.length >> 1] ?? 1;
}
