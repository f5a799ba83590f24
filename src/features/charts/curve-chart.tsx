/**
 * The one door to recharts: only this file and those that it imports know it, and this one is imported
 * lazily. It draws what it is given; redrawing costs tens of milliseconds, so whoever gives decides how often.
 */
import { memo, useCallback, useId, useMemo, type ReactNode } from 'react';
import { Area, CartesianGrid, ComposedChart, Line, Tooltip } from 'recharts';
import type { Axis, Scale } from './axis.ts';
import { EpochAxis, ValueAxis } from './chart-axes.tsx';
import type { CurvePoint, TestPoint } from './curve.ts';
import styles from './curve-chart.module.css';
import { TestLine } from './test-line.tsx';

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
const TRAIN_DOT = { r: 3.5, fill: 'var(--train)', stroke: 'var(--surface)' };
/** Not recharts' `application`, which would take the screen reader's own keys away. */
const DRAWING = { role: 'img' } as const;
const STILL = { isAnimationActive: false } as const;

export const CurveChart = memo(function CurveChart(props: CurveChartProps) {
  const { points, tests, ranges, xAxis, yAxis, yScale, formatX, formatY, xLabel, label, describe } = props;
  const id = useId();
  const floor = yAxis.domain[0];
  const data = useMemo(
    // A logarithmic axis has no place for what lies below its floor.
    () => points.map((point) => ({ ...point, range: point.range.map((value) => Math.max(floor, value)) })),
    [points, floor],
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
      data={data}
      margin={MARGIN}
      responsive
      {...DRAWING}
      aria-label={label}
    >
      <CartesianGrid vertical={false} />
      <EpochAxis axis={xAxis} format={formatX} label={xLabel} />
      <ValueAxis axis={yAxis} scale={yScale} format={formatY} />
      <Tooltip content={content} {...STILL} />
      {ranges && <Area className={styles['range'] ?? ''} dataKey="range" dot={false} activeDot={false} {...STILL} />}
      <Line
        className={styles['train'] ?? ''}
        dataKey="smoothed"
        dot={points.length === 1 && TRAIN_DOT}
        activeDot={TRAIN_DOT}
        {...STILL}
      />
      <TestLine tests={tests} />
    </ComposedChart>
  );
});
