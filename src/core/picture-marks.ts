/** Finds the ink of a digit, or of several, in a relief: among grain, dust, remains of lines and edges of the paper. */
import { boxAround, connectedTo, extentOf, type Mark, markOf, marksIn } from './ink-marks.ts';
import { percentile } from './picture-percentile.ts';
import { extremes } from './picture-filters.ts';
import { NO_CONTRAST, type Relief } from './picture-relief.ts';

/** Standard deviations of the paper's noise that ink exceeds. */
const ABOVE_NOISE = 5;
/** What is still paper: a share of the ink's strength, or these levels of 255 where the paper is even. */
const FAINT = { share: 0.3, least: 6 } as const;
/** Of 255. Marks consist of pixels with at least as much ink. */
const MARKED = 60;
/** Shares of the longest mark's length: what belongs together is no shorter, and its marks are no shorter than dots. */
const PIECE = 0.22;
const DOT = 0.1;
/** Marks closer than this share of the longest mark's length belong together. */
const CLOSE = 0.05;
/** More marks than this are grain, among which the smaller ones are left out. */
const MOST = 200;
/** A mark with this share of its length along the picture's edge is no digit. */
const ALONG_EDGE = 0.6;
/** A mark at the edge that is shorter than this share of the longest mark elsewhere is no digit either. */
const CUT_OFF = 0.5;
/** Remains of a paper's line: pixels across, and its height by its length. */
const REMAINS = { thick: 3, flat: 0.2 } as const;
/** Gaps up to twice as wide, of the longest mark's length, are a thin line's. */
const JOINED = 0.016;

export interface DigitMarks {
  /** 0 to 255, without any but that of `marks`. */
  readonly ink: Uint8Array;
  readonly marks: readonly Mark[];
}

/** Null without ink. `lined`: whether remains of a paper's lines are to be expected. Yields between steps. */
export function* digitMarks(relief: Relief, lined: boolean): Generator<void, DigitMarks | null> {
  const { values, noise } = relief;
  const least = Math.max(NO_CONTRAST, ABOVE_NOISE * noise);
  const seeds = marksIn(
    Uint8Array.from(values, (value) => Math.max(0, Math.min(255, value))),
    relief,
    least,
  );
  yield;
  const [main] = digitsFirst(seeds, relief);
  if (!main) return null;
  const strength = percentile(
    Float32Array.from(main.pixels, (at) => Number(values[at])),
    0.9,
  );
  const faint = relief.even && !lined ? FAINT.least : FAINT.share * strength;
  const floor = Math.max(faint, 3 * noise);
  if (strength <= floor) return null;
  const ink = Uint8Array.from(values, (value) =>
    Math.max(0, Math.min(255, Math.round((255 * (value - floor)) / (strength - floor)))),
  );
  yield;
  const marks = chosen(joinedMarks(ink, relief), relief, lined);
  if (marks.length === 0) return null;
  return { ink: onlyAround(ink, marks, relief), marks };
}

/** Marks whose gaps are a thin line's, faint in places, count as one. */
function joinedMarks(ink: Uint8Array, area: Relief): readonly Mark[] {
  const longest = longestOf(marksIn(ink, area, MARKED));
  const reach = Math.min(3, Math.floor(JOINED * longest));
  if (reach === 0) return marksIn(ink, area, MARKED);
  const spread = Uint8Array.from(extremes(Float32Array.from(ink), area, reach, 1));
  return marksIn(spread, area, MARKED).map(({ pixels }) =>
    markOf(
      pixels.filter((at) => Number(ink[at]) >= MARKED),
      ink,
      area.width,
    ),
  );
}

/** The digit's pieces, or the digits, without dust and without what lies along the picture's edge. */
function chosen(all: readonly Mark[], area: Relief, lined: boolean): readonly Mark[] {
  const candidates = digitsFirst(all, area);
  const least = DOT * longestOf(candidates);
  const marks = candidates.filter((mark) => extentOf(mark) >= least).slice(0, MOST);
  const groups = grouped(marks).map((group) => ({ group, extent: extentOf(boxAround(group)) }));
  const longest = Math.max(...groups.map(({ extent }) => extent));
  const kept = groups.filter(({ extent }) => extent >= PIECE * longest).flatMap(({ group }) => group);
  return kept.filter((mark) => mark === marks[0] || !(lined && isRemains(mark, area)));
}

/** Whether a mark is what is left of a paper's line: as thin, and straight or up to the picture's edge. */
function isRemains(mark: Mark, { width, height }: Relief): boolean {
  const { left, right, top, bottom } = mark;
  const isStraight = Math.min(right - left, bottom - top) < REMAINS.flat * extentOf(mark);
  return mark.pixels.length < REMAINS.thick * extentOf(mark) && (isStraight || edgeLength(mark, width, height) > 0);
}

/** The marks that may be digits, the one with the most ink first. */
function digitsFirst(marks: readonly Mark[], { width, height }: Relief): readonly Mark[] {
  const edges = new Map(marks.map((mark) => [mark, edgeLength(mark, width, height) / extentOf(mark)]));
  const shareOf = (mark: Mark): number => edges.get(mark) ?? 0;
  const longest = longestOf(marks.filter((mark) => shareOf(mark) === 0));
  const digits = marks.filter(
    (mark) => shareOf(mark) < ALONG_EDGE && (shareOf(mark) === 0 || extentOf(mark) >= CUT_OFF * longest),
  );
  return (digits.length > 0 ? digits : marks).toSorted((a, b) => b.mass - a.mass);
}

function edgeLength({ pixels }: Mark, width: number, height: number): number {
  return pixels.filter((at) => {
    const x = at % width;
    return x === 0 || x === width - 1 || at < width || at >= width * (height - 1);
  }).length;
}

/** Marks whose boxes are close to each other. */
function grouped(marks: readonly Mark[]): readonly (readonly Mark[])[] {
  const close = Math.max(2, CLOSE * longestOf(marks));
  const left = new Set(marks);
  const groups: Mark[][] = [];
  for (const first of marks) {
    if (!left.delete(first)) continue;
    const group = [first];
    // The loop appends to the list that it reads.
    for (const one of group)
      for (const other of left) if (distance(one, other) <= close && left.delete(other)) group.push(other);
    groups.push(group);
  }
  return groups;
}

function longestOf(marks: readonly Mark[]): number {
  return marks.reduce((longest, mark) => Math.max(longest, extentOf(mark)), 0);
}

function distance(a: Mark, b: Mark): number {
  const across = Math.max(0, a.left - b.right, b.left - a.right);
  return Math.max(across, a.top - b.bottom, b.top - a.bottom);
}

/** The ink of the marks and of the soft edges around them. */
function onlyAround(ink: Uint8Array, marks: readonly Mark[], area: Relief): Uint8Array {
  const wanted = new Uint8Array(ink.length);
  const pixels = marks.flatMap((mark) => mark.pixels);
  for (const at of pixels) wanted[at] = 1;
  connectedTo(pixels, wanted, ink, area, 1);
  return ink.map((value, at) => (wanted[at] ? value : 0));
}
