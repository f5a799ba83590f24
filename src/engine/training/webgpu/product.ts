/**
 * The description of a matrix product, result[m, n] = Σₖ left[m, k] · right[k, n]: the operands' layout and what is done
 * with each sum. `product-direct.ts` and `product-tiled.ts` generate WGSL from it, in two ways.
 */
import { PIXELS } from '../../../core/types.ts';

export interface Operand {
  /** The WGSL array that holds it. */
  readonly buffer: string;
  /**
   * The contiguous lines in memory. `along-depth`: a line for each m (or n), over k. `across-depth`: a line for each k,
   * over m (or n).
   */
  readonly lines: 'along-depth' | 'across-depth';
  /** WGSL: elements from one line to the next. */
  readonly stride: string;
  /** The lines are images of the data set, four pixels a word, chosen by the batch's row indices. */
  readonly gathered: boolean;
}

export interface Product {
  /** WGSL: the extents of m, n and k. */
  readonly rows: string;
  readonly columns: string;
  readonly depth: string;
  readonly left: Operand;
  /** Never gathered. */
  readonly right: Operand;
  /** WGSL functions: `finish(m: u32, n: u32, sum: f32)`, and `finishBias(n: u32, sum: f32)` where `sumsColumns`. */
  readonly finish: string;
  /** One more row of workgroups sums each column of `right` over the depth: the gradient of a bias. */
  readonly sumsColumns: boolean;
}

/** A workgroup's threads, and the part of the result that it computes. */
export interface Tile {
  readonly threads: readonly [x: number, y: number];
  readonly rows: number;
  readonly columns: number;
}

/** Four pixels a word. */
export const WORDS_PER_IMAGE = PIXELS / 4;

/** The index of a line's first element; of its first word, where lines are gathered. */
export function lineStart({ stride, gathered }: Operand, line: string): string {
  return gathered ? `imageAt(${line}) * ${WORDS_PER_IMAGE}u` : `(${line}) * ${stride}`;
}

/** The code of the last row of workgroups: one thread per column. */
export function columnSums({ sumsColumns, rows, columns, depth, right }: Product, tile: Tile): string {
  if (!sumsColumns) return '';
  return /* wgsl */ `
  if (group.y * ${tile.rows}u >= ${rows}) {
    let column = group.x * ${tile.columns}u + localIndex;
    if (localIndex < ${tile.columns}u && column < ${columns}) {
      var total = 0.0;
      for (var k = 0u; k < ${depth}; k++) {
        total += ${right.buffer}[k * ${right.stride} + column];
      }
      finishBias(column, total);
    }
    return;
  }`;
}

/** `count` lines made from their index. Unrolled, because arrays would not stay in registers. */
export function unrolled(count: number, line: (i: number) => string): string {
  return Array.from({ length: count }, (_, i) => line(i)).join('\n');
}
