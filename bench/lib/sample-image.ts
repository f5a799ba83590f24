import { SIDE } from '../../src/core/types.ts';

/** A 28×28 image's value between its pixels, by linear interpolation; 0 outside. */
export function sampleImage(pixels: Uint8Array, x: number, y: number): number {
  const left = Math.floor(x);
  const top = Math.floor(y);
  const at = (column: number, row: number): number => {
    const inside = column >= 0 && row >= 0 && column < SIDE && row < SIDE;
    return inside ? (pixels[row * SIDE + column] ?? 0) : 0;
  };
  const above = at(left, top) + (at(left + 1, top) - at(left, top)) * (x - left);
  const below = at(left, top + 1) + (at(left + 1, top + 1) - at(left, top + 1)) * (x - left);
  return above + (below - above) * (y - top);
}
