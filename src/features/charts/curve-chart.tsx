/**
 * The one door to recharts: only this file and those that it imports know it, and this one is imported
 * lazily. recharts has the frame, the scales, the tooltip and the keyboard; the lines are drawn on its scales.
 * Hence an update renders the lines and nothing else, and recharts gets the points, which it needs for
 * finding the one that is pointed at, only while someone does so.
 */
import { memo, useId, useMemo, type ReactNode } from 'react';
import { CartesianGrid, ComposedChart, Line, Tooltip } from 'recharts';
import type { Axis, Scale } from './axis.ts';
import { EpochAxis, ValueAxis } from './chart-axes.tsx';
import type { CurvePoint, TestPoint } from './curve.ts';
import { CurveContext, useDrawn } from './curve-context.ts';
import styles from './curve-chart.module.css';
import { sameAxis } from './same-axis.ts';
import { TestLine } from './test-line.tsx';
import { TrainLine } from './train-line.tsx';
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
  /** Accessible name of the drawing, which takes the keyboard: arrow keys go from point to point. */
  readonly label: string;
};

export type CurveChartProps = FrameProps & {
  readonly points: readonly CurvePoint[];
  readonly tests: readonly TestPoint[];
  /** What there is to say at x epochs. */
  readonly describe: (x: number) => ReactNode;
};

const MARGIN = { top: 8, right: 12, bottom: 0, left: 0 };
const TRAIN_DOT = { r: 3.5, fill: 'var(--train)', stroke: 'var(--surface)' };
/** Not recharts' `application`, which would take the screen reader's own keys away. */
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
      {/* Only its dot is seen, on the point that is pointed at. */}
      <Line dataKey="smoothed" shape={nothing} dot={false} activeDot={TRAIN_DOT} {...STILL} />
      <TrainLine ranges={ranges} floor={yAxis.domain[0]} />
      <TestLine />
    </ComposedChart>
  );
}, sameFrame);

function sameFrame<T extends FrameProps>({ xAxis, yAxis, ...a }: T, { xAxis: x, yAxis: y, ...b }: T): boolean {
  const others: Readonly<Record<string, unknown>> = a;
  return (
    sameAxis(xAxis, x) &&
    sameAxis(yAxis, y) &&
    Object.entries(b).every(([name, value]) => Object.is(others[name], value))
  );
}

function nothing(): ReactNode {
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
