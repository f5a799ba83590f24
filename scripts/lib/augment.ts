/**
 * Variations of digits: each image is turned, slanted, stretched, bent and inked anew, then centred again as MNIST's
 * are, since every input of the network is centred.
 *
 * After Simard, Steinkraus and Platt, Best practices for convolutional neural networks applied to visual document
 * analysis (2003); their smooth random field is interpolated here from a coarse grid of displacements.
 */
import type { Random } from '../../src/core/random.ts';
import { PIXELS, SIDE } from '../../src/core/types.ts';

const TURN = (14 * Math.PI) / 180;
const SLANT = 0.18;
const STRETCH = 0.14;
/** Largest displacement of a knot of the grid, in pixels. */
const BEND = 1.7;
const KNOTS = 6;
const MIDDLE = (SIDE - 1) / 2;
/** Largest error of the centre, in whole pixels. */
const MISS = 1;

/** Writes a variation of the 784 bytes of `image` into `to`. */
export function varyDigit(image: Uint8Array, to: Uint8Array, random: Random): void {
  const warped = warp(image, random);
  ink(warped, random);
  centre(warped, to, random);
}

/** Plain loops, for speed: this runs for every pixel of every digit of every epoch. */
function warp(image: Uint8Array, random: Random): Float32Array {
  const angle = random.between(-TURN, TURN);
  const slant = random.between(-SLANT, SLANT);
  const wide = 1 + random.between(-STRETCH, STRETCH);
  const high = 1 + random.between(-STRETCH, STRETCH);
  const cos = Math.cos(angle);
  const sin = Math.sin(angle);
  const bendX = smoothField(random);
  const bendY = smoothField(random);
  const warped = new Float32Array(PIXELS);
  for (let y = 0; y < SIDE; y++)
    for (let x = 0; x < SIDE; x++) {
      const at = y * SIDE + x;
      const u = (x - MIDDLE) / wide;
      const v = (y - MIDDLE) / high;
      const fromX = MIDDLE + cos * u - sin * v + slant * v + (bendX[at] ?? 0);
      const fromY = MIDDLE + sin * u + cos * v + (bendY[at] ?? 0);
      const left = Math.floor(fromX);
      const top = Math.floor(fromY);
      const right = fromX - left;
      const above = pixel(image, left, top) * (1 - right) + pixel(image, left + 1, top) * right;
      const below = pixel(image, left, top + 1) * (1 - right) + pixel(image, left + 1, top + 1) * right;
      warped[at] = above + (below - above) * (fromY - top);
    }
  return warped;
}

/** A displacement for each pixel, interpolated from those of `KNOTS` × `KNOTS` points. */
function smoothField(random: Random): Float32Array {
  const knots = Float32Array.from({ length: (KNOTS + 1) * KNOTS }, () => random.between(-BEND, BEND));
  const field = new Float32Array(PIXELS);
  const scale = (KNOTS - 1) / SIDE;
  for (let y = 0; y < SIDE; y++)
    for (let x = 0; x < SIDE; x++) {
      const column = Math.floor(x * scale);
      const row = Math.floor(y * scale);
      const right = x * scale - column;
      const knot = row * KNOTS + column;
      const above = (knots[knot] ?? 0) * (1 - right) + (knots[knot + 1] ?? 0) * right;
      const below = (knots[knot + KNOTS] ?? 0) * (1 - right) + (knots[knot + KNOTS + 1] ?? 0) * right;
      field[y * SIDE + x] = above + (below - above) * (y * scale - row);
    }
  return field;
}

function pixel(image: Uint8Array | Float32Array, x: number, y: number): number {
  return x < 0 || y < 0 || x >= SIDE || y >= SIDE ? 0 : (image[y * SIDE + x] ?? 0);
}

/** Changes the width of the pen: each pixel moves towards the largest or smallest of its neighbours. */
function ink(values: Float32Array, random: Random): void {
  const amount = Math.max(-0.5, Math.min(0.6, random.between(-1, 1)));
  const before = values.slice();
  for (let y = 0; y < SIDE; y++)
    for (let x = 0; x < SIDE; x++) {
      const at = y * SIDE + x;
      const own = before[at] ?? 0;
      const left = pixel(before, x - 1, y);
      const right = pixel(before, x + 1, y);
      const above = pixel(before, x, y - 1);
      const below = pixel(before, x, y + 1);
      const extreme = amount > 0 ? Math.max(own, left, right, above, below) : Math.min(own, left, right, above, below);
      values[at] = own + Math.abs(amount) * (extreme - own);
    }
}

/** Centre of mass to the middle pixel, or next to it; the darkest value to 255. */
function centre(values: Float32Array, to: Uint8Array, random: Random): void {
  let mass = 0;
  let massX = 0;
  let massY = 0;
  let darkest = 0;
  for (let i = 0; i < PIXELS; i++) {
    const value = values[i] ?? 0;
    mass += value;
    massX += value * (i % SIDE);
    massY += value * Math.floor(i / SIDE);
    darkest = Math.max(darkest, value);
  }
  const miss = (): number => random.below(2 * MISS + 1) - MISS;
  const dx = Math.round(SIDE / 2 - massX / mass) + miss();
  const dy = Math.round(SIDE / 2 - massY / mass) + miss();
  const scale = 255 / darkest;
  for (let y = 0; y < SIDE; y++)
    for (let x = 0; x < SIDE; x++) to[y * SIDE + x] = Math.round(scale * pixel(values, x - dx, y - dy));
}
