/** −ln p as it is read: with so much of p that a calculator comes to the loss beside it. */
import { crossEntropy } from '../../core/softmax.ts';
import type { Format } from '../../i18n/format.ts';
import { columnNumber, shownNumber, smallNumber, textOf, type ShownNumber } from './number-text.ts';
import { workedTerms } from './worked-terms.ts';

/** A loss is the logarithm of a sum that is hardly more than 1: of less, a double keeps no two digits. */
const LEAST_EXPONENT = 14;
/** Of a p below it, four decimals are too few digits. */
const FEW_DIGITS = 0.01;

export interface ShownLoss {
  readonly loss: ShownNumber;
  /** What the logarithm is taken of, or what that is short of 1; null where a double does not tell either. */
  readonly of: { readonly shortOfOne: boolean; readonly number: ShownNumber } | null;
  /** What is said of p, on one line. */
  readonly ofText: string;
}

/** At T = 1. p as the table has it there, whose column adds up, unless that takes too much off it. */
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

/** As many digits as four of p allow for. */
function lossNumber(nats: number, format: Format): ShownNumber {
  if (nats >= 1) return { mantissa: format.decimal(nats, 3), exponent: null };
  return shownNumber(nats, format, LEAST_EXPONENT);
}

function share(p: number, shownP: number, format: Format): ShownNumber {
  if (p >= FEW_DIGITS) return shownNumber(shownP, format);
  const small = smallNumber(p, 3, format);
  // 0.0005494, which one can compare with the table's 0.0005.
  return small.exponent !== null && small.exponent <= 4
    ? { mantissa: format.decimal(p, small.exponent + 3), exponent: null }
    : small;
}
