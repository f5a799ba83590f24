import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { parseDecimal, parseWhole, parseWholes } from './decimal.ts';

/** Text that is no number at all, whatever is expected. */
const NO_NUMBER = ['', ' ', '.', ',', '-', '0x10', '0b1', '0o7', '1e', 'e3', '1,5,5', 'Infinity', 'NaN', '--1', '1/2'].concat(
  ['5%', '½', '5½', '2⁷', '10⁻³', 'H₂', '64px', '1 2', '1. 5', '1,5.5', '1.5,5', '٥٪', '百', '$5'],
); // prettier-ignore

describe('one number', () => {
  it.each([
    ['10', 10],
    [' -0.5\n', -0.5],
    ['+1.', 1],
    ['.5', 0.5],
    ['1e-3', 0.001],
    ['2E+1', 20],
    ['0,05', 0.05],
    [',5', 0.5],
    ['1,024', 1.024],
    ['1,5e-3', 0.0015],
    ['０．０１', 0.01],
    ['０，０１', 0.01],
    ['－０．５', -0.5],
    ['＋１ｅ－３', 0.001],
    ['1e−3', 0.001],
    ['1e–3', 0.001],
    ['−5', -5],
    ['1e 3', 1000],
    ['٠٫٠٥', 0.05],
    ['۰.۵', 0.5],
    ['०.०५', 0.05],
    ['0。05', 0.05],
    ['\u{a0}7\u{3000}', 7],
    ['\u{200b}7\u{feff}', 7],
  ])('%j is %d', (text, value) => {
    expect(parseDecimal(text)).toBe(value);
    if (Number.isInteger(value)) expect(parseWhole(text)).toBe(value);
  });

  it.each([...NO_NUMBER, '1 024', '1.024.000', "1'024", '1_000'])('%j is refused', (text) => {
    expect(parseDecimal(text)).toBeNull();
  });

  it('is read from everything that JavaScript prints', () => {
    fc.assert(
      fc.property(fc.double({ noNaN: true, noDefaultInfinity: true }), (value) => {
        expect(parseDecimal(String(value))).toBe(Number(String(value)));
      }),
    );
  });
});

describe('one whole number', () => {
  it.each([
    ['１２８', 128],
    [' 7 ', 7],
    ['٦٤', 64],
    ['64.0', 64],
    ['64,0', 64],
    ['1e3', 1000],
    ['1,024', 1024],
    ['1，024', 1024],
    ['1.024', 1024],
    ['1 024', 1024],
    ['1\u{a0}024', 1024],
    ['1\u{202f}024', 1024],
    ['1\u{2009}024', 1024],
    ['1’024', 1024],
    ["1'024", 1024],
    ['1_024', 1024],
    ['١٬٠٢٤', 1024],
    ['1,000', 1000],
    ['4,294,967,295', 4_294_967_295],
    ['4.294.967.000', 4_294_967_000],
    ['+1,024', 1024],
    ['-1,024', -1024],
  ])('%j is %d', (text, value) => {
    expect(parseWhole(text)).toBe(value);
  });

  it.each([...NO_NUMBER, '1.000', '12.000', '1,024.5', '1,024 000', '1,02,400', '1024,000,000', '1,,024'])(
    '%j is refused',
    (text) => {
      expect(parseWhole(text)).toBeNull();
    },
  );

  it.each([
    ['1.5', 1.5],
    ['1,5', 1.5],
    ['0,512', 0.512],
    ['1.0244', 1.0244],
  ])('%j remains a fraction, which no field accepts', (text, value) => {
    expect(parseWhole(text)).toBe(value);
  });

  it('is read from everything that JavaScript prints', () => {
    fc.assert(
      fc.property(fc.maxSafeInteger(), (value) => {
        expect(parseWhole(String(value))).toBe(value);
        expect(parseWhole(value.toLocaleString('en'))).toBe(value);
        expect(parseWhole(value.toLocaleString('fr'))).toBe(value);
      }),
    );
  });
});

describe('a list of whole numbers', () => {
  const separated = [',', ', ', ' ', '\n', '\u{3000}', ';', '; ', '，', '、', '､', '；', '،', '؛', '/', ' / ', '|', '｜'].concat(
    ['-', '－', '−', ' – ', '—', 'x', 'X', '×', ' × ', '*', '+', '&', '•', '→', '->', ' => ', '–>', '>', ':', '·', '・'],
  ); // prettier-ignore

  it.each(separated)('may be separated by %j', (separator) => {
    expect(parseWholes(['520', '320', '240'].join(separator))).toEqual([520, 320, 240]);
  });

  it.each([
    ['５２０，３２０', [520, 320]],
    ['[520, 320]', [520, 320]],
    ['( 520, 320 )', [520, 320]],
    ['520、320; 240 / 120', [520, 320, 240, 120]],
    ['٥٢٠، ٣٢٠', [520, 320]],
    [' 64 ', [64]],
    ['64.0,32', [64, 32]],
    ['1,512', [1, 512]],
  ])('%j is %j', (text, values) => {
    expect(parseWholes(text)).toEqual(values);
  });

  it.each(['', '64,', ',64', '64,,32', '64;;32', '-64', '64,-32', '64--32', '[64,32', '1,024', '1’024', '2⁷,64'].concat(
    ['1e-3', '64 and 32', '64%', 'a,b', '[]'],
  ))('%j has an entry that is no number', (text) => {
    expect(parseWholes(text)).toContainEqual(expect.any(String));
  }); // prettier-ignore
});

describe('text of any length', () => {
  const LONG = 200_000;
  it.each(['1', ' ', '١', '1,', '1,000,', '-', '\u{200b}', '٫', '㎯'])('of %j is refused at once', (part) => {
    for (const text of [`${part.repeat(LONG)}x`, `1${part.repeat(LONG)}x`]) {
      expect(parseDecimal(text)).toBeNull();
      expect(parseWhole(text)).toBeNull();
      expect(parseWholes(text)).toContainEqual(expect.any(String));
    }
  });
});
