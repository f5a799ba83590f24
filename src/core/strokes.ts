/**
 * Strokes as the 28×28 image that the network sees. The drawing is fitted into MNIST's box before it is inked, so the
 * ink's width follows the digit's size and not the pad's: a digit drawn small in a corner gives the same image as a
 * large one.
 */
import { BOX, centreByMass } from './raster.ts';
import type { Point, Stroke } from './types.ts';

/**
 * Width of the pen in pixels of the 20×20 box: the median over MNIST's training images (ink area divided by length of
 * the skeleton). The quartiles are 2.0 and 2.9.
 */
export const PEN_WIDTH = 2.4;

/** Width of the ink on the pad, as a share of its side: the pen of a digit that fills about three quarters of it. */
export const PAD_INK_WIDTH = 0.09;

/**
 * As a share of the pad. A drawing whose longer side is shorter is not enlarged to the whole box: a dot stays a dot,
 * and a tremble is not read as a digit.
 */
export const MIN_EXTENT = 0.05;

/** Cells per box pixel on each axis. Within a cell, edges are anti-aliased. */
const FINE = 2;
const SIDE_FINE = BOX * FINE;

/** With a pen thinner than a cell, anti-aliasing gives too much ink, or none for a dot between cells. */
const MIN_PEN_WIDTH = 1 / FINE;

/** In cells. Points closer than this to the last one are dropped: they make no visible difference. */
const MIN_STEP = FINE / 8;

/**
 * `strokes` in pad coordinates; a stroke of one point is a dot. `penWidth` in box pixels. Returns 784 bytes, row-major,
 * ink high, or null without any point. Throws a RangeError for a coordinate that is not finite, and for a pen thinner
 * than half a box pixel or wider than half the box.
 */
export function rasterFromStrokes(strokes: readonly Stroke[], penWidth: number = PEN_WIDTH): Uint8Array | null {
  const box = boxFromStrokes(strokes, penWidth);
  return box && centreByMass(box);
}

/** The drawing in its 20×20 box, in [0, 1], before it is centred by its mass: 400 values or null. */
export function boxFromStrokes(strokes: readonly Stroke[], penWidth: number): Float32Array | null {
  if (!(penWidth >= MIN_PEN_WIDTH && penWidth <= BOX / 2)) {
    throw new RangeError(`penWidth: ${penWidth} is not in [${MIN_PEN_WIDTH}, ${BOX / 2}]`);
  }
  const frame = fit(strokes, penWidth);
  if (!frame) return null;
  const cells = new Float32Array(SIDE_FINE * SIDE_FINE);
  const radius = (penWidth * FINE) / 2;
  for (const stroke of strokes) drawStroke(cells, stroke, frame, radius);
  return average(cells);
}

interface Frame {
  readonly scale: number;
  readonly offsetX: number;
  readonly offsetY: number;
}

/** From pad to cells: the ink, half a pen wider than the points on each side, fills the box along its longer side. */
function fit(strokes: readonly Stroke[], penWidth: number): Frame | null {
  let left = Infinity;
  let right = -Infinity;
  let top = Infinity;
  let bottom = -Infinity;
  for (const stroke of strokes) {
    for (const [x, y] of stroke) {
      if (!Number.isFinite(x) || !Number.isFinite(y)) throw new RangeError(`strokes: [${x}, ${y}] is not a point`);
      left = Math.min(left, x);
      right = Math.max(right, x);
      top = Math.min(top, y);
      bottom = Math.max(bottom, y);
    }
  }
  if (left === Infinity) return null;
  const extent = Math.max(right - left, bottom - top, MIN_EXTENT);
  const scale = ((BOX - penWidth) * FINE) / extent;
  return {
    scale,
    offsetX: (SIDE_FINE - (left + right) * scale) / 2,
    offsetY: (SIDE_FINE - (top + bottom) * scale) / 2,
  };
}

function drawStroke(cells: Float32Array, stroke: Stroke, frame: Frame, radius: number): void {
  const last = stroke.length - 1;
  let fromX = NaN;
  let fromY = NaN;
  stroke.forEach(([padX, padY]: Point, index) => {
    const x = padX * frame.scale + frame.offsetX;
    const y = padY * frame.scale + frame.offsetY;
    if (index === 0) {
      if (last === 0) drawSegment(cells, x, y, x, y, radius);
    } else {
      if (index < last && Math.hypot(x - fromX, y - fromY) < MIN_STEP) return;
      drawLine(cells, fromX, fromY, x, y, radius);
    }
    fromX = x;
    fromY = y;
  });
}

/** In pieces about as long as the pen is wide: `drawSegment` visits the whole rectangle around its segment. */
function drawLine(cells: Float32Array, ax: number, ay: number, bx: number, by: number, radius: number): void {
  const pieces = Math.max(1, Math.ceil(Math.hypot(bx - ax, by - ay) / (2 * radius + 4)));
  const stepX = (bx - ax) / pieces;
  const stepY = (by - ay) / pieces;
  for (let i = 0; i < pieces; i++) {
    drawSegment(cells, ax + i * stepX, ay + i * stepY, ax + (i + 1) * stepX, ay + (i + 1) * stepY, radius);
  }
}

/** Inks every cell within `radius` of the segment. Ink over ink gets no darker. */
function drawSegment(cells: Float32Array, ax: number, ay: number, bx: number, by: number, radius: number): void {
  const reach = radius + 0.5;
  const reachSquared = reach * reach;
  // Within this distance a cell is fully inked, and needs no square root. Most cells of a stroke are.
  const core = Math.max(0, radius - 0.5);
  const coreSquared = core * core;
  const dx = bx - ax;
  const dy = by - ay;
  const lengthSquared = dx * dx + dy * dy;
  const firstX = Math.max(0, Math.floor(Math.min(ax, bx) - reach));
  const lastX = Math.min(SIDE_FINE - 1, Math.floor(Math.max(ax, bx) + reach));
  const firstY = Math.max(0, Math.floor(Math.min(ay, by) - reach));
  const lastY = Math.min(SIDE_FINE - 1, Math.floor(Math.max(ay, by) + reach));
  for (let row = firstY; row <= lastY; row++) {
    const py = row + 0.5 - ay;
    for (let column = firstX; column <= lastX; column++) {
      const at = row * SIDE_FINE + column;
      const before = cells[at] ?? 0;
      if (before === 1) continue;
      const px = column + 0.5 - ax;
      const share = lengthSquared > 0 ? (px * dx + py * dy) / lengthSquared : 0;
      const along = share < 0 ? 0 : share > 1 ? 1 : share;
      const offX = px - along * dx;
      const offY = py - along * dy;
      const distanceSquared = offX * offX + offY * offY;
      if (distanceSquared >= reachSquared) continue;
      const inked = distanceSquared <= coreSquared ? 1 : Math.min(1, reach - Math.sqrt(distanceSquared));
      if (inked > before) cells[at] = inked;
    }
  }
}

/** Mean of the `FINE` × `FINE` cells, that is four, of each box pixel. */
function average(cells: Float32Array): Float32Array {
  const box = new Float32Array(BOX * BOX);
  for (let y = 0; y < BOX; y++) {
    for (let x = 0; x < BOX; x++) {
      const upper = y * FINE * SIDE_FINE + x * FINE;
      const lower = upper + SIDE_FINE;
      const top = (cells[upper] ?? 0) + (cells[upper + 1] ?? 0);
      const bottom = (cells[lower] ?? 0) + (cells[lower + 1] ?? 0);
      box[y * BOX + x] = Math.fround(top / 4) + bottom / 4;
    }
  }
  return box;
}
