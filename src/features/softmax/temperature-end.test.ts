import { describe, expect, it } from 'vitest';
import { softmax, TEMPERATURE } from '../../core/softmax.ts';
import { leadIsShared, reachedEnd } from './temperature-end.ts';

/** What networks give: a leader, its rival, and the rest. */
const trained = [29, 12, 9, 8, 7, 6, 5, 3, 1, 0];
const untrained = trained.map((z) => z / 300);

const endOf = (logits: readonly number[], temperature: number) => reachedEnd(softmax(logits, temperature), temperature);

describe('an end of the temperature', () => {
  it('is reached when it shows, which with a trained network is soon on the cold side and never on the hot one', () => {
    expect(endOf(trained, 0.9)).toBe('cold');
    expect(endOf(trained, TEMPERATURE.max)).toBeNull();
  });

  it('is reached the other way about with an untrained one', () => {
    expect(endOf(untrained, TEMPERATURE.min)).toBeNull();
    expect(endOf(untrained, 1.5)).toBe('hot');
  });

  it('is not to be had on the cold side where the lead is shared', () => {
    expect(leadIsShared(softmax([3, 3, 1], TEMPERATURE.min))).toBe(true);
    expect(leadIsShared(softmax(untrained, TEMPERATURE.min))).toBe(false);
  });

  it('is none at T = 1, however sure or even the answer is', () => {
    expect(endOf(trained, 1)).toBeNull();
    expect(endOf(untrained, 1)).toBeNull();
  });
});
