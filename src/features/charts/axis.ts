/** Ends and ticks of the axes: round numbers that change seldom while the curve grows. */

export interface Axis {
  readonly domain: readonly [low: number, high: number];
  readonly ticks: readonly number[];
}

export type Scale = 'linear' | 'log';

/** In epochs. The axis ends at the first of these that the curve fits into, so that a slow run's first minutes fill the chart too. */
const STOPS = [0.01, 0.02, 0.05, 0.1, 0.25, 0.5, 1, 2, 4, 8, 16, 32, 64, 128];

/** From 0 to a stop at or beyond `x` epochs, at most to the `epochs` of the whole run unless x is beyond them. */
export function epochAxis(x: number, epochs: number): Axis {
  const stop = STOPS.find((value) => value >= x) ?? Math.ceil(x);
  const high = x <= epochs ? Math.min(stop, epochs) : stop;
  const step = high > 2 ? Math.max(1, roundStep(high / 10)) : roundStep(high / 5);
  return { domain: [0, high], ticks: multiples(step, Math.floor(high / step + EPSILON)) };
}

/** From 0 to the tick at or after `max`, in at most `intervals` intervals of 1, 2 or 5 · 10ᵏ. */
export function linearAxis(max: number, intervals: number): Axis {
  const step = roundStep(max / intervals);
  const ticks = multiples(step, Math.max(1, Math.ceil(max / step - EPSILON)));
  return { domain: [0, ticks.at(-1) ?? step], ticks };
}

/** The decimals that all ticks need, for labels of equal length. */
export function decimalsOf({ ticks }: Axis): number {
  return Math.max(0, ...ticks.map((tick) => String(tick).split('.')[1]?.length ?? 0));
}

/** Tolerance for rounding errors of division. */
const EPSILON = 1e-9;

function multiples(step: number, count: number): readonly number[] {
  return Array.from({ length: count + 1 }, (_, i) => tidy(i * step));
}

const DECADES = 4;

/**
 * The ticks 1, 2 and 5 · 10ᵏ around `min` and `max`, or only powers of ten where there are many. At most four decades:
 * a single batch at 1e-7 must not flatten the rest.
 */
export function logAxis(min: number, max: number): Axis {
  const high = Math.max(max, Number.MIN_VALUE);
  const low = Math.max(min, high / 10 ** DECADES);
  const ticks: number[] = [];
  for (let power = Math.floor(Math.log10(low)); power <= Math.ceil(Math.log10(high)); power++) {
    for (const digit of [1, 2, 5]) ticks.push(tidy(digit * 10 ** power));
  }
  const from = Math.max(
    0,
    ticks.findLastIndex((tick) => tick <= low),
  );
  const to = ticks.findIndex((tick) => tick >= high);
  const between = ticks.slice(from, Math.max(to, from + 1) + 1);
  const first = between[0] ?? low;
  const last = between.at(-1) ?? high;
  const powers = between.filter((tick) => Number.isInteger(tidy(Math.log10(tick))));
  return { domain: [first, last], ticks: between.length > 8 ? powers : between };
}

/** The smallest of 1, 2 and 5 · 10ᵏ that is not below `least`. */
function roundStep(least: number): number {
  if (!(least > 0)) return 1;
  const power = 10 ** Math.floor(Math.log10(least));
  const digit = [1, 2, 5, 10].find((value) => value * power >= least * (1 - EPSILON)) ?? 10;
  return tidy(digit * power);
}

/** Without the error of binary fractions: 0.30000000000000004 becomes 0.3. */
function tidy(value: number): number {
  return Number(value.toPrecision(12));
}
