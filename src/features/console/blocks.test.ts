import { array, assert, nat, property, string } from 'fast-check';
import { describe, expect, it } from 'vitest';
import { blocksOf } from './blocks.ts';

describe('the console’s blocks of lines', () => {
  it('contain all lines in order', () => {
    assert(
      property(array(string(), { maxLength: 500 }), nat(10_000), (lines, dropped) => {
        const blocks = blocksOf(lines, dropped);
        expect(blocks.map(({ text }) => text).join('')).toBe(lines.map((line) => `${line}\n`).join(''));
        expect(new Set(blocks.map(({ id }) => id)).size).toBe(blocks.length);
      }),
    );
  });

  it('stay the same when lines are added and dropped', () => {
    const lines = Array.from({ length: 450 }, (_, i) => `line ${i}`);
    const before = new Map(blocksOf(lines.slice(0, 430), 0).map(({ id, text }) => [id, text]));
    const after = new Map(blocksOf(lines.slice(20), 20).map(({ id, text }) => [id, text]));
    expect([1, 2, 3].map((id) => after.get(id))).toEqual([1, 2, 3].map((id) => before.get(id)));
    expect(after.get(0)?.startsWith('line 20\n')).toBe(true);
  });
});
