import { describe, expect, it } from 'vitest';
import { bestTry } from './step-size.ts';

/** Logits of an answer with these probabilities; the rest is shared by the digits that are not named. */
function answer(named: Readonly<Record<number, number>>): number[] {
  const rest = 1 - Object.values(named).reduce((total, p) => total + p, 0);
  const each = rest / (10 - Object.keys(named).length);
  return Array.from({ length: 10 }, (_, digit) => Math.log(named[digit] ?? each));
}

const BEFORE = answer({ 8: 0.98, 5: 0.011 });

describe('the chosen step towards 3', () => {
  it('is one that raises no other digit', () => {
    const carries = answer({ 8: 0.001, 5: 0.991 });
    const hardly = answer({ 8: 0.97, 5: 0.011 });
    const asked = answer({ 8: 0.1, 5: 0.011, 3: 0.85 });
    expect(bestTry(BEFORE, [hardly, carries, asked], 3)).toBe(2);
    expect(bestTry(BEFORE, [asked, carries], 3)).toBe(0);
  });

  it('is too short rather than one that raises another digit', () => {
    const carries = answer({ 8: 0.001, 5: 0.991 });
    const hardly = answer({ 8: 0.97, 5: 0.011 });
    expect(bestTry(BEFORE, [hardly, carries], 3)).toBe(0);
  });

  it('is no longer than p = 1/2 needs', () => {
    const even = answer({ 8: 0.44, 5: 0.01, 3: 0.543 });
    const sure = answer({ 8: 0.001, 5: 0.001, 3: 0.99 });
    expect(bestTry(BEFORE, [even, sure], 3)).toBe(0);
  });

  it('is the longer one if p gains by it, also close to 1', () => {
    const before = answer({ 3: 0.98 });
    expect(bestTry(before, [answer({ 3: 0.981 }), answer({ 3: 0.99 })], 3)).toBe(1);
  });

  it('is not one with a non-finite answer if another exists', () => {
    const overflown = BEFORE.map(() => Number.NaN);
    expect(bestTry(BEFORE, [overflown, answer({ 8: 0.9, 3: 0.05 }), overflown], 3)).toBe(1);
  });
});
