/**
 * A drawing as short text for a URL. Decoding is strict: it accepts only what `encodeDrawing` writes, so a code has one
 * meaning or none.
 *
 * Format: base64url without padding of a version byte, then for each stroke the number of its points, the first point,
 * and the differences between neighbours, in units of 1/1023 of the pad. Numbers are LEB128, differences zigzag.
 */
import type { Point, Stroke } from './types.ts';

const VERSION = 1;
const GRID = 1023;
/** In grid units, about one pixel. Points nearer than this to the last one are left out. */
const THIN = 4;
export const MAX_CODE_STROKES = 64;
export const MAX_CODE_POINTS = 2000;
/** Above the longest possible code: a version byte and at most two bytes for each number. */
const MAX_CODE_CHARS = Math.ceil(((1 + 2 * MAX_CODE_STROKES + 4 * MAX_CODE_POINTS) * 4) / 3);

/** `''` for a drawing without points. Strokes and points beyond the limits are left out. */
export function encodeDrawing(strokes: readonly Stroke[]): string {
  const bytes = [VERSION];
  let left = MAX_CODE_POINTS;
  for (const stroke of strokes.filter(({ length }) => length > 0).slice(0, MAX_CODE_STROKES)) {
    const points = thin(stroke).slice(0, left);
    if (points.length === 0) break;
    left -= points.length;
    pushNumber(bytes, points.length);
    let previous: Point | null = null;
    for (const [x, y] of points) {
      pushNumber(bytes, previous ? zigzag(x - previous[0]) : x);
      pushNumber(bytes, previous ? zigzag(y - previous[1]) : y);
      previous = [x, y];
    }
  }
  return bytes.length > 1 ? toBase64Url(bytes) : '';
}

/** Null for any text that `encodeDrawing` does not write. Never throws. */
export function decodeDrawing(code: string): readonly Stroke[] | null {
  const bytes = code.length <= MAX_CODE_CHARS ? fromBase64Url(code) : null;
  if (bytes?.[0] !== VERSION) return null;
  const reader = new Reader(bytes);
  reader.next();
  const strokes: Stroke[] = [];
  while (!reader.done) {
    const count = reader.number();
    if (count === 0) return null;
    const stroke: Point[] = [];
    let x = 0;
    let y = 0;
    for (let i = 0; i < count; i++) {
      x = i === 0 ? reader.number() : x + unzigzag(reader.number());
      y = i === 0 ? reader.number() : y + unzigzag(reader.number());
      if (reader.failed || x < 0 || x > GRID || y < 0 || y > GRID) return null;
      stroke.push([x / GRID, y / GRID]);
    }
    strokes.push(stroke);
  }
  return strokes.length > 0 && encodeDrawing(strokes) === code ? strokes : null;
}

/** On the grid, without points that are too close together; the first and the last point stay. */
function thin(stroke: Stroke): Point[] {
  const kept: Point[] = [];
  stroke.forEach(([x, y], i) => {
    const point: Point = [quantise(x), quantise(y)];
    const last = kept.at(-1);
    const moved = last ? Math.hypot(point[0] - last[0], point[1] - last[1]) : Infinity;
    if (moved >= THIN || (i === stroke.length - 1 && moved > 0)) kept.push(point);
  });
  return kept;
}

function quantise(value: number): number {
  return Math.round(Math.min(1, Math.max(0, value)) * GRID);
}

function zigzag(value: number): number {
  return value < 0 ? -2 * value - 1 : 2 * value;
}

function unzigzag(value: number): number {
  return value % 2 === 0 ? value / 2 : -(value + 1) / 2;
}

function pushNumber(bytes: number[], value: number): void {
  let rest = value;
  while (rest > 0x7f) {
    bytes.push((rest & 0x7f) | 0x80);
    rest >>>= 7;
  }
  bytes.push(rest);
}

/** Returns zeros past the end, and sets `failed`. */
class Reader {
  readonly #bytes: Uint8Array;
  #at = 0;
  failed = false;

  constructor(bytes: Uint8Array) {
    this.#bytes = bytes;
  }

  get done(): boolean {
    return this.#at >= this.#bytes.length;
  }

  next(): number {
    const byte = this.#bytes[this.#at];
    this.#at += 1;
    if (byte === undefined) this.failed = true;
    return byte ?? 0;
  }

  /** Two bytes hold every valid number; a longer one sets `failed`. */
  number(): number {
    const low = this.next();
    if (low < 0x80) return low;
    const high = this.next();
    if (high >= 0x80) this.failed = true;
    return (low & 0x7f) | ((high & 0x7f) << 7);
  }
}

function toBase64Url(bytes: readonly number[]): string {
  return btoa(String.fromCharCode(...bytes))
    .replaceAll('+', '-')
    .replaceAll('/', '_')
    .replace(/=+$/, '');
}

function fromBase64Url(code: string): Uint8Array | null {
  if (!/^[\w-]+$/.test(code) || code.length % 4 === 1) return null;
  const binary = atob(code.replaceAll('-', '+').replaceAll('_', '/'));
  return Uint8Array.from(binary, (char) => char.charCodeAt(0));
}
