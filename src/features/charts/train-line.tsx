import { useXAxisScale, useYAxisScale } from 'recharts';
import { useDrawn } from './curve-context.ts';
import styles from './curve-chart.module.css';

const RADIUS_PX = 3.5;

/**
 * The batches: their range, if wanted, and the smoothed line. Drawn on recharts' scales rather than as its own
 * line and area, whose every update costs tens of times as much (a line measures its length even while it is
 * not animated). `floor`: where the value axis starts; a logarithmic one has no place for what lies below.
 */
export function TrainLine({ ranges, floor }: { readonly ranges: boolean; readonly floor: number }) {
  const { points } = useDrawn();
  const xScale = useXAxisScale();
  const yScale = useYAxisScale();
  if (!xScale || !yScale) return null;
  const place = (x: number, value: number) => `${pixel(xScale(x))} ${pixel(yScale(Math.max(floor, value)))}`;
  const highs = points.map(({ x, range }) => place(x, range[1]));
  const lows = points.map(({ x, range }) => place(x, range[0]));
  const line = points.map(({ x, smoothed }) => place(x, smoothed));
  const [only] = points;
  return (
    <g className={styles['train']}>
      {ranges && points.length > 1 && (
        <>
          <path className={styles['range']} d={`M${highs.join('L')}L${lows.toReversed().join('L')}Z`} />
          <path className={styles['edge']} d={`M${highs.join('L')}M${lows.join('L')}`} />
        </>
      )}
      {points.length > 1 && <path className={styles['line']} d={`M${line.join('L')}`} />}
      {points.length === 1 && only && (
        <circle cx={xScale(only.x)} cy={yScale(Math.max(floor, only.smoothed))} r={RADIUS_PX} />
      )}
    </g>
  );
}

/** To a tenth of a pixel. */
function pixel(value: number | undefined): number {
  return Math.round((value ?? 0) * 10) / 10;
}
