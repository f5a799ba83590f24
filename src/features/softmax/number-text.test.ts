import { describe, expect, it } from 'vitest';
import { createFormat } from '../../i18n/format.ts';
import { roundedToAddUp } from './add-up.ts';
import { columnNumber, signed } from './number-text.ts';

const format = createFormat('en');

describe('numbers of the explanation', () => {
  it('have a minus sign, but not at zero', () => {
    expect(signed(-3.066, format)).toBe('−3.07');
    expect(signed(-0.001, format)).toBe('0.00');
    expect(signed(12_345.6, format)).toBe('12,346');
  });

  it('have a power of ten where four decimals show 0', () => {
    expect(columnNumber(0.5, format)).toBe('0.5000');
    expect(columnNumber(2.34e-7, format)).toBe('2.3×10⁻⁷');
    expect(columnNumber(5.1e-12, format)).toBe('5.1×10⁻¹²');
    expect(columnNumber(6.6e-306, format)).toBe('6.6×10⁻³⁰⁶');
  });

  it('never show a power of e as 0', () => {
    expect(columnNumber(Math.exp(-720), format)).toBe('<10⁻³⁰⁷');
    expect(columnNumber(Math.exp(-800), format)).toBe('<10⁻³⁰⁷');
    expect(columnNumber(roundedToAddUp([1, Math.exp(-800)], 4)[1] ?? 1, format)).toBe('<10⁻³⁰⁷');
  });
});
