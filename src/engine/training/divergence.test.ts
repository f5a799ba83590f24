import { describe, expect, it } from 'vitest';
import { BOUNDS, defaultConfig } from '../../core/config.ts';
import { isGood, suggestedRate } from './divergence.ts';

describe('a moment to go back to', () => {
  it.each([
    [[0.3, 0.4], true],
    [[2.5, 1.2], true],
    [[Math.LN10], false],
    [[2.3012, 2.3014], false],
    [[0.3, 0.4, 80], false],
    [[0.3, Number.NaN], false],
    [[0.3, Infinity], false],
    [[], false],
  ])('with losses of %j is good: %s', (losses, good) => {
    expect(isGood(Float32Array.from(losses))).toBe(good);
  });
});

describe('the learning rate to try next', () => {
  const mlp = defaultConfig('mlp');
  it.each([
    ['what the post trains with, after one far above', mlp, 5, 0.01],
    ['a tenth of one that is low already', mlp, 0.02, 0.002],
    ['less with more momentum', { ...mlp, momentum: 0.99 }, 5, 0.0002],
    ['no more without momentum', { ...mlp, momentum: 0 }, 5, 0.01],
    ['Adam’s own', { ...mlp, optimizer: 'adam' }, 5, 0.001],
    ['nothing below the bound', mlp, BOUNDS.lr.min, BOUNDS.lr.min],
  ] as const)('is %s', (_, config, lr, expected) => {
    expect(suggestedRate(config, lr)).toBe(expected);
  });
});
