/** Numbers of the explanation as text: with a minus sign (U+2212), small ones with a power of ten. */
import type { Format } from '../../i18n/format.ts';

type Decimal = Pick<Format, 'decimal' | 'plain'>;

const SUPERSCRIPTS = '⁰¹²³⁴⁵⁶⁷⁸⁹';

/** Decimals of the columns that add up. Smaller values have a power of ten. */
export const COLUMN_DIGITS = 4;
const UNIT = 10 ** -COLUMN_DIGITS;

/** Doubles below 10⁻³⁰⁷ lose digits until they are 0, which a power of e never is. */
const LEAST_EXPONENT = 307;

/** −3.07; without decimals from 1000 on. */
export function signed(value: number, format: Decimal, digits = Math.abs(value) < 1000 ? 2 : 0): string {
  const text = format.decimal(Math.abs(value), digits);
  return value < 0 && Number(Math.abs(value).toFixed(digits)) > 0 ? `−${text}` : text;
}

/** `mantissa`, or `mantissa` × 10^−`exponent`. With a null mantissa the power is an upper bound. */
export type ShownNumber =
  | { readonly mantissa: string; readonly exponent: null }
  | { readonly mantissa: string | null; readonly exponent: number };

/**
 * Four decimals; 2.3×10⁻⁷ for a smaller value; <10^−`leastExponent` below that power. `value`: positive, but may have
 * underflowed to 0.
 */
export function shownNumber(value: number, format: Decimal, leastExponent = LEAST_EXPONENT): ShownNumber {
  return value < UNIT
    ? smallNumber(value, 1, format, leastExponent)
    : { mantissa: format.decimal(value, COLUMN_DIGITS), exponent: null };
}

/** With `digits` decimals before the power of ten. */
export function smallNumber(
  value: number,
  digits: number,
  format: Decimal,
  leastExponent = LEAST_EXPONENT,
): ShownNumber {
  if (value < 10 ** -leastExponent) return { mantissa: null, exponent: leastExponent };
  const [mantissa, exponent] = value.toExponential(digits).split('e-');
  return { mantissa: format.decimal(Number(mantissa), digits), exponent: Number(exponent) };
}

/** On one line: 2.3×10⁻⁷. */
export function textOf({ mantissa, exponent }: ShownNumber): string {
  if (exponent === null) return mantissa;
  const power = `10⁻${superscript(String(exponent))}`;
  return mantissa === null ? `<${power}` : `${mantissa}×${power}`;
}

/** `shownNumber` on one line, for a column. */
export function columnNumber(value: number, format: Decimal): string {
  return textOf(shownNumber(value, format));
}

function superscript(digits: string): string {
  return Array.from(digits, (digit) => SUPERSCRIPTS[Number(digit)] ?? '').join('');
}
