/**
 * The one grammar for numbers in text: fields, the address and scripts all read by it.
 *
 * Digits are taken in any script and width, a dash as a minus sign, and blanks and invisible characters around a number
 * are ignored. What a comma or a point means depends on what is expected:
 *
 * - One number (`parseDecimal`): either is the decimal point. Digits are not grouped.
 * - One whole number (`parseWhole`): before groups of three digits a comma, point, blank, apostrophe or underscore
 *   groups them, so `1,024` is 1024; otherwise as above. `1.000` may be 1 or 1000, and is refused.
 * - A list of whole numbers (`parseWholes`): a comma separates, as do the other usual signs. `1,024` is refused, since
 *   `024` is only a part of a number; so is an empty entry.
 *
 * Percentages, fractions, powers, units and other bases are refused everywhere.
 */

/** Longer text is no number of this page. Patterns are not tried on it, so it is refused at once. */
const MAX_LENGTH = 500;

/** JavaScript's own `Number` would also take '' and '0x10'. */
const DECIMAL = /^[+-]?(\d+(\.\d*)?|\.\d+)(e[+-]?\d+)?$/i;
const GROUPED = /^[+-]?[1-9]\d{0,2}([,. '’_٬])\d{3}(\1\d{3})*$/;
const DECIMAL_OR_GROUPED = /^[^.]+\.0+$/;
const SEPARATOR = /\s*(?:[-=]>|[-+,;:|/&*>x×→⇒·•・、،؛])\s*|\s+/i;
const PART_OF_NUMBER = /^0\d/;
/** NFKC would make 27 of 2⁷. */
const RAISED_OR_LOWERED = /[²³¹\u2070-\u209f]/;

/** Null for other text. */
export function parseDecimal(text: string): number | null {
  return decimalIn(inAscii(text));
}

/** As `parseDecimal`, where only whole numbers are valid. The caller refuses a fraction. */
export function parseWhole(text: string): number | null {
  const ascii = inAscii(text);
  if (!GROUPED.test(ascii)) return decimalIn(ascii);
  return DECIMAL_OR_GROUPED.test(ascii) ? null : Number(ascii.replace(/[^\d+-]/g, ''));
}

/** An entry that is no number remains as text. */
export function parseWholes(text: string): readonly (number | string)[] {
  const entries = inAscii(text)
    .replace(/^[[({](.*)[\])}]$/, '$1')
    .trim()
    .split(SEPARATOR);
  return entries.map((entry) => (PART_OF_NUMBER.test(entry) ? entry : (decimalIn(entry) ?? entry)));
}

function decimalIn(ascii: string): number | null {
  const pointed = ascii.replace(',', '.');
  return DECIMAL.test(pointed) ? Number(pointed) : null;
}

/** Empty for text that is too long, or that would change its value. */
function inAscii(text: string): string {
  const trimmed = text.trim();
  if (trimmed.length > MAX_LENGTH || RAISED_OR_LOWERED.test(trimmed)) return '';
  const ascii = trimmed
    .normalize('NFKC')
    .replace(/\p{Cf}/gu, '')
    .replace(/\p{Nd}/gu, asciiDigit)
    .replace(/[\u2010-\u2015\u2212]/g, '-')
    .replace(/[٫。]/g, '.')
    // A `+` in an address arrives as a blank.
    .replace(/e (?=\d)/i, 'e+');
  return ascii.trim();
}

/** The digits of each script are ten code points in a row. */
function asciiDigit(digit: string): string {
  const code = digit.codePointAt(0) ?? 0;
  let zero = code;
  while (/\p{Nd}/u.test(String.fromCodePoint(zero - 1))) zero--;
  return String((code - zero) % 10);
}
