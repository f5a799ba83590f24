import { assert, double, property } from 'fast-check';
import { describe, expect, it } from 'vitest';
import { restUntil } from './pacing.ts';

const LONG_AGO = -1e9;

describe('the next renewal of a view', () => {
  it('waits nineteen times the cost of the last one', () => {
    expect(restUntil({ renewedAt: 1000, costMs: 10, drawnAt: LONG_AGO })).toBeCloseTo(1190, 9);
  });

  it('waits until the reader has stopped drawing', () => {
    expect(restUntil({ renewedAt: 1000, costMs: 1, drawnAt: 2000 })).toBe(2400);
  });

  it('happens after four seconds at the latest, whatever its cost and the drawing', () => {
    const ms = double({ min: 0, max: 1e6, noNaN: true });
    assert(
      property(ms, ms, ms, (renewedAt, costMs, drawnAt) => {
        const at = restUntil({ renewedAt, costMs, drawnAt });
        expect(at).toBeGreaterThanOrEqual(renewedAt);
        expect(at).toBeLessThanOrEqual(renewedAt + 4000);
      }),
    );
  });
});
