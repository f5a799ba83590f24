/** Numbers of the explanation as they are read: with a true minus, and small ones with a power of ten. */
import type { Format } from '../../i18n/format.ts';

type Decimal = Pick<Format, 'decimal' | 'plain'>;

const SUPERSCRIPTS = '⁰¹²³⁴⁵⁶⁷⁸⁹';

/** Decimals of the columns that add up. */
export const COLUMN_DIGITS = 4;

/** −3.07; two decimals while they matter. */
export function signed(value: number, format: Decimal, digits = Math.abs(value) < 1000 ? 2 : 0): string {
  const text = format.decimal(Math.abs(value), digits);
  return value < 0 && Number(Math.abs(value).toFixed(digits)) > 0 ? `−${text}` : text;
}

/**
 * `rounded` as it is, four decimals, unless `value` is too small to show in them: then 2.3×10⁻⁷, which is still
 * something. Neither below 0.
 */
export function columnNumber(value: number, rounded: number, format: Decimal): string {
  if (rounded > 0 || value === 0) return format.decimal(rounded, COLUMN_DIGITS);
  const [mantissa, exponent] = value.toExponential(1).split('e-');
  return `${format.decimal(Number(mantissa), 1)}×10⁻${superscript(exponent ?? '')}`;
}

function superscript(digits: string): string {
  return Array.from(digits, (digit) => SUPERSCRIPTS[Number(digit)] ?? '').join('');
}
