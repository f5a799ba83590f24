import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { crossEntropy } from '../../core/softmax.ts';
import { createFormat } from '../../i18n/format.ts';
import { lossText, shownLoss } from './loss-text.ts';
import { columnNumber, textOf } from './number-text.ts';
import { workedTerms } from './worked-terms.ts';

const format = createFormat('en');

/** Two logits, of which the first gets `p`. */
const logitsFor = (p: number) => [0, Math.log1p(-p) - Math.log(p)];

const equation = (logits: readonly number[], label = 0) => {
  const { loss, of, ofText } = shownLoss(logits, label, format);
  return `−ln(${of ? ofText : '?'}) = ${textOf(loss)}`;
};

/** The number that a shown text means. */
const read = (text: string) =>
  Number(text.replace('×10⁻', 'e-').replaceAll(/[⁰¹²³⁴⁵⁶⁷⁸⁹]/g, (digit) => String('⁰¹²³⁴⁵⁶⁷⁸⁹'.indexOf(digit))));

describe('the loss of an answer', () => {
  it('is shown with enough digits of p to check it', () => {
    expect(equation(logitsFor(0.32714))).toBe('−ln(0.3271) = 1.117');
    expect(equation(logitsFor(0.0005494))).toBe('−ln(0.0005494) = 7.507');
    expect(equation(logitsFor(2.5e-8))).toBe('−ln(2.500×10⁻⁸) = 17.504');
    expect(equation(logitsFor(0.9977))).toBe('−ln(0.9977) = 0.0023');
  });

  it('is not shown as −ln 1 where p only rounds to 1', () => {
    expect(equation([0, Math.log(3e-8)])).toBe('−ln(1 − 3.0×10⁻⁸) = 3.0×10⁻⁸');
  });

  it('has a bound where a double is not exact enough', () => {
    expect(equation([0, -60])).toBe('−ln(?) = <10⁻¹⁴');
    expect(equation([-800, 0])).toBe('−ln(?) = 800.000');
    expect(lossText([0, -60], 0, format)).toBe('<10⁻¹⁴');
  });

  it('uses the table’s p where that has enough digits, and always follows from the shown p', () => {
    const logits = fc.array(fc.double({ min: -30, max: 30, noNaN: true }), { minLength: 10, maxLength: 10 });
    fc.assert(
      fc.property(logits, fc.nat(9), (z, label) => {
        const { of, ofText } = shownLoss(z, label, format);
        const term = workedTerms(z, 1).terms[label];
        if (of === null || of.shortOfOne || term === undefined) return;
        if (term.p >= 0.01) expect(ofText).toBe(columnNumber(term.shownP, format));
        const tolerance = term.p >= 0.01 ? 1.01e-4 / term.p : 6e-4;
        expect(Math.abs(-Math.log(read(ofText)) - crossEntropy(z, label))).toBeLessThan(tolerance * 1.02);
      }),
    );
  });
});
