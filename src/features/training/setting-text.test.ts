import { describe, expect, it } from 'vitest';
import { formatLayers, formatNumber, parseLayers, parseNumber } from './setting-text.ts';

describe('a number in a settings field', () => {
  it.each([
    ['0.05', 0.05],
    [' 1e-3 ', 0.001],
    ['10', 10],
    ['0,05', 0.05],
    ['０．０１', 0.01],
  ])('%j is accepted', (text, value) => {
    expect(parseNumber(text, 'lr')).toBe(value);
  });

  it.each(['', ' ', '0', '11', '-1', 'abc', '0,1,2', 'Infinity', '1 2', '0x1', '0b1'])(
    '%j is refused, as the URL refuses it',
    (text) => {
      expect(parseNumber(text, 'lr')).toBeNull();
    },
  );

  it('has to be whole for the batch size', () => {
    expect(parseNumber('64', 'batch')).toBe(64);
    expect(parseNumber('64.5', 'batch')).toBeNull();
    expect(parseNumber('64,5', 'batch')).toBeNull();
    expect(parseNumber('１２８', 'batch')).toBe(128);
    expect(parseNumber('1,024', 'batch')).toBe(1024);
    expect(parseNumber('1,000,000', 'seed')).toBe(1_000_000);
  });

  it('is the same after formatting and parsing', () => {
    for (const value of [0.01, 0.5, 1e-6, 1024]) expect(parseNumber(formatNumber(value), 'lr') ?? value).toBe(value);
  });
});

describe('layers in a settings field', () => {
  it('can be separated as the reader likes', () => {
    expect(parseLayers('520, 320,240 120')).toEqual([520, 320, 240, 120]);
    expect(parseLayers('５２０，３２０')).toEqual([520, 320]);
    expect(parseLayers('520-320; 240、120')).toEqual([520, 320, 240, 120]);
    expect(parseLayers(formatLayers([64, 32]))).toEqual([64, 32]);
  });

  it.each(['', ',', '64,', '0', '2049', '1,2,3,4,5,6,7', '64,024', '-64', '0x40,32'])('%j is refused', (text) => {
    expect(parseLayers(text)).toBeNull();
  });
});
