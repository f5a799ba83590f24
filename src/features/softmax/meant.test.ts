import { describe, expect, it } from 'vitest';
import { meantNow, type KeptMeant, type Meant } from './meant.ts';

const NOW: Meant = { digit: 4, by: 'guess' };
const guessed: KeptMeant = { digit: 1, by: 'guess', drawingId: 7 };
const chosen: KeptMeant = { digit: 9, by: 'reader', drawingId: 7 };

describe('the digit that was meant', () => {
  it('is guessed from the answer at first', () => {
    expect(meantNow(null, NOW, 7, 0)).toBe(NOW);
  });

  it('stays what a step was taken towards, whatever the answer has become', () => {
    expect(meantNow(guessed, NOW, 7, 1)).toBe(guessed);
  });

  it('follows the answer again once the step is taken back, or there is new ink', () => {
    expect(meantNow(guessed, NOW, 7, 0)).toBe(NOW);
    expect(meantNow(guessed, NOW, 8, 1)).toBe(NOW);
  });

  it('stays what the reader has chosen through all of that', () => {
    expect(meantNow(chosen, NOW, 8, 0)).toBe(chosen);
  });
});
