/** Filters over the square around each pixel, one axis after the other. The square ends at the picture's edge. */
import type { Area } from './ink-marks.ts';

/** Filters `length` values that begin at `start` and are `stride` apart. */
type LineFilter = (from: Float32Array, into: Float32Array, start: number, stride: number, length: number) => void;

/** The largest value within `reach` pixels, or with `sign` −1 the smallest. */
export function extremes(values: Float32Array, area: Area, reach: number, sign: 1 | -1): Float32Array {
  const block = 2 * reach + 1;
  const longest = Math.ceil((Math.max(area.width, area.height) + 2 * reach) / block) * block;
  const buffers = [new Float32Array(longest), new Float32Array(longest)] as const;
  return onBothAxes(values, area, (...line) => extremesOfLine(...line, reach, sign, buffers));
}

/** The mean within one pixel. */
export function blurred(values: Float32Array, area: Area): Float32Array {
  return onBothAxes(values, area, (from, into, start, stride, length) => {
    for (let i = 0; i < length; i++) {
      const at = start + i * stride;
      const own = Number(from[at]);
      const before = i > 0 ? Number(from[at - stride]) : own;
      const after = i < length - 1 ? Number(from[at + stride]) : own;
      into[at] = (before + own + after) / 3;
    }
  });
}

function onBothAxes(values: Float32Array, { width, height }: Area, filter: LineFilter): Float32Array {
  const across = new Float32Array(values.length);
  for (let y = 0; y < height; y++) filter(values, across, y * width, 1, width);
  const both = new Float32Array(values.length);
  for (let x = 0; x < width; x++) filter(across, both, x, width, height);
  return both;
}

/**
 * From the running extremes of blocks, in three comparisons a value whatever the reach (van Herk: A fast algorithm for
 * local minimum and maximum filters, 1992).
 */
function extremesOfLine(
  from: Float32Array,
  into: Float32Array,
  start: number,
  stride: number,
  length: number,
  reach: number,
  sign: 1 | -1,
  [forward, backward]: readonly [Float32Array, Float32Array],
): void {
  const block = 2 * reach + 1;
  const padded = Math.ceil((length + 2 * reach) / block) * block;
  forward.fill(-Infinity, 0, padded);
  for (let i = 0; i < length; i++) forward[reach + i] = sign * Number(from[start + i * stride]);
  backward.set(forward);
  for (let i = 1; i < padded; i++)
    if (i % block > 0 && Number(forward[i]) < Number(forward[i - 1])) forward[i] = Number(forward[i - 1]);
  for (let i = padded - 2; i >= 0; i--)
    if ((i + 1) % block > 0 && Number(backward[i]) < Number(backward[i + 1])) backward[i] = Number(backward[i + 1]);
  for (let i = 0; i < length; i++)
    into[start + i * stride] = sign * Math.max(Number(backward[i]), Number(forward[i + 2 * reach]));
}
