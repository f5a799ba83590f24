import { assert, double, integer, property } from 'fast-check';
import { describe, expect, it } from 'vitest';
import { decimalsOf, epochAxis, linearAxis, logAxis } from './axis.ts';
import { sameAxis } from './same-axis.ts';

describe('the epoch axis', () => {
  it('grows in stops, so that it seldom changes', () => {
    expect([0.01, 0.3, 0.9, 1, 1.1, 5, 8.5].map((x) => epochAxis(x, 9).domain[1])).toEqual([0.01, 0.5, 1, 1, 2, 8, 9]);
  });

  it('ends with the run', () => {
    expect(epochAxis(2.5, 3)).toEqual({ domain: [0, 3], ticks: [0, 1, 2, 3] });
    expect(epochAxis(8.1, 9).ticks).toEqual([0, 1, 2, 3, 4, 5, 6, 7, 8, 9]);
    expect(epochAxis(99, 100).ticks).toEqual([0, 10, 20, 30, 40, 50, 60, 70, 80, 90, 100]);
  });

  it('always contains the curve, with ticks inside', () => {
    assert(
      property(double({ min: 0, max: 100, noNaN: true }), integer({ min: 1, max: 100 }), (x, epochs) => {
        const { domain, ticks } = epochAxis(x, epochs);
        expect(domain[1]).toBeGreaterThanOrEqual(x);
        expect(ticks.length).toBeGreaterThan(1);
        expect(ticks.length).toBeLessThanOrEqual(11);
        expect(ticks.at(-1)).toBeLessThanOrEqual(domain[1]);
      }),
    );
  });
});

describe('sameAxis', () => {
  it('is true until one of the numbers changes', () => {
    expect(sameAxis(epochAxis(2.1, 9), epochAxis(3.9, 9))).toBe(true);
    expect(sameAxis(epochAxis(3.9, 9), epochAxis(4.1, 9))).toBe(false);
    expect(sameAxis(linearAxis(1, 5), linearAxis(1, 2))).toBe(false);
  });
});

describe('the linear axis', () => {
  it('has round ticks from zero to above the highest value', () => {
    expect(linearAxis(2.37, 5)).toEqual({ domain: [0, 2.5], ticks: [0, 0.5, 1, 1.5, 2, 2.5] });
    expect(linearAxis(0.3, 3).ticks).toEqual([0, 0.1, 0.2, 0.3]);
  });

  it('labels its ticks with equally many decimals', () => {
    expect([linearAxis(2.37, 5), linearAxis(4, 5), linearAxis(0.12, 5)].map(decimalsOf)).toEqual([1, 0, 2]);
  });

  it('exists without values too', () => {
    expect(linearAxis(0, 5)).toEqual({ domain: [0, 1], ticks: [0, 1] });
  });
});

describe('the logarithmic axis', () => {
  it('has the ticks 1, 2 and 5 of each decade', () => {
    expect(logAxis(0.07, 2.4)).toEqual({ domain: [0.05, 5], ticks: [0.05, 0.1, 0.2, 0.5, 1, 2, 5] });
  });

  it('has only powers of ten where there are many ticks', () => {
    expect(logAxis(0.0007, 2.4)).toEqual({ domain: [0.0005, 5], ticks: [0.001, 0.01, 0.1, 1] });
  });

  it('shows four decades at most and starts above zero', () => {
    expect(logAxis(0, 2).domain).toEqual([0.0002, 2]);
  });

  it('always contains the highest value, and ascends', () => {
    const value = double({ min: 1e-12, max: 1e12, noNaN: true });
    assert(
      property(value, value, (a, b) => {
        const { domain, ticks } = logAxis(Math.min(a, b), Math.max(a, b));
        expect(domain[0]).toBeGreaterThan(0);
        expect(domain[1]).toBeGreaterThan(domain[0]);
        expect(domain[1]).toBeGreaterThanOrEqual(Math.max(a, b) * (1 - 1e-9));
        expect(ticks.length).toBeGreaterThan(0);
        expect(ticks.length).toBeLessThanOrEqual(9);
        expect([...ticks].toSorted((x, y) => x - y)).toEqual(ticks);
      }),
    );
  });
});
