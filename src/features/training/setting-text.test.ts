import { describe, expect, it } from 'vitest';
import { formatLayers, formatNumber, parseLayers, parseNumber } from './setting-text.ts';

describe('a number in a settings field', () => {
  it.each([
    ['0.05', 0.05],
    [' 1e-3 ', 0.001],
    ['10', 10],
  ])('%j is accepted', (text, value) => {
    expect(parseNumber(text, 'lr')).toBe(value);
  });

  it.each(['', ' ', '0', '11', '-1', 'abc', '0,1', 'Infinity', '1 2', '0x1', '0b1'])(
    '%j is refused, as the URL refuses it',
    (text) => {
      expect(parseNumber(text, 'lr')).toBeNull();
    },
  );

  it('has to be whole for the batch size', () => {
    expect(parseNumber('64', 'batch')).toBe(64);
    expect(parseNumber('64.5', 'batch')).toBeNull();
  });

  it('is the same after formatting and parsing', () => {
    for (const value of [0.01, 0.5, 1e-6, 1024]) expect(parseNumber(formatNumber(value), 'lr') ?? value).toBe(value);
  });
});

describe('layers in a settings field', () => {
  it('can be separated by commas, spaces or both', () => {
    expect(parseLayers('520, 320,240 120')).toEqual([520, 320, 240, 120]);
    expect(parseLayers(formatLayers([64, 32]))).toEqual([64, 32]);
  });

  it.each(['', ',', '64,', '0', '2049', '1,2,3,4,5,6,7', '64;32', '0x40,32'])('%j is refused', (text) => {
    expect(parseLayers(text)).toBeNull();
  });
});
