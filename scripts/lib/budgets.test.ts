import { describe, expect, it } from 'vitest';
import { budgetLine } from './budgets.ts';

describe('budgetLine', () => {
  const budget = { name: 'a visit', limit: 150_000 };

  it('gives the bytes used and the limit', () => {
    expect(budgetLine(budget, 126_040)).toBe('a visit: 126.0 kB of 150.0 kB');
  });

  it('gives the excess over the limit', () => {
    expect(budgetLine(budget, 151_500)).toBe('a visit: 151.5 kB of 150.0 kB, 1.5 kB TOO MUCH');
  });
});
