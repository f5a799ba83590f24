import { describe, expect, it } from 'vitest';
import { BOUNDS, defaultConfig } from '../../core/config.ts';
import { isGood, suggestedRate } from './divergence.ts';

describe('a snapshot to return to after divergence', () => {
  it.each([
    [[0.3, 0.4], true],
    [[2.5, 1.2], true],
    [[Math.LN10], false],
    [[2.3012, 2.3014], false],
    [[0.3, 0.4, 80], false],
    [[0.3, Number.NaN], false],
    [[0.3, Infinity], false],
    [[], false],
  ])('is good after losses of %j: %s', (losses, good) => {
    expect(isGood(Float32Array.from(losses))).toBe(good);
  });
});

describe('the learning rate suggested after divergence', () => {
  const mlp = defaultConfig('mlp');
  it.each([
    ['the post’s rate after one far above', mlp, 5, 0.01],
    ['a tenth of a rate that was already low', mlp, 0.02, 0.002],
    ['lower with more momentum', { ...mlp, momentum: 0.99 }, 5, 0.0002],
    ['not higher without momentum', { ...mlp, momentum: 0 }, 5, 0.01],
    ['Adam’s own', { ...mlp, optimizer: 'adam' }, 5, 0.001],
    ['never below the bound', mlp, BOUNDS.lr.min, BOUNDS.lr.min],
  ] as const)('is %s', (_, config, lr, expected) => {
    expect(suggestedRate(config, lr)).toBe(expected);
  });
});
