import { describe, expect, it } from 'vitest';
import { inkFromPicture } from './picture.ts';
import { rasterFromInk } from './raster.ts';

type Paint = (x: number, y: number) => readonly [number, number, number, number];

function picture(width: number, height: number, paint: Paint): Uint8ClampedArray {
  const rgba = new Uint8ClampedArray(4 * width * height);
  for (let y = 0; y < height; y++) for (let x = 0; x < width; x++) rgba.set(paint(x, y), 4 * (y * width + x));
  return rgba;
}

const grey = (value: number): [number, number, number, number] => [value, value, value, 255];

/** A 7 of soft edges, 40 × 60, at (30, 20) of a 120 × 100 picture: 1 where there is ink. */
function seven(x: number, y: number): number {
  const [u, v] = [x - 30, y - 20];
  if (u < 0 || u >= 40 || v < 0 || v >= 60) return 0;
  const bar = v < 8 ? 1 : 0;
  const leg = Math.max(0, 1 - Math.abs(u - (36 - 0.4 * v)) / 6);
  return Math.max(bar, leg);
}

const SIZE = [120, 100] as const;
const LARGE = [512, 288] as const;
const clean = picture(...SIZE, (x, y) => grey(255 * seven(x, y)));

/** The same with a line thinner than a pixel, as in a screenshot that was scaled down. */
function thinSeven(x: number, y: number): number {
  const [u, v] = [x - 30, y - 20];
  if (u < 0 || u >= 40 || v < 0 || v >= 60) return 0;
  return v < 1 ? 0.5 : Math.max(0, 0.5 - Math.abs(u - (39 - 0.4 * v)) / 2);
}

function rasterOf(rgba: Uint8ClampedArray, [width, height]: readonly [number, number] = SIZE): Uint8Array | null {
  const ink = inkFromPicture(rgba, width, height);
  return ink && rasterFromInk(ink, width, height);
}

/** On grey paper, with a reflection that is smaller than the digit. */
const shining: Paint = (x, y) => grey(x >= 400 && x < 412 && y >= 200 && y < 212 ? 255 : 150 - 90 * seven(x, y));

/** Mean difference of two rasters, in levels of 255. */
function difference(a: Uint8Array | null, b: Uint8Array | null): number {
  if (!a || !b) return Infinity;
  return a.reduce((sum, value, i) => sum + Math.abs(value - (b[i] ?? 0)), 0) / a.length;
}

/** Repeatable noise in ±1. */
const noise = (x: number, y: number): number => (Math.sin(x * 12.9898 + y * 78.233) * 43758.5453) % 1;

describe('inkFromPicture', () => {
  it('gives the luminance of a light digit on black, as MNIST has it', () => {
    const ink = inkFromPicture(clean, ...SIZE);
    const off = ink?.reduce((worst, value, i) => Math.max(worst, Math.abs(value - (clean[4 * i] ?? 0))), 0);
    expect(off).toBeLessThanOrEqual(6);
  });

  it.each<[string, Paint]>([
    ['dark on light', (x, y) => grey(255 - 255 * seven(x, y))],
    ['blue on yellowish paper', (x, y) => (seven(x, y) > 0.5 ? [30, 40, 140, 255] : [250, 240, 200, 255])],
    ['black on transparent', (x, y) => [0, 0, 0, 255 * seven(x, y)]],
    ['white on transparent', (x, y) => [255, 255, 255, 255 * seven(x, y)]],
    ['grey on slightly lighter grey', (x, y) => grey(200 - 60 * seven(x, y))],
    ['on grainy paper', (x, y) => grey(220 - 180 * seven(x, y) + 8 * noise(x, y))],
    ['in light that decreases to one side', (x, y) => grey((240 - x) * (1 - 0.8 * seven(x, y)))],
    ['with specks of dust', (x, y) => grey((x * 7 + y * 13) % 397 === 0 ? 0 : 255 - 255 * seven(x, y))],
  ])('finds the same digit %s', (_, paint) => {
    expect(difference(rasterOf(picture(...SIZE, paint)), rasterOf(clean))).toBeLessThan(12);
  });

  it.each<[string, Paint]>([
    ['dark on light', (x, y) => grey(255 - 255 * thinSeven(x, y))],
    ['light on dark', (x, y) => grey(255 * thinSeven(x, y))],
  ])('finds a thin line %s in a large image as in a small one', (_, paint) => {
    const small = rasterOf(picture(...SIZE, paint));
    expect(small).not.toBeNull();
    expect(difference(rasterOf(picture(...LARGE, paint), LARGE), small)).toBeLessThan(4);
  });

  it('finds the dark digit on grey paper beside a small reflection', () => {
    expect(difference(rasterOf(picture(...LARGE, shining), LARGE), rasterOf(clean))).toBeLessThan(12);
  });

  it.each<[string, Paint]>([
    ['white paper', () => grey(255)],
    ['a transparent image', () => [0, 0, 0, 0]],
    ['grainy paper', (x, y) => grey(200 + 9 * noise(x, y))],
  ])('finds none on %s', (_, paint) => {
    expect(inkFromPicture(picture(...SIZE, paint), ...SIZE)).toBeNull();
  });

  it('throws where the size does not fit the pixels', () => {
    expect(() => inkFromPicture(clean, 10, 10)).toThrow(RangeError);
  });

  it('accepts a single pixel and a single row', () => {
    expect(inkFromPicture(new Uint8ClampedArray([0, 0, 0, 255]), 1, 1)).toBeNull();
    expect(
      inkFromPicture(
        picture(9, 1, (x) => grey(x === 4 ? 0 : 255)),
        9,
        1,
      ),
    ).toHaveLength(9);
  });
});
