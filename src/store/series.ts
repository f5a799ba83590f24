/**
 * One value per batch, for a whole run in bounded memory. Steps are kept in buckets of equal width. When there are too
 * many, neighbours merge and the width doubles, so minima and maxima survive. A series is immutable: `append` makes a
 * new one that shares its buckets. Its contents depend on the values alone, not on how they were divided into chunks.
 */

export interface Bucket {
  /** First and last step in it, counted from 1, both included. */
  readonly from: number;
  readonly to: number;
  readonly min: number;
  readonly max: number;
  readonly mean: number;
  /** Its finite values: fewer than its steps if some were not finite. */
  readonly count: number;
  /** The smoothed value after step `to`. */
  readonly smoothed: number;
}

export interface Series {
  /** Ascending, without overlap; at most `capacity`. */
  readonly buckets: readonly Bucket[];
  /** Steps per bucket: a power of two. Bucket k spans steps k · width + 1 … (k + 1) · width. */
  readonly width: number;
  readonly capacity: number;
  /** The last step appended, finite or not; 0 in an empty series. */
  readonly step: number;
  /** The latest value, finite or not; null in an empty series. */
  readonly latest: number | null;
  readonly average: Average;
}

/**
 * An exponential moving average, aᵢ = dᵢ · aᵢ₋₁ + (1 − dᵢ) · xᵢ from a₀ = 0, with dᵢ = 2^(−1 / h). A value's weight
 * halves after h further values. h is the lesser of `halfLife` and an eighth of the steps before step i, so that a
 * short run's curve does not trail. Division by the total weight so far, 1 − ∏ dᵢ, removes the bias towards a₀ = 0
 * (Kingma and Ba, Adam, 2015, section 3). The first finite value is therefore its own average.
 */
interface Average {
  readonly halfLife: number;
  readonly sum: number;
  readonly weight: number;
}

/** In steps, at most. It smooths batches of 64 and trails a falling curve by 0.06 epochs. */
export const HALF_LIFE = 40;
export const CAPACITY = 2048;

/** `capacity`: an even number of buckets, at least 2; `halfLife` in steps. Throws a RangeError otherwise. */
export function emptySeries(capacity = CAPACITY, halfLife = HALF_LIFE): Series {
  if (!Number.isInteger(capacity) || capacity < 2 || capacity % 2 !== 0) {
    throw new RangeError(`capacity must be an even integer of at least 2, not ${capacity}`);
  }
  if (!(halfLife > 0)) throw new RangeError(`halfLife must be above 0, not ${halfLife}`);
  return { buckets: [], width: 1, capacity, step: 0, latest: null, average: { halfLife, sum: 0, weight: 0 } };
}

/** The smoothed value at the last step; null before the first finite value. */
export function smoothed(series: Series): number | null {
  return series.average.weight > 0 ? series.average.sum / series.average.weight : null;
}

/**
 * The series with the values of steps `step - values.length + 1 … step`. Values that are not finite leave a gap. If
 * the series has those steps already (a run that returned to a snapshot), the new values replace the old ones. Throws a
 * RangeError for a step before the first.
 */
export function append(series: Series, step: number, values: Float32Array): Series {
  if (values.length === 0) return series;
  const first = step - values.length + 1;
  if (!Number.isInteger(step) || first < 1) {
    throw new RangeError(`${values.length} values can't end at step ${step}`);
  }
  const base = first <= series.step ? rewind(series, first) : series;
  const buckets = base.buckets.slice();
  const { halfLife } = base.average;
  let { width } = base;
  let { sum, weight } = base.average;

  for (let i = 0; i < values.length; i++) {
    const value = values[i];
    if (value === undefined || !Number.isFinite(value)) continue;
    const at = first + i;
    const decay = decayAt(at, halfLife);
    sum = decay * sum + (1 - decay) * value;
    weight = decay * weight + (1 - decay);
    let last = openBucket(buckets, width, at);
    while (!last && buckets.length >= base.capacity) {
      width *= 2;
      mergeInPlace(buckets, width);
      last = openBucket(buckets, width, at);
    }
    if (last) buckets[buckets.length - 1] = extend(last, at, value, sum / weight);
    else buckets.push({ from: at, to: at, min: value, max: value, mean: value, count: 1, smoothed: sum / weight });
  }
  const latest = values.at(-1) ?? null;
  return { buckets, width, capacity: base.capacity, step, latest, average: { halfLife, sum, weight } };
}

/** 0 at step 1: 2^(−1 / 0) is 0. */
function decayAt(step: number, halfLife: number): number {
  return 2 ** (-1 / Math.min(halfLife, (step - 1) / 8));
}

/** Which bucket of this width a step falls into. */
function slot(step: number, width: number): number {
  return Math.floor((step - 1) / width);
}

/** The last bucket, if the step belongs to it. */
function openBucket(buckets: readonly Bucket[], width: number, step: number): Bucket | undefined {
  const last = buckets.at(-1);
  return last && slot(last.from, width) === slot(step, width) ? last : undefined;
}

function extend(bucket: Bucket, step: number, value: number, smoothedValue: number): Bucket {
  const count = bucket.count + 1;
  return {
    from: bucket.from,
    to: step,
    min: Math.min(bucket.min, value),
    max: Math.max(bucket.max, value),
    mean: bucket.mean + (value - bucket.mean) / count,
    count,
    smoothed: smoothedValue,
  };
}

/** Two neighbours as one; `right` follows `left`. */
export function merge(left: Bucket, right: Bucket): Bucket {
  const count = left.count + right.count;
  return {
    from: left.from,
    to: right.to,
    min: Math.min(left.min, right.min),
    max: Math.max(left.max, right.max),
    mean: left.mean + ((right.mean - left.mean) * right.count) / count,
    count,
    smoothed: right.smoothed,
  };
}

function mergeInPlace(buckets: Bucket[], width: number): void {
  let kept = 0;
  for (const bucket of buckets) {
    const last = kept > 0 ? buckets[kept - 1] : undefined;
    if (last && slot(last.from, width) === slot(bucket.from, width)) buckets[kept - 1] = merge(last, bucket);
    else buckets[kept++] = bucket;
  }
  buckets.length = kept;
}

/**
 * The series before step `first`. A bucket that contains `first` is removed as a whole, since the extremes of its part
 * are unknown: at most `width` steps are lost.
 */
function rewind(series: Series, first: number): Series {
  const buckets = series.buckets.filter((bucket) => bucket.to < first);
  const last = buckets.at(-1);
  return {
    ...series,
    buckets,
    step: first - 1,
    latest: last?.mean ?? null,
    // The decay of step 1 is 0, so the total weight is 1 from then on.
    average: { ...series.average, sum: last?.smoothed ?? 0, weight: last ? 1 : 0 },
  };
}
