import { sumOf } from '../../core/sum-of.ts';

type Rounding = 'nearest' | 'down' | 'up';

/** Most exact first. The others are for sums about half a unit beside a whole number of units. */
const ROUNDINGS: readonly Rounding[] = ['nearest', 'down', 'up'];
/** In units. This near to half a unit, the sum of the shown numbers could be rounded either way. */
const TIE = 1e-6;

/**
 * Rounds the `values` of a column so that the shown numbers add up to the rounded total. Values below one unit of the
 * last of `digits` decimals get two significant digits, for a power of ten. The others are rounded down, and the
 * missing units go to the largest remainders (as in seat apportionment), so each is less than a unit from its value.
 * Small values are rounded to the nearest, or all to one side where only that adds up, and are less than one in their
 * last digit from their value. `values`: finite, not negative.
 */
export function roundedToAddUp(values: readonly number[], digits: number): number[] {
  const unit = 10 ** digits;
  // Values that are themselves a tie, such as 1 and 0.00005, have no clear rounding.
  let tied: readonly number[] | undefined;
  for (const rounding of ROUNDINGS) {
    const found = column(values, unit, rounding);
    if (found && found.gap < 0.5 - TIE) return found.shown;
    tied ??= found?.shown;
  }
  return [...(tied ?? values)];
}

/** The shown numbers, and the gap in units between their sum and the total. Null where the sum rounds to another total. */
function column(values: readonly number[], unit: number, rounding: Rounding) {
  const total = Math.round(sumOf(values) * unit);
  const rows = values.map((value, j) => {
    // A double just below a whole number of units counts as that number.
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
