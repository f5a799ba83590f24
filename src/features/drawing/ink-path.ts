/**
 * The shape of the ink: a stroke's points joined by quadratic curves through the midpoints between them, so
 * that the few points a browser reports look like one movement. The same shape whether it's traced at once
 * or piece by piece while the pen moves.
 */
import type { Point, Stroke } from '../../core/types.ts';

/** What `traceInk` writes to: a `CanvasRenderingContext2D`, a `Path2D` or a recorder in a test. */
export type InkSink = Pick<CanvasPath, 'moveTo' | 'lineTo' | 'quadraticCurveTo'>;

/**
 * Traces the ink of the points from index `from` on, in pad coordinates; with `from` 0 the whole stroke.
 * Tracing again after each new point, from that point's index, leaves the same ink as tracing once, but for
 * the straight last half-step that shows the ink right up to the pen. A single point has no path: it is a dot.
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
