import { describe, expect, it } from 'vitest';
import { chooseLanguage } from './catalogues.ts';
import { createFormat } from './format.ts';

describe('formatted numbers', () => {
  const en = createFormat('en');
  const ko = createFormat('ko');

  it('are grouped and rounded', () => {
    expect(en.integer(12_345.6)).toBe('12,346');
    expect(en.decimal(0.1, 3)).toBe('0.100');
    expect(en.percent(0.9724)).toBe('97.2%');
    expect(en.plain(1e-6)).toBe('0.000001');
  });

  it('can be durations of at most two parts', () => {
    expect(en.duration(-3)).toBe('0 sec');
    expect(en.duration(59.6)).toBe('1 min');
    expect(en.duration(200)).toBe('3 min 20 sec');
    expect(en.duration(3900)).toBe('1 hr 5 min');
    expect(ko.duration(200)).toBe('3분 20초');
  });

  it('can be times in milliseconds or seconds', () => {
    expect(en.milliseconds(320)).toBe('320 ms');
    expect(en.milliseconds(4210)).toBe('4.2 sec');
  });
});

describe('a formatted limit', () => {
  it('is in megabytes, and a large count in words', () => {
    expect(createFormat('en').megabytes(32 * 2 ** 20)).toBe('32 MB');
    expect(createFormat('ko').megabytes(32 * 2 ** 20)).toMatch(/^32\s?MB$/);
    expect(createFormat('en').inWords(64e6)).toBe('64 million');
    expect(createFormat('ko').inWords(64e6)).toBe('6400만');
  });
});

const at = (day: number) => new Date(2026, 10, day, 15, 20).getTime();

describe('a formatted moment', () => {
  it('has only the time today, and else the day too', () => {
    expect(createFormat('en').moment(at(20), at(20))).toMatch(/^3:20\sPM$/);
    expect(createFormat('en').moment(at(20), at(22))).toMatch(/^Nov 20, 3:20\sPM$/);
    expect(createFormat('ko').moment(at(20), at(22))).toMatch(/^11월 20일 (오후|PM) 3:20$/);
  });

  it.each([1e18, -1e17, Number.NaN, Infinity])('is a dash for the invalid time %d', (ms) => {
    expect(createFormat('en').moment(ms)).toBe('–');
  });
});

describe('languages', () => {
  it('are chosen in the order of the reader’s preferences', () => {
    expect(chooseLanguage(['fr', 'ko-KR', 'en-US'])).toBe('ko');
    expect(chooseLanguage(['en-GB', 'ko'])).toBe('en');
    expect(chooseLanguage(['kok'])).toBe('en');
    expect(chooseLanguage([])).toBe('en');
    expect(chooseLanguage(['pt', 'PT-br'], ['en', 'pt-BR'])).toBe('pt-BR');
  });
});
