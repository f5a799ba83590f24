/**
 * Plain decimal notation with an optional exponent; JavaScript's own `Number` would also take '' and '0x10'. Digits
 * match in one way only, so a hundred thousand of them are refused quickly.
 */
const DECIMAL = /^[+-]?(\d+(\.\d*)?|\.\d+)(e[+-]?\d+)?$/i;

/** The one grammar for a number in text: fields, URL parameters and scripts all read by it. Null for other text. */
export function parseDecimal(text: string): number | null {
  const trimmed = text.trim();
  return DECIMAL.test(trimmed) ? Number(trimmed) : null;
}
