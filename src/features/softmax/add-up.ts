/**
 * `values` rounded to `digits` decimals so that what is shown adds up to the rounded total: each is rounded down,
 * and the units that are missing go where most was cut off (largest remainders, as seats are given to parties).
 * Every result is less than one unit of its last decimal away from its value. `values`: finite, none below 0.
 */
export function roundedToAddUp(values: readonly number[], digits: number): number[] {
  const unit = 10 ** digits;
  const total = Math.round(values.reduce((sum, value) => sum + value, 0) * unit);
  // Doubles just below a whole number of units are that number.
  const units = values.map((value) => Math.floor(value * unit + 1e-9));
  const missing = total - units.reduce((sum, count) => sum + count, 0);
  const byRemainder = values
    .map((value, j) => ({ j, remainder: value * unit - (units[j] ?? 0) }))
    .toSorted((a, b) => b.remainder - a.remainder);
  for (const { j } of byRemainder.slice(0, Math.max(0, missing))) units[j] = (units[j] ?? 0) + 1;
  return units.map((count) => count / unit);
}
