/**
 * A matrix product as a kernel's author sees it: result[m, n] = Σₖ left[m, k] · right[k, n], with where the operands
 * lie and what is done with each sum. `product-direct.ts` and `product-tiled.ts` make WGSL of it, two ways of
 * walking through the same numbers.
 */
import { PIXELS } from '../../../core/types.ts';

export interface Operand {
  /** The WGSL array that holds it. */
  readonly buffer: string;
  /**
   * Its lines, the stretches that lie one after the other in memory: `along-depth` is a line for each m (or n) in
   * which k runs, `across-depth` a line for each k in which m (or n) runs.
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

/** How many threads a workgroup has and which part of the result it makes. */
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

/** The part of the last row of workgroups: one thread a column. */
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

/** `count` lines made from their index; templates are unrolled where an array would be kept out of registers. */
export function unrolled(count: number, line: (i: number) => string): string {
  return Array.from({ length: count }, (_, i) => line(i)).join('\n');
}
