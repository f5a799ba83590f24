import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { rasterFromInk } from './raster.ts';
import { MIN_EXTENT, PEN_WIDTH, boxFromStrokes, rasterFromStrokes } from './strokes.ts';
import { PIXELS, SIDE } from './types.ts';
import type { Stroke } from './types.ts';

const SEVEN: readonly Stroke[] = [
  [
    [0.2, 0.1],
    [0.8, 0.12],
    [0.6, 0.5],
    [0.45, 0.9],
  ],
  [
    [0.35, 0.5],
    [0.75, 0.48],
  ],
];

function move(strokes: readonly Stroke[], scale: number, dx: number, dy: number): Stroke[] {
  return strokes.map((stroke) => stroke.map(([x, y]) => [x * scale + dx, y * scale + dy] as const));
}

function raster(strokes: readonly Stroke[], penWidth?: number): Uint8Array {
  const result = rasterFromStrokes(strokes, penWidth);
  if (!result) throw new Error('no ink');
  return result;
}

function largestDifference(a: Uint8Array, b: Uint8Array): number {
  return Math.max(...a.map((value, index) => Math.abs(value - (b[index] ?? 0))));
}

function inked(image: Uint8Array): { columns: number; rows: number; mass: number } {
  const columns = new Set<number>();
  const rows = new Set<number>();
  let mass = 0;
  image.forEach((value, index) => {
    if (value < 26) return;
    columns.add(index % SIDE);
    rows.add(Math.floor(index / SIDE));
    mass += value / 255;
  });
  return { columns: columns.size, rows: rows.size, mass };
}

describe('rasterFromStrokes', () => {
  it('returns null without a point', () => {
    expect(rasterFromStrokes([])).toBeNull();
    expect(rasterFromStrokes([[], []])).toBeNull();
  });

  it('gives the same image for a digit drawn small in a corner and for a large one', () => {
    const large = raster(SEVEN);
    expect(largestDifference(raster(move(SEVEN, 0.1, 0.88, 0.01)), large)).toBeLessThanOrEqual(1);
    expect(largestDifference(raster(move(SEVEN, 0.5, 0.01, 0.5)), large)).toBeLessThanOrEqual(1);
  });

  it('fills 20 pixels along the longer side, pen included', () => {
    for (const penWidth of [1.2, PEN_WIDTH, 4]) {
      const { rows, columns } = inked(raster(SEVEN, penWidth));
      expect(Math.max(rows, columns)).toBe(20);
    }
  });

  it('draws one vertical stroke as in MNIST: 20 pixels tall, as wide as the pen', () => {
    const stroke: Stroke = [
      [0.5, 0.2],
      [0.5, 0.8],
    ];
    const { rows, columns, mass } = inked(raster([stroke]));
    expect(rows).toBe(20);
    expect(columns).toBeGreaterThanOrEqual(2);
    expect(columns).toBeLessThanOrEqual(4);
    expect(mass / 20).toBeCloseTo(PEN_WIDTH, 0);
  });

  it('keeps a dot small, in the middle', () => {
    const tremble: Stroke = [
      [0.3, 0.3],
      [0.3 + MIN_EXTENT / 50, 0.3],
    ];
    for (const strokes of [[[[0.1, 0.9]]], [tremble]] as const) {
      const image = raster(strokes);
      const { rows, columns } = inked(image);
      expect(rows).toBeLessThanOrEqual(4);
      expect(columns).toBeLessThanOrEqual(4);
      expect(image[14 * SIDE + 14]).toBe(255);
    }
  });

  it('does not depend on the sampling of the pointer or its direction', () => {
    const dense = SEVEN.map((stroke) =>
      stroke.flatMap((point, index) => {
        const next = stroke[index + 1];
        if (!next) return [point];
        return Array.from({ length: 500 }, (_, step) => {
          const t = step / 500;
          return [point[0] + t * (next[0] - point[0]), point[1] + t * (next[1] - point[1])] as const;
        });
      }),
    );
    expect(largestDifference(raster(dense), raster(SEVEN))).toBeLessThanOrEqual(3);
    expect(raster(SEVEN.map((stroke) => stroke.toReversed()))).toEqual(raster(SEVEN));
  });

  it('agrees with the same ink read as an image', () => {
    const box = boxFromStrokes(SEVEN, PEN_WIDTH);
    expect(box).not.toBeNull();
    const picture = Uint8Array.from(box ?? [], (value) => Math.round(value * 255));
    const fromPicture = rasterFromInk(picture, 20, 20);
    expect(fromPicture && largestDifference(fromPicture, raster(SEVEN))).toBeLessThanOrEqual(2);
  });

  it('gives a valid image for any strokes', () => {
    const point = fc.tuple(
      fc.double({ min: -2, max: 3, noNaN: true, noDefaultInfinity: true }),
      fc.double({ min: -2, max: 3, noNaN: true, noDefaultInfinity: true }),
    );
    const strokes = fc.array(fc.array(point, { maxLength: 12 }), { maxLength: 4 });
    fc.assert(
      fc.property(strokes, (drawing) => {
        const image = rasterFromStrokes(drawing);
        if (drawing.every((stroke) => stroke.length === 0)) return image === null;
        return image !== null && image.length === PIXELS && Math.max(...image) === 255;
      }),
    );
  });

  it('inks a dot between four cells with the thinnest pen', () => {
    expect(rasterFromStrokes([[[0.3, 0.6]]], 0.5)).not.toBeNull();
    expect(() => rasterFromStrokes([[[0.3, 0.6]]], 0.45)).toThrow(/^penWidth/);
  });

  it('refuses invalid points and pen widths', () => {
    expect(() => rasterFromStrokes([[[NaN, 0]]])).toThrow(RangeError);
    expect(() => rasterFromStrokes([[[0, Infinity]]])).toThrow(/^strokes/);
    for (const bad of [0, -1, NaN, 11]) expect(() => rasterFromStrokes(SEVEN, bad)).toThrow(/^penWidth/);
  });
});
