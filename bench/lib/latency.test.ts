import { expect, test } from 'vitest';
import { latencyOfFirstInk, latencyOfStroke } from './latency.ts';

const SEEN = {
  inks: [100, 110, 120],
  asks: [
    { id: 1, at: 104, repliedAt: 130, shown: false },
    { id: 2, at: 131, repliedAt: 160, shown: false },
  ],
  changes: [
    { at: 90, answered: false },
    { at: 132, answered: true },
    { at: 163, answered: true },
  ],
};

test('a stroke is answered by the last question, and its three parts add up', () => {
  expect(latencyOfStroke(SEEN)).toEqual({ total: 43, toAsk: 11, toReply: 29, toDocument: 3 });
});

test('an answer that changes nothing is shown when it comes', () => {
  const asks = [{ id: 3, at: 131, repliedAt: 160, shown: true }];
  expect(latencyOfStroke({ ...SEEN, asks })).toMatchObject({ total: 40, toDocument: 0 });
});

test('the first ink is answered by the first probabilities after it', () => {
  expect(latencyOfFirstInk(SEEN)).toBe(32);
});

test('ink after the last question is not what it answered', () => {
  expect(latencyOfStroke({ ...SEEN, inks: [...SEEN.inks, 150] })?.total).toBe(43);
});

test('what has not been answered has no latency', () => {
  expect(latencyOfStroke({ ...SEEN, asks: [{ id: 1, at: 104, repliedAt: null, shown: false }] })).toBeNull();
  expect(latencyOfStroke({ ...SEEN, changes: [] })).toBeNull();
  expect(latencyOfStroke({ inks: [], asks: [], changes: [] })).toBeNull();
  expect(latencyOfFirstInk({ inks: [], changes: SEEN.changes })).toBeNull();
});
