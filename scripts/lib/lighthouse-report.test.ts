import { describe, expect, it } from 'vitest';
import { figuresOf, middleOf, missesOf } from './lighthouse-report.ts';

interface Made {
  readonly performance?: number;
  readonly shift?: number;
}

const value = (numericValue: number) => ({ title: 'A measurement', score: 1, numericValue });

function report({ performance = 0.97, shift = 0.001 }: Made = {}): unknown {
  return {
    environment: { benchmarkIndex: 1500 },
    categories: {
      performance: { score: performance },
      accessibility: { score: 1 },
      'best-practices': { score: 1 },
      seo: { score: 1 },
    },
    audits: {
      'cumulative-layout-shift': value(shift),
      'first-contentful-paint': value(900.4),
      'largest-contentful-paint': value(1200),
      'total-blocking-time': value(30),
      'robots-txt': { title: 'robots.txt is not valid', score: 0 },
      informative: { title: 'To know', score: null },
    },
  };
}

describe('a Lighthouse report', () => {
  it('is read into scores of 100, milliseconds and complaints', () => {
    expect(figuresOf(report())).toEqual({
      performance: 97,
      accessibility: 100,
      bestPractices: 100,
      seo: 100,
      shift: 0.001,
      firstPaintMs: 900,
      largestPaintMs: 1200,
      blockingMs: 30,
      machine: 1500,
      complaints: ['robots.txt is not valid'],
    });
  });

  it('has a line for each figure that misses its limit, and no other', () => {
    expect(missesOf(figuresOf(report()))).toEqual([]);
    expect(missesOf(figuresOf(report({ performance: 0.94, shift: 0.02 })))).toEqual([
      'performance 94, wanted 95',
      'layout shift 0.02, wanted less than 0.02',
    ]);
  });

  it('is that of the median run by performance', () => {
    const runs = [0.9, 0.99, 0.96].map((performance) => figuresOf(report({ performance })));
    expect(middleOf(runs).performance).toBe(96);
    expect(middleOf(runs.slice(0, 2)).performance).toBe(90);
    expect(() => middleOf([])).toThrow('No run');
  });

  it('is refused if its shape is wrong', () => {
    expect(() => figuresOf({ categories: {} })).toThrow();
  });
});
