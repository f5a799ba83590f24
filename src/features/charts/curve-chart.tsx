/**
 * A chart by recharts. Only this file and curve-lines.tsx import recharts, and this file is imported lazily. recharts
 * has the frame, the scales, the tooltip and the keyboard; curve-lines.tsx draws the lines, so an update renders
 * nothing else. recharts gets the points only while the reader points at the chart: it needs them to find the nearest.
 */
import { memo, useId, useMemo } from 'react';
import type { Elements } from '../../components/elements.ts';
import { CartesianGrid, ComposedChart, Line, Tooltip, XAxis, YAxis } from 'recharts';
import type { Axis, Scale } from './axis.ts';
import type { CurvePoint, TestPoint } from './curve.ts';
import { CurveContext, TestLine, TrainLine, useDrawn } from './curve-lines.tsx';
import styles from './curve-chart.module.css';
import { sameAxis } from './same-axis.ts';
import { useExplored } from './use-explored.ts';

/** A type, not an interface, so that it can be compared field by field. */
type FrameProps = {
  /** Whether the range of the batches is drawn behind the smoothed line. */
  readonly ranges: boolean;
  readonly xAxis: Axis;
  readonly yAxis: Axis;
  readonly yScale: Scale;
  readonly formatX: (value: number) => string;
  readonly formatY: (value: number) => string;
  readonly xLabel: string;
  /** Accessible name of the drawing. Arrow keys move from point to point in it. */
  readonly label: string;
};

export type CurveChartProps = FrameProps & {
  readonly points: readonly CurvePoint[];
  readonly tests: readonly TestPoint[];
  /** The tooltip's content at x epochs. */
  readonly describe: (x: number) => Elements;
};

const MARGIN = { top: 8, right: 12, bottom: 0, left: 0 };
const TRAIN_DOT = { r: 3.5, fill: 'var(--train)', stroke: 'var(--surface)' };
/** recharts' own role, `application`, would disable the screen reader's keys. */
const DRAWING = { role: 'img' } as const;
const STILL = { isAnimationActive: false } as const;
const NO_POINTS: readonly CurvePoint[] = [];

export function CurveChart({ points, tests, describe, ...frame }: CurveChartProps) {
  const { explored, handlers } = useExplored();
  const drawn = useMemo(() => ({ points, tests, describe }), [points, tests, describe]);
  return (
    <div className={styles['stage']} {...handlers}>
      <CurveContext value={drawn}>
        <Frame {...frame} data={explored ? points : NO_POINTS} />
      </CurveContext>
    </div>
  );
}

const Frame = memo(function Frame(props: FrameProps & { readonly data: readonly CurvePoint[] }) {
  const { data, ranges, xAxis, yAxis, yScale, formatX, formatY, xLabel, label } = props;
  const id = useId();
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
      <Tooltip content={TooltipContent} {...STILL} />
      {/* Only the dot on the point that is pointed at is visible. */}
      <Line dataKey="smoothed" shape={nothing} dot={false} activeDot={TRAIN_DOT} {...STILL} />
      <TrainLine ranges={ranges} floor={yAxis.domain[0]} />
      <TestLine />
    </ComposedChart>
  );
}, sameFrame);

interface AxisProps {
  readonly axis: Axis;
  readonly scale: Scale;
  readonly format: (value: number) => string;
  readonly label: string;
}

const X_AXIS_HEIGHT_PX = 40;
const Y_AXIS_WIDTH_PX = 44;
const TICKS = { interval: 0, tickMargin: 6, tickLine: false, allowDataOverflow: true } as const;

/** Memoized: each axis that renders makes recharts compute its whole layout again. */
const EpochAxis = memo(function EpochAxis({ axis, format, label }: Omit<AxisProps, 'scale'>) {
  return (
    <XAxis
      dataKey="x"
      type="number"
      domain={[...axis.domain]}
      ticks={[...axis.ticks]}
      tickFormatter={format}
      height={X_AXIS_HEIGHT_PX}
      label={{ value: label, position: 'insideBottomRight' }}
      {...TICKS}
    />
  );
});

const ValueAxis = memo(function ValueAxis({ axis, scale, format }: Omit<AxisProps, 'label'>) {
  return (
    <YAxis
      type="number"
      scale={scale}
      domain={[...axis.domain]}
      ticks={[...axis.ticks]}
      tickFormatter={format}
      axisLine={false}
      width={Y_AXIS_WIDTH_PX}
      {...TICKS}
    />
  );
});

function sameFrame<T extends FrameProps>({ xAxis, yAxis, ...a }: T, { xAxis: x, yAxis: y, ...b }: T): boolean {
  const others: Readonly<Record<string, unknown>> = a;
  return (
    sameAxis(xAxis, x) &&
    sameAxis(yAxis, y) &&
    Object.entries(b).every(([name, value]) => Object.is(others[name], value))
  );
}

function nothing(): Elements {
  return null;
}

function TooltipContent({
  active,
  label: x,
}: {
  readonly active?: boolean;
  readonly label?: string | number | undefined;
}) {
  const { describe } = useDrawn();
  return active === true && typeof x === 'number' ? <div className={styles['tooltip']}>{describe(x)}</div> : null;
}
