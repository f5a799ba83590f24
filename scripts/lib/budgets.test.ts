import { describe, expect, it } from 'vitest';
import { budgetLine } from './budgets.ts';

describe('a budget', () => {
  const budget = { name: 'a visit', limit: 150_000 };

  it('says how much of it is used', () => {
    expect(budgetLine(budget, 126_040)).toBe('a visit: 126.0 kB of 150.0 kB');
  });

  it('says by how much it is exceeded', () => {
    expect(budgetLine(budget, 151_500)).toBe('a visit: 151.5 kB of 150.0 kB, 1.5 kB TOO MUCH');
  });
});
