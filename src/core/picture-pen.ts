/**
 * Widens strokes that are thinner than the thinnest of MNIST's: scaled to 28×28 they would be faint lines of uneven
 * strength.
 */
import { BOX } from './raster.ts';
import { type Area, boxAround, extentOf, type Mark } from './ink-marks.ts';

/** Widths of strokes in pixels of MNIST's box. Thinner ones than `thin` become `widened`. */
const PEN = { thin: 1.4, widened: 2 } as const;

/** `ink`: 0 to 255, without any but that of `marks`. */
export function thickened(ink: Uint8Array, area: Area, marks: readonly Mark[]): Uint8Array {
  const scale = BOX / extentOf(boxAround(marks));
  const pen = penWidth(ink, area);
  if (pen * scale >= PEN.thin) return ink;
  const tip = penTip((PEN.widened / scale - pen) / 2);
  const thick = ink.slice();
  for (const { pixels } of marks)
    for (const at of pixels) {
      const x = at % area.width;
      const y = (at - x) / area.width;
      for (const { dx, dy, cover } of tip) {
        if (x + dx < 0 || x + dx >= area.width || y + dy < 0 || y + dy >= area.height) continue;
        const to = at + dy * area.width + dx;
        thick[to] = Math.max(Number(thick[to]), 255 * cover);
      }
    }
  return thick;
}

/**
 * A stroke's area by half the length of its outline. The steps between neighbours, along rows and columns, add up to
 * 4/π of the outline's length, the mean over all directions.
 */
function penWidth(ink: Uint8Array, { width }: Area): number {
  let [area, steps] = [0, 0];
  ink.forEach((value, at) => {
    area += value;
    if (at % width > 0) steps += Math.abs(value - Number(ink[at - 1]));
    if (at >= width) steps += Math.abs(value - Number(ink[at - width]));
  });
  return area / ((Math.PI / 8) * steps);
}

/** A disc's pixels around its middle, each with the share of it that is covered. */
function penTip(radius: number): readonly { readonly dx: number; readonly dy: number; readonly cover: number }[] {
  const reach = Math.ceil(radius);
  const offsets = Array.from({ length: 2 * reach + 1 }, (_, i) => i - reach);
  return offsets
    .flatMap((dy) =>
      offsets.map((dx) => ({ dx, dy, cover: Math.min(1, Math.max(0, radius + 0.5 - Math.hypot(dx, dy))) })),
    )
    .filter(({ cover }) => cover > 0);
}
