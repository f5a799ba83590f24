import { describe, expect, it } from 'vitest';
import { Random } from './random.ts';
import { rasterFromInk } from './raster.ts';
import { PIXELS } from './types.ts';
import { readDigit, readDigitAtOnce } from './picture.ts';

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
  return readDigitAtOnce(rgba, width, height)?.raster ?? null;
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

describe('readDigit', () => {
  it('gives a light digit on black as MNIST has it', () => {
    const luminance = Uint8Array.from({ length: clean.length / 4 }, (_, i) => clean[4 * i] ?? 0);
    expect(difference(rasterOf(clean), rasterFromInk(luminance, ...SIZE))).toBeLessThan(2);
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
    expect(readDigitAtOnce(picture(...SIZE, paint), ...SIZE)).toBeNull();
  });

  it('throws where the size does not fit the pixels', () => {
    expect(() => readDigitAtOnce(clean, 10, 10)).toThrow(RangeError);
  });

  it('accepts a single pixel and a single row', () => {
    expect(readDigitAtOnce(new Uint8ClampedArray([0, 0, 0, 255]), 1, 1)).toBeNull();
    const row = picture(9, 1, (x) => grey(x === 4 ? 0 : 255));
    expect(readDigitAtOnce(row, 9, 1)?.raster).toHaveLength(PIXELS);
  });

  it('ends soon on a picture of nothing but grain', () => {
    const random = new Random(1);
    const grain = picture(...PHOTO, () => grey(random.below(256)));
    expect(readDigitAtOnce(grain, ...PHOTO)?.raster ?? new Uint8Array(PIXELS)).toHaveLength(PIXELS);
  });

  it('hands control back between its steps', () => {
    expect([...readDigit(picture(...PHOTO, lined(0)), ...PHOTO)].length).toBeGreaterThanOrEqual(8);
  });
});

const PHOTO = [512, 384] as const;
/** The 7 enlarged, its corner at (x, y). */
const sevenAt = (x: number, y: number, left: number, top: number, scale: number): number =>
  seven((x - left) / scale + 30, (y - top) / scale + 20);
/** A 7 of 120 × 180 pixels in dark ink on grey paper. */
const onPaper = (x: number, y: number, paper: number): number => paper * (1 - 0.85 * sevenAt(x, y, 190, 100, 3));
const fromLine = (value: number): number => Math.abs(value - 32 * Math.round(value / 32));
/** Lines a pixel and a half wide, level and upright or only level, turned by `slope`. */
const lined =
  (slope: number, upright = true, depth = 0.4): Paint =>
  (x, y) => {
    const [u, v] = [x + slope * y, y - slope * x];
    const line = Math.max(0, 1.25 - Math.min(fromLine(v), upright ? fromLine(u) : 32));
    return grey(onPaper(x, y, 225) * (1 - depth * Math.min(1, line)) + 2 * noise(x, y));
  };

describe('a digit on paper', () => {
  const plain = readDigitAtOnce(
    picture(...PHOTO, (x, y) => grey(onPaper(x, y, 225))),
    ...PHOTO,
  );

  it.each<[string, Paint]>([
    ['with lines', lined(0, false)],
    ['with slanted lines', lined(0.05, false)],
    ['with squares', lined(0.02)],
    ['with lines nearly as dark as the ink', lined(0.03, false, 0.75)],
    [
      'with dots',
      (x, y) => grey(onPaper(x, y, 225) * (Math.hypot((x % 24) - 12, (y % 24) - 12) < 2 ? 0.5 : 1) + noise(x, y)),
    ],
    ['in the shadow of something with an edge', (x, y) => grey(onPaper(x, y, x + y > 450 ? 110 : 230) + noise(x, y))],
    ['with dark corners', (x, y) => grey(onPaper(x, y, 235 - 0.002 * ((x - 256) ** 2 + (y - 192) ** 2)) + noise(x, y))],
    ['that ends beside a dark table', (x, y) => grey(x < 24 + 0.05 * y ? 70 : onPaper(x, y, 225) + noise(x, y))],
  ])('%s is read as on plain paper', (_, paint) => {
    const reading = readDigitAtOnce(picture(...PHOTO, paint), ...PHOTO);
    expect(reading?.several).toBe(false);
    expect(difference(reading?.raster ?? null, plain?.raster ?? null)).toBeLessThan(8);
  });

  it('in pencil under a shadow is widened to the strokes of a pen', () => {
    const thin = picture(...PHOTO, (x, y) => {
      const line = thinSeven((x - 190) / 3 + 30, (y - 100) / 3 + 20) > 0.1 ? 1 : 0;
      return grey((230 - 0.3 * x) * (1 - 0.35 * line) + noise(x, y));
    });
    const reading = readDigitAtOnce(thin, ...PHOTO);
    expect(reading?.several).toBe(false);
    expect(reading?.raster.filter((value) => value > 127).length).toBeGreaterThan(40);
  });
});

const two = (x: number, y: number, left: number, top: number, scale: number): number =>
  Math.max(sevenAt(x, y, 120, 100, 3), sevenAt(x, y, left, top, scale));

describe('several digits', () => {
  it.each<[string, number, number, number]>([
    ['beside each other', 270, 100, 3],
    ['of different sizes', 270, 150, 1.5],
    ['on top of each other', 120, 296, 1.3],
    ['that touch', 235, 100, 3],
  ])('%s are noticed', (_, left, top, scale) => {
    const paint: Paint = (x, y) => grey(230 - 200 * two(x, y, left, top, scale));
    expect(readDigitAtOnce(picture(...PHOTO, paint), ...PHOTO)?.several).toBe(true);
  });
});
