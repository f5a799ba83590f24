import { describe, expect, it } from 'vitest';
import { STATE_KINDS, type UpdateRule } from '../optimizer.ts';
import { PROGRAMS, planesPerUpdate, shaderSource } from './shaders.ts';

const RULES = Object.keys(STATE_KINDS) as UpdateRule[];
const SOURCES = PROGRAMS.flatMap((name) =>
  ([4, 8] as const).flatMap((planes) =>
    RULES.map((rule) => ({ name, planes, rule, ...shaderSource(name, planes, rule) })),
  ),
);

describe('the WebGL shaders', () => {
  it.each(SOURCES)('write each target once, and have no more targets than planes: $key', ({ code, planes }) => {
    const declared = [...code.matchAll(/layout\(location = (\d+)\) out vec4 (\w+);/g)];
    expect(declared.length).toBeLessThanOrEqual(planes);
    declared.forEach(([, location, name], i) => {
      expect(Number(location)).toBe(i);
      expect(code.match(new RegExp(`\\b${name} =`, 'g'))).toHaveLength(1);
    });
  });

  it.each(SOURCES)('declare and read each texture: $key', ({ code, samplers }) => {
    expect(samplers.length).toBeLessThanOrEqual(4);
    for (const name of samplers) {
      expect(code).toMatch(new RegExp(`uniform highp \\w+ ${name};`));
      expect(code).toContain(`texelFetch(${name}, `);
    }
    expect(code).not.toMatch(/undefined|NaN|\[object/);
  });

  it('have one key for each code', () => {
    const codes = new Map<string, string>();
    for (const { key, code } of SOURCES) {
      expect(codes.get(key) ?? code).toBe(code);
      codes.set(key, code);
    }
    expect(new Set(codes.values()).size).toBe(codes.size);
    // Eight programs and three updates, in two forms.
    expect(codes.size).toBe(2 * (8 + 3));
  });

  it('update all planes in equal draws, weights and state together', () => {
    for (const planes of [4, 8] as const)
      for (const rule of RULES) {
        const count = planesPerUpdate(planes, rule);
        expect(planes % count).toBe(0);
        expect(count * (1 + STATE_KINDS[rule])).toBeLessThanOrEqual(planes);
      }
  });
});
