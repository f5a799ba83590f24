/**
 * The path of the ink: quadratic curves through the midpoints between a stroke's points, so that the few points that a
 * browser reports look smooth. The path is the same traced at once or in pieces while the pen moves.
 */
import type { Point, Stroke } from '../../core/types.ts';

/** The target of `traceInk`: a `CanvasRenderingContext2D`, a `Path2D` or a test's recorder. */
export type InkSink = Pick<CanvasPath, 'moveTo' | 'lineTo' | 'quadraticCurveTo'>;

/**
 * Traces the ink of the points from index `from` on, in pad coordinates; with `from` 0 the whole stroke. Tracing after
 * each new point, from its index, leaves the same ink as tracing once, plus the straight last half-segments that reach
 * the pen. A single point has no path: it is a dot.
 */
export function traceInk(sink: InkSink, stroke: Stroke, from = 0): void {
  const first = Math.max(1, from);
  const before = stroke[first - 1];
  const last = stroke.at(-1);
  if (!before || !last || first >= stroke.length) return;
  const start = middle(stroke[first - 2] ?? before, before);
  sink.moveTo(start[0], start[1]);
  let control = before;
  for (const point of stroke.slice(first)) {
    const end = middle(control, point);
    sink.quadraticCurveTo(control[0], control[1], end[0], end[1]);
    control = point;
  }
  sink.lineTo(last[0], last[1]);
}

function middle(a: Point, b: Point): Point {
  return [(a[0] + b[0]) / 2, (a[1] + b[1]) / 2];
}
