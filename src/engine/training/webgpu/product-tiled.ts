/**
 * A product by tiles in shared memory: a workgroup copies a part of both operands, every thread adds to its sums, and
 * the next part along the depth follows. Blocks are small, since a batch of 64 must occupy a whole GPU.
 */
import { type Operand, type Product, type Tile, columnSums, lineStart, unrolled } from './product.ts';

/** 256 threads, the most that every device allows. Two shared tiles take 8.3 KiB; every device has 16 KiB. */
const THREADS = [16, 16] as const;
const BLOCK = 2;
const SIDE = THREADS[0] * BLOCK;
const DEPTH = 32;
/** One more than the side, so that the elements of a column are in different memory banks. */
const PITCH = SIDE + 1;
const COPIES = (SIDE * DEPTH) / (THREADS[0] * THREADS[1]);

export const TILED_TILE: Tile = { threads: THREADS, rows: SIDE, columns: SIDE };

/** Copies one tile, with zeros beyond the edges. Neighbouring threads read neighbouring elements of a line. */
function copyTile(operand: Operand, tile: string, first: string, extent: string, depth: string): string {
  const { buffer, lines, gathered } = operand;
  const along = lines === 'along-depth';
  const [across, within] = along ? ['own', 'k'] : ['k', 'own'];
  const start = lineStart(operand, across);
  const value = gathered
    ? `f32(extractBits(${buffer}[${start} + ${within} / 4u], (${within} % 4u) * 8u, 8u))`
    : `${buffer}[${start} + ${within}]`;
  return unrolled(
    COPIES,
    (copy) => /* wgsl */ `{
      let at = localIndex + ${copy * THREADS[0] * THREADS[1]}u;
      let tileK = ${along ? `at % ${DEPTH}u` : `at / ${SIDE}u`};
      let tileOwn = ${along ? `at / ${DEPTH}u` : `at % ${SIDE}u`};
      let k = firstK + tileK;
      let own = ${first} + tileOwn;
      var value = 0.0;
      if (k < ${depth} && own < ${extent}) {
        value = ${value};
      }
      ${tile}[tileK * ${PITCH}u + tileOwn] = value;
    }`,
  );
}

export function tiledProduct(product: Product): string {
  const { rows, columns, depth, left, right } = product;
  const sums = Array.from({ length: BLOCK * BLOCK }, (_, at) => ({
    name: `c${at}`,
    row: Math.floor(at / BLOCK),
    column: at % BLOCK,
  }));
  return /* wgsl */ `
var<workgroup> leftTile: array<f32, ${DEPTH * PITCH}>;
var<workgroup> rightTile: array<f32, ${DEPTH * PITCH}>;

${product.finish}

@compute @workgroup_size(${THREADS.join(', ')})
fn main(
  @builtin(workgroup_id) group: vec3u,
  @builtin(local_invocation_id) local: vec3u,
  @builtin(local_invocation_index) localIndex: u32,
) {
  ${columnSums(product, TILED_TILE)}
  let firstRow = group.y * ${SIDE}u;
  let firstColumn = group.x * ${SIDE}u;
  ${sums.map(({ name }) => `var ${name} = 0.0;`).join('\n')}
  for (var firstK = 0u; firstK < ${depth}; firstK += ${DEPTH}u) {
    ${copyTile(left, 'leftTile', 'firstRow', rows, depth)}
    ${copyTile(right, 'rightTile', 'firstColumn', columns, depth)}
    workgroupBarrier();
    for (var k = 0u; k < ${DEPTH}u; k++) {
      ${unrolled(BLOCK, (i) => `let a${i} = leftTile[k * ${PITCH}u + local.y + ${i * THREADS[1]}u];`)}
      ${unrolled(BLOCK, (j) => `let b${j} = rightTile[k * ${PITCH}u + local.x + ${j * THREADS[0]}u];`)}
      ${sums.map(({ name, row, column }) => `${name} += a${row} * b${column};`).join('\n')}
    }
    workgroupBarrier();
  }
  ${sums
    .map(
      ({ name, row, column }) => /* wgsl */ `{
    let m = firstRow + local.y + ${row * THREADS[1]}u;
    let n = firstColumn + local.x + ${column * THREADS[0]}u;
    if (m < ${rows} && n < ${columns}) {
      finish(m, n, ${name});
    }
  }`,
    )
    .join('\n')}
}`;
}
