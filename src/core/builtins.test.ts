import { afterEach, describe, expect, it } from 'vitest';
import { addMissingBuiltins } from './builtins.ts';

const TYPED = Object.getPrototypeOf(Int8Array.prototype) as object;
const MISSING = [
  [Array.prototype, 'at'],
  [Array.prototype, 'findLast'],
  [Array.prototype, 'findLastIndex'],
  [Array.prototype, 'toReversed'],
  [Array.prototype, 'toSorted'],
  [TYPED, 'at'],
  [TYPED, 'findLast'],
  [TYPED, 'findLastIndex'],
  [Object, 'hasOwn'],
] as const;

const given = MISSING.map(([owner, name]) => Object.getOwnPropertyDescriptor(owner, name));

/** What the functions return, with and without the platform's own ones. */
function results() {
  const list = [3, 1, 2];
  const typed = Float32Array.of(0.5, 2, 1);
  return {
    at: [list.at(0), list.at(-1), list.at(-4), list.at(3), list.at(1.7), list.at(-1.7), typed.at(-2)],
    findLast: [list.findLast((n) => n < 3), list.findLast((n) => n > 3), typed.findLast((n, i) => n > 0 && i < 2)],
    findLastIndex: [list.findLastIndex((n) => n < 3), list.findLastIndex((n) => n > 3)],
    toReversed: [list.toReversed(), list],
    toSorted: [list.toSorted((a, b) => b - a), list],
    hasOwn: [Object.hasOwn({ a: 1 }, 'a'), Object.hasOwn({}, 'toString'), Object.hasOwn([1], 0)],
  };
}

describe('functions that the platform lacks', () => {
  afterEach(() => {
    MISSING.forEach(([owner, name], i) => {
      const descriptor = given[i];
      if (descriptor) Object.defineProperty(owner, name, descriptor);
    });
  });

  it('return what the platform’s own ones do, and are not listed by loops', () => {
    const expected = results();
    for (const [owner, name] of MISSING) Reflect.deleteProperty(owner, name);
    addMissingBuiltins();
    const added = MISSING.map(([owner, name]) => Object.getOwnPropertyDescriptor(owner, name));
    const actual = results();
    expect(added.map((descriptor) => descriptor?.enumerable)).toEqual(MISSING.map(() => false));
    expect(added).not.toEqual(given);
    expect(actual).toEqual(expected);
  });
});

it('functions that the platform has are kept', () => {
  addMissingBuiltins();
  expect(MISSING.map(([owner, name]) => Object.getOwnPropertyDescriptor(owner, name))).toEqual(given);
});
