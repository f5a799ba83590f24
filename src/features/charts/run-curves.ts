/** The curves of both charts from the page's state. */
import type { EpochResult } from '../../core/types.ts';
import type { Series } from '../../store/series.ts';
import type { AppState } from '../../store/state.ts';
import { epochAxis, linearAxis, logAxis, type Axis, type Scale } from './axis.ts';
import { curvePoints, MAX_POINTS, type CurvePoint, type TestPoint } from './curve.ts';

/** A type, not an interface, so that it can be compared field by field. */
export type CurveView = {
  readonly series: Series;
  readonly epochs: readonly EpochResult[];
  readonly stepsPerEpoch: number;
  /** Epochs of the whole run. */
  readonly length: number;
};

const DEFAULT_LENGTH = 9;

export const selectLoss = (state: AppState): CurveView => viewOf(state, state.lossSeries);
export const selectAccuracy = (state: AppState): CurveView => viewOf(state, state.accuracySeries);

function viewOf(state: AppState, series: Series): CurveView {
  const { epochs, model, run } = state;
  return { series, epochs, stepsPerEpoch: run.stepsPerEpoch, length: model?.config.epochs ?? DEFAULT_LENGTH };
}

export interface Curve {
  readonly points: readonly CurvePoint[];
  readonly tests: readonly TestPoint[];
  readonly xAxis: Axis;
  readonly yAxis: Axis;
}

/** Losses in nats. A linear axis starts at 0, a logarithmic one below the lowest value. */
export function lossCurve(view: CurveView, scale: Scale): Curve {
  const tests = view.epochs.map(({ epoch, testLoss }) => ({ x: epoch, value: testLoss }));
  const curve = baseCurve(view, tests);
  const values = [...curve.points.flatMap(({ range }) => range), ...curve.tests.map(({ value }) => value)];
  const high = Math.max(0, ...values);
  return { ...curve, yAxis: scale === 'log' ? logAxis(Math.min(high, ...values), high) : linearAxis(high, 5) };
}

/** Accuracies from 0 to 1. */
export function accuracyCurve(view: CurveView): Curve {
  const tests = view.epochs.map(({ epoch, testAccuracy }) => ({ x: epoch, value: testAccuracy }));
  return { ...baseCurve(view, tests), yAxis: linearAxis(1, 5) };
}

function baseCurve(view: CurveView, tests: readonly TestPoint[]): Omit<Curve, 'yAxis'> {
  const finite = tests.filter(({ value }) => Number.isFinite(value));
  const points = curvePoints(view.series, view.stepsPerEpoch, MAX_POINTS - finite.length);
  const end = Math.max(points.at(-1)?.x ?? 0, finite.at(-1)?.x ?? 0);
  return { points, tests: finite, xAxis: epochAxis(end, view.length) };
}
