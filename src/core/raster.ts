/**
 * Ink of any size as the 28×28 image that the network sees, processed as MNIST was: cropped to the ink, scaled into a
 * 20×20 box with its aspect ratio, and moved so that its centre of mass is in the centre of the field (LeCun, Bottou,
 * Bengio, Haffner: Gradient-based learning applied to document recognition, 1998).
 */
import { PIXELS, SIDE } from './types.ts';

/** Side of the box that the ink is scaled into, in raster pixels. */
export const BOX = 20;

/**
 * Index of the pixel that receives the centre of mass. In MNIST's 60,000 training images the centre of mass, in pixel
 * indices, is distributed evenly over [13.5, 14.5] on both axes: MNIST was moved by whole pixels to 14, not to the
 * geometric centre at 13.5.
 */
const CENTRE = 14;

/** Limits the work; no screen is as large. */
const MAX_DIMENSION = 16_384;

/**
 * `ink`: `width` × `height` bytes, row-major, 0 for paper to 255 for ink. Returns 784 bytes of the same kind, the
 * largest being 255 as in MNIST, or null without ink. Throws a RangeError that names the argument if the dimensions
 * aren't positive integers that fit `ink`.
 */
export function rasterFromInk(ink: Uint8Array | Uint8ClampedArray, width: number, height: number): Uint8Array | null {
  checkDimension('width', width);
  checkDimension('height', height);
  if (ink.length !== width * height) {
    throw new RangeError(`ink: ${ink.length} bytes, but width × height is ${width * height}`);
  }
  const crop = findInk(ink, width, height);
  if (!crop) return null;
  const scale = BOX / Math.max(crop.right - crop.left, crop.bottom - crop.top);
  const columns = coverage(crop.left, crop.right, scale);
  const rows = coverage(crop.top, crop.bottom, scale);
  const box = new Float32Array(BOX * BOX);
  const line = new Float32Array(BOX);
  for (let y = crop.top; y < crop.bottom; y++) {
    line.fill(0);
    for (let x = crop.left; x < crop.right; x++) {
      const value = ink[y * width + x] ?? 0;
      if (value > 0) spread(columns, x - crop.left, value, line, 0, 1);
    }
    for (let x = 0; x < BOX; x++) spread(rows, y - crop.top, line[x] ?? 0, box, x, BOX);
  }
  return centreByMass(box);
}

/**
 * The last step: moves a 20×20 box of ink (row-major, any scale of values) by whole pixels, so that its centre of mass
 * is in the middle pixel of the 28×28 field, and scales its values to 255. The move stops at the edge, so no ink is
 * lost. Null for an empty box.
 */
export function centreByMass(box: Float32Array): Uint8Array | null {
  let mass = 0;
  let massX = 0;
  let massY = 0;
  let peak = 0;
  let left = BOX;
  let right = -1;
  let top = BOX;
  let bottom = -1;
  for (let y = 0; y < BOX; y++) {
    for (let x = 0; x < BOX; x++) {
      const value = box[y * BOX + x] ?? 0;
      if (value <= 0) continue;
      mass += value;
      massX += value * x;
      massY += value * y;
      if (value > peak) peak = value;
      if (x < left) left = x;
      if (x > right) right = x;
      if (y < top) top = y;
      bottom = y;
    }
  }
  if (!(mass > 0)) return null;
  const shiftX = clamp(CENTRE - Math.round(massX / mass), -left, SIDE - 1 - right);
  const shiftY = clamp(CENTRE - Math.round(massY / mass), -top, SIDE - 1 - bottom);
  const raster = new Uint8Array(PIXELS);
  for (let y = top; y <= bottom; y++) {
    for (let x = left; x <= right; x++) {
      raster[(y + shiftY) * SIDE + x + shiftX] = Math.round(((box[y * BOX + x] ?? 0) / peak) * 255);
    }
  }
  return raster;
}

interface Crop {
  readonly left: number;
  /** Exclusive, as is `bottom`. */
  readonly right: number;
  readonly top: number;
  readonly bottom: number;
}

function findInk(ink: Uint8Array | Uint8ClampedArray, width: number, height: number): Crop | null {
  let left = width;
  let right = 0;
  let top = height;
  let bottom = 0;
  for (let y = 0; y < height; y++) {
    const start = y * width;
    let first = 0;
    while (first < width && ink[start + first] === 0) first++;
    if (first === width) continue;
    let last = width - 1;
    while (ink[start + last] === 0) last--;
    if (first < left) left = first;
    if (last + 1 > right) right = last + 1;
    if (y < top) top = y;
    bottom = y + 1;
  }
  return bottom === 0 ? null : { left, right, top, bottom };
}

/** Maps the source pixels of one axis to the box; the shorter axis is centred. */
interface Coverage {
  readonly scale: number;
  readonly offset: number;
}

function coverage(start: number, end: number, scale: number): Coverage {
  return { scale, offset: Math.max(0, BOX - (end - start) * scale) / 2 };
}

/** Adds `value` to the cells that source pixel `index` covers, in proportion to the overlap. */
function spread(axis: Coverage, index: number, value: number, into: Float32Array, start: number, stride: number): void {
  const from = index * axis.scale + axis.offset;
  const to = Math.min(from + axis.scale, BOX);
  for (let cell = Math.floor(from); cell < to && cell < BOX; cell++) {
    const overlap = Math.min(to, cell + 1) - Math.max(from, cell);
    const at = start + cell * stride;
    into[at] = (into[at] ?? 0) + value * overlap;
  }
}

function checkDimension(name: string, value: number): void {
  if (!Number.isInteger(value) || value < 1 || value > MAX_DIMENSION) {
    throw new RangeError(`${name}: ${value} is not an integer from 1 to ${MAX_DIMENSION}`);
  }
}

function clamp(value: number, low: number, high: number): number {
  return Math.min(Math.max(value, low), high);
}
