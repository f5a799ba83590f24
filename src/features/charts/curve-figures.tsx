/**
 * The two charts. Each redraws at most four times a second, at moments of its own, and less often where it is not
 * visible, where a redraw takes long or while the reader draws.
 */
import { useCallback, useId, useMemo, useRef, type RefObject } from 'react';
import type { Elements } from '../../components/elements.ts';
import { useOnScreen } from '../../components/use-on-screen.ts';
import { useFormat, useMessages } from '../../i18n/use-messages.ts';
import { useThrottledState } from '../../store/use-throttled-state.ts';
import { decimalsOf, type Scale } from './axis.ts';
import { ChartFigure } from './chart-figure.tsx';
import { trendOf } from './curve.ts';
import { CurveTooltip } from './curve-tooltip.tsx';
import { accuracyCurve, lossCurve, selectAccuracy, selectLoss, type Curve } from './run-curves.ts';
import { useLossFormat } from './use-loss-format.ts';
import styles from './curve-figures.module.css';

export interface LossFigureProps {
  readonly scale: Scale;
  readonly onScale: (scale: Scale) => void;
}

export function LossFigure({ scale, onScale }: LossFigureProps) {
  const { charts } = useMessages();
  const format = useFormat();
  const formatLoss = useLossFormat();
  const ref = useRef<HTMLElement>(null);
  const logId = useId();
  const view = useThrottledState(selectLoss, { seen: useOnScreen(ref), phase: 0, deferrable: true });
  const curve = useMemo(() => lossCurve(view, scale), [view, scale]);
  const decimals = scale === 'linear' ? decimalsOf(curve.yAxis) : undefined;
  const formatTick = useCallback(
    (value: number) => (decimals === undefined ? format.plain(value) : format.decimal(value, decimals)),
    [format, decimals],
  );

  return (
    <CurveFigure
      ref={ref}
      testId="loss-chart"
      title={charts.loss}
      curve={curve}
      ranges
      scale={scale}
      formatValue={formatLoss}
      formatTest={formatLoss}
      formatTick={formatTick}
      summarize={charts.lossSummary}
      controls={
        <label className={styles['toggle']} htmlFor={logId}>
          <input
            id={logId}
            type="checkbox"
            checked={scale === 'log'}
            onChange={(event) => onScale(event.target.checked ? 'log' : 'linear')}
          />
          <span>{charts.logScale}</span>
        </label>
      }
    />
  );
}

export function AccuracyFigure() {
  const { charts } = useMessages();
  const format = useFormat();
  const ref = useRef<HTMLElement>(null);
  const view = useThrottledState(selectAccuracy, { seen: useOnScreen(ref), phase: 0.5, deferrable: true });
  const curve = useMemo(() => accuracyCurve(view), [view]);
  const formatPercent = useCallback((value: number) => format.percent(value), [format]);
  const formatTick = useCallback((value: number) => format.percent(value, 0), [format]);

  return (
    <CurveFigure
      ref={ref}
      testId="accuracy-chart"
      rises
      title={charts.accuracy}
      curve={curve}
      ranges={false}
      scale="linear"
      formatValue={formatPercent}
      formatTest={(value) => format.percent(value, 2)}
      formatTick={formatTick}
      summarize={charts.accuracySummary}
    />
  );
}

/** Functions that the chart gets (`formatValue`, `formatTick`) must stay the same between updates. */
interface CurveFigureProps {
  readonly ref: RefObject<HTMLElement | null>;
  readonly testId: string;
  readonly rises?: boolean;
  readonly title: string;
  readonly curve: Curve;
  readonly ranges: boolean;
  readonly scale: Scale;
  readonly formatValue: (value: number) => string;
  /** Of the latest test in the legend. */
  readonly formatTest: (value: number) => string;
  readonly formatTick: (value: number) => string;
  readonly summarize: (epochs: string, value: string, trend: string, test: string | null) => string;
  readonly controls?: Elements;
}

function CurveFigure(props: CurveFigureProps) {
  const { curve, ranges, scale, formatValue, formatTest, formatTick, summarize, title, ...frame } = props;
  const { charts } = useMessages();
  const format = useFormat();
  const { points, tests } = curve;
  const describe = useCallback(
    (x: number) => <CurveTooltip points={points} tests={tests} x={x} ranges={ranges} formatY={formatValue} />,
    [points, tests, ranges, formatValue],
  );
  // recharts passes more arguments than the value.
  const formatX = useCallback((value: number) => format.plain(value), [format]);
  const latest = points.at(-1);
  const latestTest = tests.at(-1);
  const training = latest ? formatValue(latest.smoothed) : null;
  const test = latestTest ? formatTest(latestTest.value) : null;
  const summary =
    latest && training !== null
      ? summarize(format.decimal(latest.x, 1), training, charts.trends[trendOf(points)], test)
      : charts.empty;
  const chart = latest
    ? {
        ...curve,
        ranges,
        yScale: scale,
        formatX,
        formatY: formatTick,
        xLabel: charts.epochAxis,
        label: charts.chartLabel(title),
        describe,
      }
    : null;
  return <ChartFigure {...frame} title={title} summary={summary} training={training} test={test} chart={chart} />;
}
