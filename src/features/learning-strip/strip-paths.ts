/** The strip as SVG paths: one row for each class, `ROW` high, in a picture `WIDTH` wide. Pure. */
import type { StripPoint } from '../../store/strip.ts';

export const WIDTH = 1000;
export const ROW = 24;
/** Free space above the highest bar of a row. */
const GAP = 3;

export interface RowPaths {
  /** The probability of this class over the run. */
  readonly all: string;
  /** Only where this class was the answer. */
  readonly won: string;
}

/** `points`: ascending by step. */
export function rowPaths(points: readonly StripPoint[], digit: number): RowPaths {
  const place = placer(points);
  const base = (digit + 1) * ROW;
  const at = points.map(({ step, prediction }) => {
    const p = prediction.probabilities[digit] ?? 0;
    return { x: round(place(step)), y: round(base - p * (ROW - GAP)), won: prediction.digit === digit };
  });
  const [first, last] = [at[0], at.at(-1)];
  if (!first || !last) return { all: '', won: '' };
  // A single answer is drawn over the whole width.
  const end = at.length === 1 ? WIDTH : last.x;
  const outline = at.map(({ x, y }) => `L${x} ${y}`).join('');
  const all = `M${first.x} ${base}${outline}L${end} ${last.y}V${base}Z`;
  const won = at
    .map((from, i) => {
      const to = at[i + 1] ?? { x: end, y: from.y };
      return from.won && to.x > from.x ? `M${from.x} ${base}V${from.y}L${to.x} ${to.y}V${base}Z` : '';
    })
    .join('');
  return { all, won };
}

/** The position of a step, in [0, WIDTH]. */
export function placer(points: readonly StripPoint[]): (step: number) => number {
  const first = points[0]?.step ?? 0;
  const span = (points.at(-1)?.step ?? 0) - first;
  return (step) => (span === 0 ? 0 : ((step - first) / span) * WIDTH);
}

export function stepOf({ step }: StripPoint): number {
  return step;
}

function round(value: number): number {
  return Math.round(value * 10) / 10;
}
