/** What a camera and the page make of a sheet: light, noise, JPEG's blocks, and the size at which pictures are read. */
import { PICTURE_SIDE } from '../../src/core/picture-limits.ts';
import type { Random } from '../../src/core/random.ts';

export interface Rgb {
  readonly width: number;
  readonly height: number;
  /** Row-major, three values a pixel, 0 to 255. */
  readonly values: Float32Array;
}

export type Light = 'even' | 'gradient' | 'edge' | 'vignette';

/** Multiplies the sheet by light that varies over it. */
export function lightUp({ width, height, values }: Rgb, light: Light, random: Random): void {
  if (light === 'even') return;
  const angle = random.between(0, 2 * Math.PI);
  const depth = random.between(0.3, 0.7);
  const soft = random.between(0.01, 0.08);
  const [cos, sin] = [Math.cos(angle), Math.sin(angle)];
  const shift = random.between(-0.3, 0.3);
  for (let i = 0; i < width * height; i++) {
    const [x, y] = [(i % width) / width - 0.5, Math.floor(i / width) / height - 0.5];
    const along = cos * x + sin * y;
    const dark =
      light === 'gradient'
        ? depth * Math.min(1, Math.max(0, along + 0.5))
        : light === 'edge'
          ? depth / (1 + Math.exp(-(along - shift) / soft))
          : depth * (x * x + y * y) * 1.6;
    for (let c = 0; c < 3; c++) values[3 * i + c] = Number(values[3 * i + c]) * (1 - dark);
  }
}

/** The sum of four uniform values is normal enough, and much faster. */
export function addNoise({ values }: Rgb, deviation: number, random: Random): void {
  for (let i = 0; i < values.length; i += 3) {
    const grain = deviation * Math.sqrt(3) * (random.next() + random.next() + random.next() + random.next() - 2);
    for (let c = 0; c < 3; c++) values[i + c] = Number(values[i + c]) + grain;
  }
}

/** Cosines of the transform that JPEG uses: eight places for each of eight frequencies. */
const COSINES = Float32Array.from({ length: 64 }, (_, i) => {
  const [frequency, place] = [i >> 3, i & 7];
  return (frequency === 0 ? Math.SQRT1_2 : 1) * 0.5 * Math.cos(((2 * place + 1) * frequency * Math.PI) / 16);
});

/** The places for each frequency. */
const TRANSPOSED = COSINES.map((_, i) => Number(COSINES[8 * (i & 7) + (i >> 3)]));

/** Along one axis; the result is transposed, so that twice does both. */
function transform(from: Float32Array, into: Float32Array, cosines: Float32Array): void {
  for (let a = 0; a < 8; a++)
    for (let b = 0; b < 8; b++) {
      let sum = 0;
      for (let k = 0; k < 8; k++) sum += Number(from[8 * a + k]) * Number(cosines[8 * b + k]);
      into[8 * b + a] = sum;
    }
}

/** Rounds the brightness of blocks of 8 × 8 pixels by frequency, the high ones more. `step`: 2 is fine, 12 coarse. */
export function compress({ width, height, values }: Rgb, step: number): void {
  const block = new Float32Array(64);
  const turned = new Float32Array(64);
  for (let top = 0; top + 8 <= height; top += 8)
    for (let left = 0; left + 8 <= width; left += 8) {
      const at = (i: number): number => 3 * ((top + (i >> 3)) * width + left + (i & 7));
      const brightness = Float32Array.from(block, (_, i) => Number(values[at(i) + 1]));
      transform(brightness, turned, COSINES);
      transform(turned, block, COSINES);
      for (let i = 0; i < 64; i++) {
        const size = step * (1 + ((i >> 3) + (i & 7)) / 2);
        block[i] = Math.round(Number(block[i]) / size) * size;
      }
      transform(block, turned, TRANSPOSED);
      transform(turned, block, TRANSPOSED);
      for (let i = 0; i < 64; i++) {
        const change = Number(block[i]) - Number(brightness[i]);
        for (let c = 0; c < 3; c++) values[at(i) + c] = Number(values[at(i) + c]) + change;
      }
    }
}

/** Scaled down as the page does it, each pixel the mean of those that it covers. */
export function asPageReads({ width, height, values }: Rgb) {
  const scale = Math.min(1, PICTURE_SIDE / Math.max(width, height));
  const [across, down] = [Math.round(width * scale), Math.round(height * scale)];
  const [columns, rows] = [shares(width, across), shares(height, down)];
  const narrow = new Float32Array(3 * across * height);
  columns.forEach((covered, x) => {
    for (const [from, share] of covered)
      for (let y = 0; y < height; y++)
        for (let c = 0; c < 3; c++) {
          const at = 3 * (y * across + x) + c;
          narrow[at] = Number(narrow[at]) + share * Number(values[3 * (y * width + from) + c]);
        }
  });
  const small = new Float32Array(4 * across * down).fill(255);
  rows.forEach((covered, y) => {
    for (let x = 0; x < across; x++)
      for (let c = 0; c < 3; c++)
        small[4 * (y * across + x) + c] = covered.reduce(
          (sum, [from, share]) => sum + share * Number(narrow[3 * (from * across + x) + c]),
          0,
        );
  });
  return { rgba: Uint8ClampedArray.from(small), width: across, height: down };
}

/** For each of `to` pixels, those of `from` that it covers, with their shares of it. */
function shares(from: number, to: number): readonly (readonly (readonly [pixel: number, share: number])[])[] {
  const scale = from / to;
  return Array.from({ length: to }, (_, i) => {
    const [start, end] = [i * scale, (i + 1) * scale];
    return Array.from({ length: Math.ceil(end - 1e-6) - Math.floor(start) }, (_unused, k) => {
      const pixel = Math.floor(start) + k;
      return [pixel, (Math.min(pixel + 1, end) - Math.max(pixel, start)) / scale] as const;
    });
  });
}
