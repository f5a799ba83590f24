/**
 * Collects the points of the current stroke, in pad coordinates. Invariants: every point is inside the pad, and two
 * neighbours are at least `MIN_STEP` apart, so a resting pen adds no points.
 */
import type { Point, Stroke } from '../../core/types.ts';

/** As a share of the pad's side; the ink is about twenty times as wide. */
const MIN_STEP = 1 / 240;

export class StrokeRecorder {
  #points: Point[] | null = null;

  get active(): boolean {
    return this.#points !== null;
  }

  /** The points so far. The array is live: copy it before it leaves this feature. */
  get stroke(): Stroke {
    return this.#points ?? [];
  }

  begin(point: Point): void {
    this.#points = [clamp(point)];
  }

  /** False where the point is too near to the last one, or there is no stroke. */
  extend(point: Point): boolean {
    const last = this.#points?.at(-1);
    if (!this.#points || !last) return false;
    const next = clamp(point);
    if (Math.hypot(next[0] - last[0], next[1] - last[1]) < MIN_STEP) return false;
    this.#points.push(next);
    return true;
  }

  /** The finished stroke; null without one. */
  end(): Stroke | null {
    const points = this.#points;
    this.#points = null;
    return points;
  }
}

function clamp([x, y]: Point): Point {
  return [Math.min(1, Math.max(0, x)), Math.min(1, Math.max(0, y))];
}
