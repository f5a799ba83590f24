import { expect, it } from 'vitest';
import { newerFeaturesIn } from './newer-features.ts';

it.each([
  ['const { promise } = Promise.withResolvers();', 'Promise.withResolvers'],
  ['const all = await Array.fromAsync(source);', 'Array.fromAsync'],
  ['const signal = AbortSignal.any([a, b]);', 'AbortSignal.any'],
  ['const both = one.union(other);', '.union()'],
  ['document.startViewTransition(change);', 'Document.startViewTransition'],
  ['new Worker(URL.createObjectURL(blob)); requestIdleCallback(work);', 'requestIdleCallback'],
  ['window.requestIdleCallback(work);', 'requestIdleCallback'],
  ['Iterator.from(values);', 'Iterator.from'],
])('finds in %j what an oldest browser lacks', (code, name) => {
  expect(newerFeaturesIn(`async function used() { ${code} }`)).toContain(name);
});

it('finds nothing in what all of them have', () => {
  const code = `const own = Object.hasOwn(values, 'at') ? structuredClone(values.at(-1)) : {};
    const { union, requestIdleCallback: idle } = own; dialog.showModal(); Promise.any([]); new ResizeObserver(own);`;
  expect(newerFeaturesIn(code)).toEqual([]);
});
