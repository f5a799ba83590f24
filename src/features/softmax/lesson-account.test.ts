import { describe, expect, it } from 'vitest';
import { softmax } from '../../core/softmax.ts';
import type { Prediction } from '../../core/types.ts';
import { carriedAlong, isLearnt, effectOf } from './lesson-account.ts';

const MEANT = 3;

/** The meant digit has `p`; the others share the rest equally. */
function answer(p: number): Prediction {
  const logits = Array.from({ length: 10 }, (_, digit) => Math.log(digit === MEANT ? p : (1 - p) / 9));
  return { digit: MEANT, logits, probabilities: softmax(logits) };
}

const effect = (before: number, after: number) => effectOf({ before: answer(before), after: answer(after) }, MEANT);

describe('the meant digit', () => {
  it('is learnt once no push shows in two decimals', () => {
    expect(isLearnt(0.99)).toBe(false);
    expect(isLearnt(0.9998)).toBe(false);
    expect(isLearnt(0.99991)).toBe(true);
    expect(isLearnt(1)).toBe(true);
  });
});

describe('the effect of a step', () => {
  it('is “visible” only where p rose by a percentage point', () => {
    expect(effect(0.02, 0.5)).toBe('visible');
    expect(effect(0.98, 0.992)).toBe('visible');
    expect(effect(1e-8, 0.001)).toBe('invisible');
    expect(effect(1e-8, 1e-9)).toBe('invisible');
  });

  it('is “already-high” where p was at least 90 % and rose by less', () => {
    expect(effect(0.99, 0.994)).toBe('already-high');
    expect(effect(0.999, 0.999)).toBe('already-high');
  });
});

const given = (logits: readonly number[]): Prediction => ({ digit: 0, logits, probabilities: softmax(logits) });

describe('a logit', () => {
  const before = given([8, 6, 0, 4, 0, 0, 0, 0, 0, 0]);
  const carried = (after: readonly number[]) => carriedAlong({ before, after: given(after) }, MEANT);

  it('is carried along where it moves against its push', () => {
    expect(carried([7, 5, 0, 6, 0, 0, 0, 0, 0, 0])).toEqual([]);
    expect(carried([7, 7, 0, 6, 0, 0, 0, 0, 0, 0])).toEqual([1]);
    expect(carried([2, 1, 0, 3, 0, 0, 0, 0, 0, 0])).toEqual([3]);
  });

  it('that is hardly pushed is carried along where its p rises', () => {
    expect(carried([7, 5, 1, 6, 0, 0, 0, 0, 0, 0])).toEqual([]);
    expect(carried([7, 5, 6, 6, 0, 0, 0, 0, 0, 0])).toEqual([2]);
  });

  it('is not carried along where its p rises only because others fell further', () => {
    expect(carried([3, 5.5, 0, 6, 0, 0, 0, 0, 0, 0])).toEqual([]);
  });
});
