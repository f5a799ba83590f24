import { describe, expect, it } from 'vitest';
import { softmax, TEMPERATURE } from '../../core/softmax.ts';
import { leadIsShared, reachedEnd } from './temperature-end.ts';

/** Logits as networks give them: a leader, a rival, and the rest. */
const trained = [29, 12, 9, 8, 7, 6, 5, 3, 1, 0];
const untrained = trained.map((z) => z / 300);

const endOf = (logits: readonly number[], temperature: number) => reachedEnd(softmax(logits, temperature), temperature);

describe('a limit of the temperature', () => {
  it('is reached on the cold side, and not on the hot side, with a trained network’s logits', () => {
    expect(endOf(trained, 0.9)).toBe('cold');
    expect(endOf(trained, TEMPERATURE.max)).toBeNull();
  });

  it('is reached on the hot side, and not on the cold side, with an untrained network’s logits', () => {
    expect(endOf(untrained, TEMPERATURE.min)).toBeNull();
    expect(endOf(untrained, 1.5)).toBe('hot');
  });

  it('is not reached on the cold side where two digits share the lead', () => {
    expect(leadIsShared(softmax([3, 3, 1], TEMPERATURE.min))).toBe(true);
    expect(leadIsShared(softmax(untrained, TEMPERATURE.min))).toBe(false);
  });

  it('is never reached at T = 1', () => {
    expect(endOf(trained, 1)).toBeNull();
    expect(endOf(untrained, 1)).toBeNull();
  });
});
