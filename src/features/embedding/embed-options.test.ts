import { expect, it } from 'vitest';
import { parseHeight } from './embed-options.ts';

it.each([
  ['900', 900],
  ['９００', 900],
  ['1,200', 1200],
])('the height %j is accepted', (text, heightPx) => {
  expect(parseHeight(text)).toBe(heightPx);
});

it.each(['', '199', '5001', '900.5', '1.000', 'tall'])('the height %j is refused', (text) => {
  expect(parseHeight(text)).toBeNull();
});
