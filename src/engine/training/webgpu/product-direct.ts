/**
 * A product without shared memory: each thread keeps a block of sums in registers and loads its operands from the
 * buffers. Neighbouring threads take neighbouring columns, so that their loads are adjacent.
 */
import { type Operand, type Product, type Tile, columnSums, lineStart, unrolled } from './product.ts';

/** Sums per thread: 64 multiply-adds for 16 loads. Rows must be a multiple of 4, since pixels are packed by four. */
const BLOCK = { rows: 8, columns: 8 } as const;
const THREADS = [4, 8] as const;

export const DIRECT_TILE: Tile = {
  threads: THREADS,
  rows: THREADS[1] * BLOCK.rows,
  columns: THREADS[0] * BLOCK.columns,
};

/** Gathered lines along the depth are read one word, four pixels, at a time. */
function depthStep({ gathered, lines }: Operand): number {
  return gathered && lines === 'along-depth' ? 4 : 1;
}

/** The starts of lines along the depth are constant in the loop. */
function lineStarts({ left, right }: Product): string {
  return [
    left.lines === 'along-depth' ? unrolled(BLOCK.rows, (i) => `let leftAt${i} = ${lineStart(left, `m${i}`)};`) : '',
    right.lines === 'along-depth'
      ? unrolled(BLOCK.columns, (j) => `let rightAt${j} = ${lineStart(right, `n${j}`)};`)
      : '',
  ].join('\n');
}

/** a0 … a7 at depth `k + s`, with s the position within a word. */
function loadLeft(operand: Operand, s: number): string {
  const { buffer, lines, gathered } = operand;
  if (lines === 'along-depth') {
    return unrolled(BLOCK.rows, (i) =>
      gathered ? `let a${i} = f32(extractBits(word${i}, ${8 * s}u, 8u));` : `let a${i} = ${buffer}[leftAt${i} + k];`,
    );
  }
  if (!gathered) return unrolled(BLOCK.rows, (i) => `let a${i} = ${buffer}[leftAt + m${i}];`);
  // The block's rows are neighbouring pixels of one image; both counts are multiples of 4.
  const words = unrolled(BLOCK.rows / 4, (w) => `let word${w} = ${buffer}[leftAt + m${4 * w} / 4u];`);
  const bytes = unrolled(
    BLOCK.rows,
    (i) => `let a${i} = f32(extractBits(word${Math.floor(i / 4)}, ${8 * (i % 4)}u, 8u));`,
  );
  return `${words}\n${bytes}`;
}

function loadRight(operand: Operand, s: number): string {
  const { buffer, lines } = operand;
  if (lines === 'along-depth') return unrolled(BLOCK.columns, (j) => `let b${j} = ${buffer}[rightAt${j} + k];`);
  const line = `let rightAt = ${lineStart(operand, `k + ${s}u`)};`;
  return `${line}\n${unrolled(BLOCK.columns, (j) => `let b${j} = ${buffer}[rightAt + n${j}];`)}`;
}

export function directProduct(product: Product): string {
  const { rows, columns, depth, left } = product;
  const step = depthStep(left);
  const sums = Array.from({ length: BLOCK.rows * BLOCK.columns }, (_, at) => `c${at}`);
  return /* wgsl */ `
${product.finish}

@compute @workgroup_size(${THREADS.join(', ')})
fn main(
  @builtin(workgroup_id) group: vec3u,
  @builtin(local_invocation_id) local: vec3u,
  @builtin(local_invocation_index) localIndex: u32,
) {
  ${columnSums(product, DIRECT_TILE)}
  let firstRow = group.y * ${DIRECT_TILE.rows}u + local.y * ${BLOCK.rows}u;
  let firstColumn = group.x * ${DIRECT_TILE.columns}u + local.x;
  if (firstRow >= ${rows} || firstColumn >= ${columns}) {
    return;
  }
  // Beyond the edge the last row or column repeats; its sums are discarded.
  ${unrolled(BLOCK.rows, (i) => `let m${i} = min(firstRow + ${i}u, ${rows} - 1u);`)}
  ${unrolled(BLOCK.columns, (j) => `let n${j} = min(firstColumn + ${j * THREADS[0]}u, ${columns} - 1u);`)}
  ${lineStarts(product)}
  ${sums.map((sum) => `var ${sum} = 0.0;`).join('\n')}
  for (var k = 0u; k < ${depth}; k += ${step}u) {
    ${left.lines === 'across-depth' ? `let leftAt = ${lineStart(left, 'k')};` : ''}
    ${step === 4 ? unrolled(BLOCK.rows, (i) => `let word${i} = ${left.buffer}[leftAt${i} + k / 4u];`) : ''}
    ${unrolled(
      step,
      (s) => `{
      ${loadLeft(left, s)}
      ${loadRight(product.right, s)}
      ${sums.map((sum, at) => `${sum} += a${Math.floor(at / BLOCK.columns)} * b${at % BLOCK.columns};`).join('\n')}
    }`,
    )}
  }
  var sums = array<f32, ${sums.length}>(${sums.join(', ')});
  for (var i = 0u; i < ${BLOCK.rows}u; i++) {
    for (var j = 0u; j < ${BLOCK.columns}u; j++) {
      let m = firstRow + i;
      let n = firstColumn + j * ${THREADS[0]}u;
      if (m < ${rows} && n < ${columns}) {
        finish(m, n, sums[i * ${BLOCK.columns}u + j]);
      }
    }
  }
}`;
}
