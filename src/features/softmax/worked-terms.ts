/** Softmax with the numbers for formula and table, computed once, so that both agree. */
import { softmaxTerms, type SoftmaxTerm } from '../../core/softmax.ts';
import { roundedToAddUp } from './add-up.ts';
import { COLUMN_DIGITS } from './number-text.ts';

export interface WorkedTerm extends SoftmaxTerm {
  /** Rounded so that the shown column adds up. */
  readonly shownExp: number;
  readonly shownP: number;
}

export interface WorkedTerms {
  readonly terms: readonly WorkedTerm[];
  readonly sum: number;
  readonly max: number;
}

export function workedTerms(logits: readonly number[], temperature: number): WorkedTerms {
  const { terms, sum, max } = softmaxTerms(logits, temperature);
  const exps = roundedToAddUp(
    terms.map(({ exp }) => exp),
    COLUMN_DIGITS,
  );
  const shares = roundedToAddUp(
    terms.map(({ p }) => p),
    COLUMN_DIGITS,
  );
  return { terms: terms.map((term, j) => ({ ...term, shownExp: exps[j] ?? 0, shownP: shares[j] ?? 0 })), sum, max };
}
