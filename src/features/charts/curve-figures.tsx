/**
 * The two charts. Each redraws at most four times a second, at moments of its own, and less often where it can't be
 * seen, where it takes long or where the reader draws.
 */
import { useCallback, useId, useMemo, useRef } from 'react';
import { useOnScreen } from '../../components/use-on-screen.ts';
import { useFormat, useMessages } from '../../i18n/use-messages.ts';
import { useThrottledState } from '../../store/use-throttled-state.ts';
import { decimalsOf, type Scale } from './axis.ts';
import { ChartFigure } from './chart-figure.tsx';
import { trendOf } from './curve.ts';
import { CurveTooltip } from './curve-tooltip.tsx';
import { accuracyCurve, lossCurve, selectAccuracy, selectLoss } from './run-curves.ts';
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
  const view = useThrottledState(selectLoss, { seen: useOnScreen(ref), phase: 0, patient: true });
  const curve = useMemo(() => lossCurve(view, scale), [view, scale]);
  const { points, tests } = curve;

  const describe = useCallback(
    (x: number) => <CurveTooltip points={points} tests={tests} x={x} ranges formatY={formatLoss} />,
    [points, tests, formatLoss],
  );
  // recharts passes more than the value.
  const formatEpoch = useCallback((value: number) => format.plain(value), [format]);
  const decimals = scale === 'linear' ? decimalsOf(curve.yAxis) : undefined;
  const formatTick = useCallback(
    (value: number) => (decimals === undefined ? format.plain(value) : format.decimal(value, decimals)),
    [format, decimals],
  );
  const training = points.at(-1);
  const test = tests.at(-1);
  const latest = {
    training: training ? formatLoss(training.smoothed) : null,
    test: test ? formatLoss(test.value) : null,
  };
  const summary = training
    ? charts.lossSummary(
        format.decimal(training.x, 1),
        latest.training ?? '',
        charts.trends[trendOf(points)],
        latest.test,
      )
    : charts.empty;

  return (
    <ChartFigure
      ref={ref}
      testId="loss-chart"
      title={charts.loss}
      summary={summary}
      {...latest}
      controls={
        <label className={styles['toggle']} htmlFor={logId}>
          <input
            id={logId}
            type="checkbox"
            checked={scale === 'log'}
            onChange={(event) => onScale(event.target.checked ? 'log' : 'linear')}
          />
          {charts.logScale}
        </label>
      }
      chart={
        training
          ? {
              ...curve,
              ranges: true,
              yScale: scale,
              formatX: formatEpoch,
              formatY: formatTick,
              xLabel: charts.epochAxis,
              label: charts.chartLabel(charts.loss),
              describe,
            }
          : null
      }
    />
  );
}

export function AccuracyFigure() {
  const { charts } = useMessages();
  const format = useFormat();
  const ref = useRef<HTMLElement>(null);
  const view = useThrottledState(selectAccuracy, { seen: useOnScreen(ref), phase: 0.5, patient: true });
  const curve = useMemo(() => accuracyCurve(view), [view]);
  const { points, tests } = curve;

  const describe = useCallback(
    (x: number) => (
      <CurveTooltip points={points} tests={tests} x={x} ranges={false} formatY={(value) => format.percent(value)} />
    ),
    [points, tests, format],
  );
  const formatEpoch = useCallback((value: number) => format.plain(value), [format]);
  const formatTick = useCallback((value: number) => format.percent(value, 0), [format]);
  const training = points.at(-1);
  const test = tests.at(-1);
  const latest = {
    training: training ? format.percent(training.smoothed) : null,
    test: test ? format.percent(test.value, 2) : null,
  };
  const summary = training
    ? charts.accuracySummary(
        format.decimal(training.x, 1),
        latest.training ?? '',
        charts.trends[trendOf(points)],
        latest.test,
      )
    : charts.empty;

  return (
    <ChartFigure
      ref={ref}
      testId="accuracy-chart"
      rises
      title={charts.accuracy}
      summary={summary}
      {...latest}
      chart={
        training
          ? {
              ...curve,
              ranges: false,
              yScale: 'linear',
              formatX: formatEpoch,
              formatY: formatTick,
              xLabel: charts.epochAxis,
              label: charts.chartLabel(charts.accuracy),
              describe,
            }
          : null
      }
    />
  );
}
