import { describe, expect, it } from 'vitest';
import { meantNow, type KeptMeant, type Meant } from './meant.ts';

const NOW: Meant = { digit: 4, by: 'guess' };
const guessed: KeptMeant = { digit: 1, by: 'guess', drawingId: 7 };
const chosen: KeptMeant = { digit: 9, by: 'reader', drawingId: 7 };

describe('meantNow', () => {
  it('guesses the answer at first', () => {
    expect(meantNow(null, NOW, 7, 0)).toBe(NOW);
  });

  it('keeps the digit of a step although the answer changes', () => {
    expect(meantNow(guessed, NOW, 7, 1)).toBe(guessed);
  });

  it('follows the answer again after an undone step or new ink', () => {
    expect(meantNow(guessed, NOW, 7, 0)).toBe(NOW);
    expect(meantNow(guessed, NOW, 8, 1)).toBe(NOW);
  });

  it('keeps the reader’s choice through steps, undo and new ink', () => {
    expect(meantNow(chosen, NOW, 8, 0)).toBe(chosen);
  });
});
