/** The points of a chart: few enough to redraw often, with every extreme of the run. */
import { merge, type Bucket, type Series } from '../../store/series.ts';

/** Of one chart, tests included: about one for every two pixels. */
export const MAX_POINTS = 240;

export interface CurvePoint {
  /** Epochs completed after these steps. */
  readonly x: number;
  /** Steps, counted from 1, inclusive. */
  readonly from: number;
  readonly to: number;
  /** Lowest and highest batch. */
  readonly range: readonly [low: number, high: number];
  readonly smoothed: number;
}

export interface TestPoint {
  /** The epoch after which the test ran. */
  readonly x: number;
  readonly value: number;
}

/** At most `limit` points; neighbours share one where there are more buckets. Empty while `stepsPerEpoch` is 0. */
export function curvePoints(series: Series, stepsPerEpoch: number, limit: number): readonly CurvePoint[] {
  if (stepsPerEpoch <= 0) return [];
  const { buckets } = series;
  const size = Math.max(1, Math.ceil(buckets.length / Math.max(1, limit)));
  const points: CurvePoint[] = [];
  for (let start = 0; start < buckets.length; start += size) {
    const group = together(buckets.slice(start, start + size));
    if (group) points.push(pointOf(group, stepsPerEpoch));
  }
  return points;
}

function together(buckets: readonly Bucket[]): Bucket | undefined {
  const [first, ...rest] = buckets;
  return first && rest.reduce(merge, first);
}

function pointOf({ from, to, min, max, smoothed }: Bucket, stepsPerEpoch: number): CurvePoint {
  return { x: to / stepsPerEpoch, from, to, range: [min, max], smoothed };
}

/** The last point at or before x. */
export function lastUpTo<Point extends { readonly x: number }>(points: readonly Point[], x: number): Point | undefined {
  return points.findLast((point) => point.x <= x);
}

export type Trend = 'falling' | 'rising' | 'steady';

/** The trend of the smoothed curve over its last quarter; a change below 2 % is steady. */
export function trendOf(points: readonly CurvePoint[]): Trend {
  const now = points.at(-1)?.smoothed;
  const before = points[Math.floor((points.length - 1) * 0.75)]?.smoothed;
  if (now === undefined || before === undefined) return 'steady';
  const change = now - before;
  if (Math.abs(change) < 0.02 * Math.abs(before)) return 'steady';
  return change < 0 ? 'falling' : 'rising';
}
