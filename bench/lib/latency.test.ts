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

test('the latency of a stroke is that of its last question, and its three parts add up', () => {
  expect(latencyOfStroke(SEEN)).toEqual({ total: 43, toAsk: 11, toReply: 29, toDocument: 3 });
});

test('an answer that changes no probability counts as shown when it arrives', () => {
  const asks = [{ id: 3, at: 131, repliedAt: 160, shown: true }];
  expect(latencyOfStroke({ ...SEEN, asks })).toMatchObject({ total: 40, toDocument: 0 });
});

test('the latency of the first ink ends with the first probabilities after it', () => {
  expect(latencyOfFirstInk(SEEN)).toBe(32);
});

test('ink after the last question does not count for its latency', () => {
  expect(latencyOfStroke({ ...SEEN, inks: [...SEEN.inks, 150] })?.total).toBe(43);
});

test('a stroke without an answer has no latency', () => {
  expect(latencyOfStroke({ ...SEEN, asks: [{ id: 1, at: 104, repliedAt: null, shown: false }] })).toBeNull();
  expect(latencyOfStroke({ ...SEEN, changes: [] })).toBeNull();
  expect(latencyOfStroke({ inks: [], asks: [], changes: [] })).toBeNull();
  expect(latencyOfFirstInk({ inks: [], changes: SEEN.changes })).toBeNull();
});
