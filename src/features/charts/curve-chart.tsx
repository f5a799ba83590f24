/**
 * The only file that imports recharts, and imported lazily itself. It draws what it is given: redrawing
 * costs tens of milliseconds, so whoever gives decides how often.
 */
import { memo, useCallback, useId, type ReactNode } from 'react';
import { Area, CartesianGrid, ComposedChart, Line, Tooltip, XAxis, YAxis } from 'recharts';
import type { Axis, Scale } from './axis.ts';
import type { CurvePoint, TestPoint } from './curve.ts';
import styles from './curve-chart.module.css';

export interface CurveChartProps {
  readonly points: readonly CurvePoint[];
  readonly tests: readonly TestPoint[];
  /** Whether the range of the batches is drawn behind the smoothed line. */
  readonly ranges: boolean;
  readonly xAxis: Axis;
  readonly yAxis: Axis;
  readonly yScale: Scale;
  readonly formatX: (value: number) => string;
  readonly formatY: (value: number) => string;
  readonly xLabel: string;
  /** Accessible name of the drawing, which takes the keyboard: arrow keys go from point to point. */
  readonly label: string;
  /** What there is to say at x epochs. */
  readonly describe: (x: number) => ReactNode;
}

const MARGIN = { top: 8, right: 12, bottom: 0, left: 0 };
const Y_AXIS_WIDTH = 44;
const X_AXIS_HEIGHT = 40;
const TICK_MARGIN = 6;
const DOT = { r: 3.5 };
/** Not recharts' `application`, which would take the screen reader's own keys away. */
const DRAWING = { role: 'img' } as const;
const STILL = { isAnimationActive: false } as const;

export const CurveChart = memo(function CurveChart(props: CurveChartProps) {
  const { points, tests, ranges, xAxis, yAxis, yScale, formatX, formatY, xLabel, label, describe } = props;
  const id = useId();
  const floor = yAxis.domain[0];
  const range = useCallback(
    // A logarithmic axis has no place for what lies below its floor.
    (point: CurvePoint) => [Math.max(floor, point.range[0]), Math.max(floor, point.range[1])],
    [floor],
  );
  const content = useCallback(
    ({ active, label: x }: { readonly active?: boolean; readonly label?: string | number | undefined }) =>
      active === true && typeof x === 'number' ? <div className={styles['tooltip']}>{describe(x)}</div> : null,
    [describe],
  );

  return (
    <ComposedChart
      id={id}
      className={styles['chart'] ?? ''}
      data={[...points]}
      margin={MARGIN}
      responsive
      {...DRAWING}
      aria-label={label}
    >
      <CartesianGrid vertical={false} />
      <XAxis
        dataKey="x"
        type="number"
        domain={[...xAxis.domain]}
        ticks={[...xAxis.ticks]}
        interval={0}
        allowDataOverflow
        tickFormatter={formatX}
        tickMargin={TICK_MARGIN}
        tickLine={false}
        height={X_AXIS_HEIGHT}
        label={{ value: xLabel, position: 'insideBottomRight' }}
      />
      <YAxis
        type="number"
        scale={yScale}
        domain={[...yAxis.domain]}
        ticks={[...yAxis.ticks]}
        interval={0}
        allowDataOverflow
        tickFormatter={formatY}
        tickMargin={TICK_MARGIN}
        tickLine={false}
        axisLine={false}
        width={Y_AXIS_WIDTH}
      />
      <Tooltip content={content} {...STILL} />
      {ranges && <Area className={styles['range'] ?? ''} dataKey={range} dot={false} activeDot={false} {...STILL} />}
      <Line className={styles['train'] ?? ''} dataKey="smoothed" dot={false} activeDot={DOT} {...STILL} />
      <Line className={styles['test'] ?? ''} data={[...tests]} dataKey="value" dot={DOT} activeDot={false} {...STILL} />
    </ComposedChart>
  );
});
