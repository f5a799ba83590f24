/** The keyboard's pen: its position and whether it touches the paper. */
import type { Point } from '../../core/types.ts';

export interface Pen {
  readonly at: Point;
  readonly down: boolean;
}

/** In the middle of the upper half, where most digits begin. */
export const RESTING_PEN: Pen = { at: [0.5, 0.3], down: false };

/** As a share of the pad's side: a zero takes about 60 key presses, or a few held keys. */
const STEP = 1 / 32;
/** The pen stays this far inside, so that its ink is not cut off. */
const MARGIN = 1 / 20;

const DIRECTIONS: Readonly<Record<string, Point>> = {
  ArrowLeft: [-1, 0],
  ArrowRight: [1, 0],
  ArrowUp: [0, -1],
  ArrowDown: [0, 1],
};

export function isArrow(key: string): boolean {
  return Object.hasOwn(DIRECTIONS, key);
}

/** One step along all held arrow keys; two keys make a diagonal of the same length. */
export function movePen(pen: Pen, held: Iterable<string>): Pen {
  let dx = 0;
  let dy = 0;
  for (const key of held) {
    dx += DIRECTIONS[key]?.[0] ?? 0;
    dy += DIRECTIONS[key]?.[1] ?? 0;
  }
  const length = Math.hypot(dx, dy);
  if (length === 0) return pen;
  return { ...pen, at: [within(pen.at[0] + (dx / length) * STEP), within(pen.at[1] + (dy / length) * STEP)] };
}

function within(value: number): number {
  return Math.min(1 - MARGIN, Math.max(MARGIN, value));
}
