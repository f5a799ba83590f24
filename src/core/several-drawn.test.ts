import { describe, expect, it } from 'vitest';
import type { Point, Stroke } from './types.ts';
import { areSeveralDrawn } from './several-drawn.ts';

function at(strokes: readonly Stroke[], scale: number, x: number, y: number): Stroke[] {
  return strokes.map((stroke) => stroke.map(([u, v]): Point => [x + scale * u, y + scale * v]));
}

const line = (...points: Point[]): Stroke => points;
const ONE = [line([0.2, 0], [0.2, 1])];
const SEVEN = [line([0, 0], [0.6, 0], [0.2, 1])];
const TWO = [line([0, 0.2], [0.3, 0], [0.6, 0.25], [0, 1], [0.6, 1])];
const OPEN_ZERO = [
  line([0.45, 0.05], [0.1, 0.1], [0, 0.5], [0.1, 0.9], [0.5, 1], [0.9, 0.9], [1, 0.5], [0.9, 0.1], [0.6, 0.02]),
];

describe('areSeveralDrawn', () => {
  it.each<[string, Stroke[]]>([
    ['71', [...at(SEVEN, 0.5, 0.1, 0.2), ...at(ONE, 0.5, 0.5, 0.2)]],
    ['11', [...at(ONE, 0.6, 0.1, 0.2), ...at(ONE, 0.6, 0.4, 0.2)]],
    ['a large 7 and a small 2', [...at(SEVEN, 0.8, 0.05, 0.1), ...at(TWO, 0.3, 0.7, 0.5)]],
    ['a 2 over a 7', [...at(TWO, 0.35, 0.3, 0.05), ...at(SEVEN, 0.35, 0.3, 0.55)]],
    ['711', [...at(SEVEN, 0.4, 0.05, 0.2), ...at(ONE, 0.4, 0.4, 0.2), ...at(ONE, 0.4, 0.6, 0.2)]],
  ])('finds several in %s', (_, strokes) => {
    expect(areSeveralDrawn(strokes)).toBe(true);
  });

  it.each<[string, Stroke[]]>([
    ['nothing', []],
    ['a dot', [line([0.5, 0.5])]],
    ['a 4 of an angle and a stem beside it', [line([0.1, 0], [0, 0.55], [0.42, 0.55]), line([0.55, 0.1], [0.5, 1])]],
    [
      'a 5 with its bar apart',
      [line([0.1, 0.08], [0.05, 0.45], [0.5, 0.5], [0.5, 0.9], [0, 1]), line([0.2, 0], [0.6, 0])],
    ],
    ['a 7 with a crossbar', [...SEVEN, line([0.15, 0.5], [0.6, 0.5])]],
    ['a 1 with a foot apart', [...ONE, line([0, 1.08], [0.4, 1.08])]],
    ['a wide 0 that is open', OPEN_ZERO],
  ])('finds one in %s', (_, strokes) => {
    expect(areSeveralDrawn(strokes)).toBe(false);
  });
});
