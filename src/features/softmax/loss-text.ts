/** −ln p as text, with enough digits of p that a calculator gives the loss shown. */
import { crossEntropy } from '../../core/softmax.ts';
import type { Format } from '../../i18n/format.ts';
import { columnNumber, shownNumber, smallNumber, textOf, type ShownNumber } from './number-text.ts';
import { workedTerms } from './worked-terms.ts';

/** A small loss is the logarithm of a sum just above 1: below 10⁻¹⁴ a double has no two digits of it. */
const LEAST_EXPONENT = 14;
/** For a smaller p, four decimals have too few digits. */
const FEW_DIGITS = 0.01;

export interface ShownLoss {
  readonly loss: ShownNumber;
  /** The argument of the logarithm, or its difference from 1. Null where a double has neither. */
  readonly of: { readonly shortOfOne: boolean; readonly number: ShownNumber } | null;
  /** p on one line. */
  readonly ofText: string;
}

/** At T = 1. p as in the table at T = 1, unless that has too few digits. */
export function shownLoss(logits: readonly number[], label: number, format: Format): ShownLoss {
  const { p = 0, shownP = 0 } = workedTerms(logits, 1).terms[label] ?? {};
  const nats = crossEntropy(logits, label);
  const loss = lossNumber(nats, format);
  const shortOfOne = shownP === 1;
  const number = shortOfOne ? shownNumber(-Math.expm1(-nats), format, LEAST_EXPONENT) : share(p, shownP, format);
  const known = number.mantissa !== null;
  return {
    loss,
    of: known ? { shortOfOne, number } : null,
    ofText: !known ? columnNumber(shownP, format) : shortOfOne ? `1 − ${textOf(number)}` : textOf(number),
  };
}

export function lossText(logits: readonly number[], label: number, format: Format): string {
  return textOf(lossNumber(crossEntropy(logits, label), format));
}

/** As many digits as four of p determine. */
function lossNumber(nats: number, format: Format): ShownNumber {
  if (nats >= 1) return { mantissa: format.decimal(nats, 3), exponent: null };
  return shownNumber(nats, format, LEAST_EXPONENT);
}

function share(p: number, shownP: number, format: Format): ShownNumber {
  if (p >= FEW_DIGITS) return shownNumber(shownP, format);
  const small = smallNumber(p, 3, format);
  // 0.0005494, comparable with the table's 0.0005.
  return small.exponent !== null && small.exponent <= 4
    ? { mantissa: format.decimal(p, small.exponent + 3), exponent: null }
    : small;
}
