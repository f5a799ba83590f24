import { describe, expect, it } from 'vitest';
import { STATE_KINDS, type UpdateRule } from '../optimizer.ts';
import { type KernelName, TILES, VARIANTS, kernelSource } from './kernels.ts';

const NAMES: readonly KernelName[] = ['forward-first', 'forward', 'loss', 'backward', 'update-first', 'update'];
const RULES = Object.keys(STATE_KINDS) as UpdateRule[];
const SOURCES = NAMES.flatMap((name) =>
  VARIANTS.flatMap((variant) => RULES.map((rule) => ({ name, variant, rule, ...kernelSource(name, variant, rule) }))),
);
/** The default limits, which tfjs' device does not exceed. */
const LIMITS = { storageBuffers: 8, invocations: 256, sharedBytes: 16_384 };

function buffersWritten(rule: UpdateRule): number {
  return kernelSource('update', 'direct', rule).bindings.filter(({ type }) => type === 'storage').length;
}

describe('the WebGPU kernels', () => {
  it.each(SOURCES)('stay within the default limits of a device: $key', ({ bindings, code }) => {
    expect(bindings.filter(({ type }) => type !== 'uniform').length).toBeLessThanOrEqual(LIMITS.storageBuffers);
    const sizes = /@workgroup_size\(([^)]*)\)/.exec(code)?.[1]?.split(',').map(Number) ?? [];
    expect(sizes.reduce((product, size) => product * size, 1)).toBeLessThanOrEqual(LIMITS.invocations);
    const floats = [...code.matchAll(/var<workgroup> \w+: array<f32, (\d+)>/g)].map(([, length]) => Number(length));
    expect(4 * floats.reduce((sum, length) => sum + length, 0)).toBeLessThanOrEqual(LIMITS.sharedBytes);
  });

  it.each(SOURCES)('declare and use each binding once: $key', ({ bindings, code }) => {
    bindings.forEach(({ name }, i) => {
      expect(code).toContain(`@group(1) @binding(${i}) var<`);
      expect(code.match(new RegExp(`@binding\\(\\d+\\) var<[^>]*> ${name}:`, 'g'))).toHaveLength(1);
      expect(code.match(new RegExp(`\\b${name}\\b`, 'g'))?.length ?? 0).toBeGreaterThan(1);
    });
    expect(code).not.toMatch(/undefined|NaN|\[object/);
  });

  it('have one key for each code', () => {
    const codes = new Map<string, string>();
    for (const { key, code } of SOURCES) {
      expect(codes.get(key) ?? code).toBe(code);
      codes.set(key, code);
    }
    expect(new Set(codes.values()).size).toBe(codes.size);
    // Three products in two variants, one loss, two updates in two variants by three rules.
    expect(codes.size).toBe(3 * 2 + 1 + 2 * 2 * 3);
  });

  it('bind the state that their rule needs', () => {
    expect(RULES.map(buffersWritten)).toEqual(RULES.map((rule) => 2 + 2 * STATE_KINDS[rule]));
  });

  it.each(VARIANTS)('divide their tile evenly among threads: %s', (variant) => {
    const { threads, rows, columns } = TILES[variant];
    expect(rows % threads[1]).toBe(0);
    expect(columns % threads[0]).toBe(0);
  });
});
