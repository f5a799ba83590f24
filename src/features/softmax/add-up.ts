import { sumOf } from '../../core/sum-of.ts';

type Rounding = 'nearest' | 'down' | 'up';

/** Most exact first: the others are for sums that lie about half a unit beside a whole number of them. */
const ROUNDINGS: readonly Rounding[] = ['nearest', 'down', 'up'];
/** In units. Nearer to it than this, a reader who adds up what is shown could round to either side. */
const TIE = 1e-6;

/**
 * `values` as a column shows them, so that what is shown adds up to the rounded total. What is below one unit of
 * the last of `digits` decimals is shown with a power of ten: two significant digits, whatever the rest needs. The
 * others are rounded down, and the units that are missing go where most was cut off (largest remainders, as seats
 * are given to parties): each is less than a unit away from its value, and so is each small one from its own, in
 * its last digit. Small ones are rounded to the nearest, and all to one side where only that adds up. `values`:
 * finite, none below 0.
 */
export function roundedToAddUp(values: readonly number[], digits: number): number[] {
  const unit = 10 ** digits;
  // Values that lie on a tie by themselves, such as 1 and 0.00005, leave none that is clear.
  let tied: readonly number[] | undefined;
  for (const rounding of ROUNDINGS) {
    const found = column(values, unit, rounding);
    if (found && found.gap < 0.5 - TIE) return found.shown;
    tied ??= found?.shown;
  }
  return [...(tied ?? values)];
}

/** With the units between what it adds up to and the total; null where that isn't what it is rounded to. */
function column(values: readonly number[], unit: number, rounding: Rounding) {
  const total = Math.round(sumOf(values) * unit);
  const rows = values.map((value, j) => {
    // Doubles just below a whole number of units are that number.
    const whole = Math.floor(value * unit + 1e-9);
    return { j, whole, remainder: value * unit - whole };
  });
  const shown = rows.map(({ j, whole }) => (whole > 0 ? whole / unit : twoDigits(values[j] ?? 0, rounding)));
  const cutOff = rows
    .filter(({ whole, remainder }) => whole > 0 && remainder > TIE)
    .toSorted((a, b) => b.remainder - a.remainder);
  const missing = total - Math.round(sumOf(shown) * unit);
  if (missing < 0 || missing > cutOff.length) return null;
  for (const { j, whole } of cutOff.slice(0, missing)) shown[j] = (whole + 1) / unit;
  return { shown, gap: Math.abs(sumOf(shown) * unit - total) };
}

function twoDigits(value: number, rounding: Rounding): number {
  const nearest = Number(value.toPrecision(2));
  const step = 10 ** (Math.floor(Math.log10(value)) - 1);
  if (rounding === 'down' && nearest > value) return Number((nearest - step).toPrecision(2));
  if (rounding === 'up' && nearest < value) return Number((nearest + step).toPrecision(2));
  return nearest;
}
