import { expect, it } from 'vitest';
import { defaultConfig } from '../../core/config.ts';
import { waitingIn } from './waiting.ts';

it('names what the settings have and the run has not', () => {
  const used = defaultConfig();
  expect(waitingIn({ ...used, layers: [...used.layers] }, used)).toEqual([]);
  expect(waitingIn({ ...used, layers: [520], seed: 1 }, used)).toEqual(['layers', 'seed']);
  expect(waitingIn(used, { ...used, lr: 0.2 })).toEqual(['lr']);
  expect(waitingIn(defaultConfig('softmax'), used)).toEqual(['model', 'lr']);
});
