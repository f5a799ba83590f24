import { describe, expect, it } from 'vitest';
import { defaultConfig, type RunConfig } from './config.ts';
import { differingFields, sameConfig } from './differing-fields.ts';

describe('two configs', () => {
  it('differ in the fields whose values differ', () => {
    const used = defaultConfig();
    expect(differingFields({ ...used, layers: [...used.layers] }, used)).toEqual([]);
    expect(differingFields({ ...used, layers: [520], seed: 1 }, used)).toEqual(['layers', 'seed']);
    expect(differingFields({ ...used, layers: used.layers.toReversed() }, used)).toEqual(['layers']);
    expect(differingFields(used, { ...used, lr: 0.2 })).toEqual(['lr']);
    expect(differingFields(defaultConfig('softmax'), used)).toEqual(['model', 'lr']);
  });

  it('are the same whatever the order of their keys', () => {
    const config = defaultConfig();
    const reversed = Object.fromEntries(Object.entries(config).toReversed()) as unknown as RunConfig;
    expect(sameConfig(reversed, config)).toBe(true);
    expect(sameConfig({ ...reversed, seed: 1 }, config)).toBe(false);
    expect(sameConfig(config, undefined)).toBe(false);
  });
});
