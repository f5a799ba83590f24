/** The light on a picture's paper, where it varies smoothly over it: a lamp at one side, a lens that darkens corners. */
import type { Area } from './ink-marks.ts';

/** Cells along the longer side. The light is the same in a cell but for grain and ink. */
const CELLS = 32;
/** The surface is fitted again without the cells that are this far from it, in levels of 255. */
const OUTLIER = 20;
const ROUNDS = 3;
/** Share of the cells that fit the surface; with fewer the light has steps, which it can't follow. */
const FITTING = 0.8;
const TERMS = 6;

interface Cell {
  readonly x: number;
  readonly y: number;
  readonly value: number;
}

export interface Cells {
  /** Of a cell, in pixels. */
  readonly side: number;
  readonly columns: number;
  readonly rows: number;
  readonly medians: Float32Array;
}

/** The medians of square cells, each from a quarter of its pixels. */
export function cellMedians(values: Float32Array, { width, height }: Area): Cells {
  const side = Math.max(1, Math.ceil(Math.max(width, height) / CELLS));
  const [columns, rows] = [Math.ceil(width / side), Math.ceil(height / side)];
  const medians = Float32Array.from({ length: columns * rows }, (_, i) => {
    const [left, top] = [(i % columns) * side, Math.floor(i / columns) * side];
    const cell: number[] = [];
    for (let y = top; y < Math.min(height, top + side); y += 2)
      for (let x = left; x < Math.min(width, left + side); x += 2) cell.push(Number(values[y * width + x]));
    return median(cell);
  });
  return { side, columns, rows, medians };
}

export function median(values: readonly number[]): number {
  return values.toSorted((a, b) => a - b)[values.length >> 1] ?? 0;
}

/** The values as they were in even light, by the surface of second degree that fits the paper best. */
export function inEvenLight(values: Float32Array, area: Area): Float32Array {
  const { side, columns, medians } = cellMedians(values, area);
  const cells = Array.from(medians, (value, i): Cell => ({
    x: ((i % columns) + 0.5) * side,
    y: (Math.floor(i / columns) + 0.5) * side,
    value,
  }));
  let kept: readonly Cell[] = cells;
  let surface = fitted(kept, area);
  for (let round = 1; round < ROUNDS; round++) {
    kept = cells.filter(({ x, y, value }) => Math.abs(heightAt(surface, x, y, area) - value) < OUTLIER);
    if (kept.length < FITTING * cells.length) return values;
    surface = fitted(kept, area);
  }
  const mean = kept.reduce((sum, { value }) => sum + value, 0) / kept.length;
  const level = new Float32Array(values.length);
  for (let y = 0, at = 0; y < area.height; y++)
    for (let x = 0; x < area.width; x++, at++) {
      const here = Math.max(heightAt(surface, x, y, area), mean / 4);
      level[at] = Math.min(255, (Number(values[at]) * mean) / here);
    }
  return level;
}

function terms(x: number, y: number, { width, height }: Area): readonly number[] {
  const [u, v] = [x / width - 0.5, y / height - 0.5];
  return [1, u, v, u * u, u * v, v * v];
}

function heightAt(surface: readonly number[], x: number, y: number, { width, height }: Area): number {
  const [u, v] = [x / width - 0.5, y / height - 0.5];
  const [a = 0, b = 0, c = 0, d = 0, e = 0, f = 0] = surface;
  return a + b * u + c * v + d * u * u + e * u * v + f * v * v;
}

/** By least squares: the normal equations, solved by elimination. */
function fitted(cells: readonly Cell[], area: Area): readonly number[] {
  const rows = Array.from({ length: TERMS }, () => new Float64Array(TERMS + 1));
  for (const { x, y, value } of cells) {
    const factors = [...terms(x, y, area), value];
    rows.forEach((row, i) => {
      for (let j = 0; j <= TERMS; j++) row[j] = Number(row[j]) + Number(factors[i]) * Number(factors[j]);
    });
  }
  rows.forEach((pivot, i) => {
    // Too few cells leave some terms open; those are 0.
    const scale = Math.abs(Number(pivot[i])) > 1e-9 ? 1 / Number(pivot[i]) : 0;
    for (let j = 0; j <= TERMS; j++) pivot[j] = Number(pivot[j]) * scale;
    for (const row of rows) {
      const factor = Number(row[i]);
      if (row === pivot || factor === 0) continue;
      for (let j = 0; j <= TERMS; j++) row[j] = Number(row[j]) - factor * Number(pivot[j]);
    }
  });
  return rows.map((row) => Number(row[TERMS]));
}
