/** Histogram bins for each level. */
const STEPS = 16;
const LEVELS = 256;

/** The value that `share` of `values` do not exceed, from a histogram, to 1/16. `values` in [-256, 256]. */
export function percentile(values: Float32Array, share: number): number {
  const counts = new Uint32Array(2 * LEVELS * STEPS + 1);
  for (const value of values) {
    const bin = Math.max(0, Math.min(counts.length - 1, Math.round((value + LEVELS) * STEPS)));
    counts[bin] = (counts[bin] ?? 0) + 1;
  }
  let left = share * values.length;
  const bin = counts.findIndex((count) => (left -= count) < 0);
  return (bin < 0 ? counts.length - 1 : bin) / STEPS - LEVELS;
}
