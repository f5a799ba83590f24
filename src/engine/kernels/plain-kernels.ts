/**
 * The kernels without WebAssembly, for the CPU backend: the same packing, with a tile of 4 × 4. Its sums are sixteen
 * local variables, which a JavaScript engine can keep in registers.
 */
import {
  type Epilogue,
  type KernelNeeds,
  type Kernels,
  type Piece,
  type Pooling,
  type View,
  columnsOf,
} from './kernels.ts';

const TILE = 4;
/** Multiplications between two yields: a few milliseconds on a slow machine. */
const PORTION = 2_000_000;

/** Applies the epilogue to `row` of A·B, at offset `at` of C. */
function finish(heap: Float32Array, at: number, c: View, row: Float32Array, epilogue: Epilogue): void {
  for (let j = 0; j < TILE; j++) {
    const value = row[j] ?? 0;
    const to = at + j;
    switch (epilogue.kind) {
      case 'store':
        heap[to] = value;
        break;
      case 'relu':
        // Written so that NaN stays NaN.
        heap[to] = value < 0 ? 0 : value;
        break;
      case 'accumulate':
        heap[to] = (heap[to] ?? 0) + value;
        break;
      case 'mask':
        heap[to] = (heap[to - c.at + epilogue.by] ?? 0) > 0 ? value : 0;
        break;
      case 'sgd': {
        const velocity = to - c.at + epilogue.velocity;
        const v = (heap[velocity] ?? 0) * epilogue.momentum + value;
        heap[velocity] = v;
        heap[to] = (heap[to] ?? 0) - epilogue.lr * v;
        break;
      }
      case 'adam': {
        const { beta1, beta2, rate, epsilon } = epilogue;
        const [first, second] = [to - c.at + epilogue.first, to - c.at + epilogue.second];
        const m = beta1 * (heap[first] ?? 0) + (1 - beta1) * value;
        const s = beta2 * (heap[second] ?? 0) + (1 - beta2) * value * value;
        heap[first] = m;
        heap[second] = s;
        heap[to] = (heap[to] ?? 0) - (rate * m) / (Math.sqrt(s) + epsilon);
        break;
      }
      default:
        epilogue satisfies never;
    }
  }
}

/** Writes the product of a packed panel of A and a packed stripe of B to `tile`. */
function multiplyTile(panels: Float32Array, from: number, stripe: Float32Array, k: number, tile: Float32Array): void {
  let [s00, s01, s02, s03, s10, s11, s12, s13] = [0, 0, 0, 0, 0, 0, 0, 0];
  let [s20, s21, s22, s23, s30, s31, s32, s33] = [0, 0, 0, 0, 0, 0, 0, 0];
  const end = k * TILE;
  for (let i = 0, p = from; i < end; i += TILE, p += TILE) {
    const b0 = stripe[i] as number;
    const b1 = stripe[i + 1] as number;
    const b2 = stripe[i + 2] as number;
    const b3 = stripe[i + 3] as number;
    const a0 = panels[p] as number;
    s00 += a0 * b0;
    s01 += a0 * b1;
    s02 += a0 * b2;
    s03 += a0 * b3;
    const a1 = panels[p + 1] as number;
    s10 += a1 * b0;
    s11 += a1 * b1;
    s12 += a1 * b2;
    s13 += a1 * b3;
    const a2 = panels[p + 2] as number;
    s20 += a2 * b0;
    s21 += a2 * b1;
    s22 += a2 * b2;
    s23 += a2 * b3;
    const a3 = panels[p + 3] as number;
    s30 += a3 * b0;
    s31 += a3 * b1;
    s32 += a3 * b2;
    s33 += a3 * b3;
  }
  tile[0] = s00;
  tile[1] = s01;
  tile[2] = s02;
  tile[3] = s03;
  tile[4] = s10;
  tile[5] = s11;
  tile[6] = s12;
  tile[7] = s13;
  tile[8] = s20;
  tile[9] = s21;
  tile[10] = s22;
  tile[11] = s23;
  tile[12] = s30;
  tile[13] = s31;
  tile[14] = s32;
  tile[15] = s33;
}

/** Calls `visit` with the offsets of each maximum and of the first of its four values. */
function forEachMaximum(
  { from, to, side }: Pooling,
  image: number,
  visit: (maximum: number, corner: number) => void,
): void {
  const { channels } = from;
  for (let y = 0; y < side; y++)
    for (let x = 0; x < side; x++)
      for (let c = 0; c < channels; c++) {
        const maximum = to.at + image * to.image + y * to.line + x * channels + c;
        visit(maximum, from.at + image * from.image + 2 * y * from.line + 2 * x * channels + c);
      }
}

function maxPool(heap: Float32Array, pooling: Pooling, image: number): void {
  const { line, channels } = pooling.from;
  forEachMaximum(pooling, image, (maximum, corner) => {
    const [a, b] = [heap[corner] as number, heap[corner + channels] as number];
    const [c, d] = [heap[corner + line] as number, heap[corner + line + channels] as number];
    heap[maximum] = Math.max(a, b, c, d);
  });
}

function maxPoolGradient(heap: Float32Array, pooling: Pooling, image: number, from: number, to: number): void {
  const { line, channels } = pooling.from;
  const corners = [0, channels, line, line + channels];
  forEachMaximum(pooling, image, (maximum, corner) => {
    const max = heap[maximum] as number;
    const gradient = heap[maximum - pooling.to.at + to] as number;
    let open = max > 0;
    for (const offset of corners) {
      const hit = open && heap[corner + offset] === max;
      heap[corner + offset - pooling.from.at + from] = hit ? gradient : 0;
      if (hit) open = false;
    }
  });
}

export function createPlainKernels({ floats, packed, longest }: KernelNeeds): Kernels {
  const heap = new Float32Array(floats);
  const panels = new Float32Array(packed);
  const stripe = new Float32Array(longest * TILE);
  const tile = new Float32Array(TILE * TILE);
  const rows = [0, 1, 2, 3].map((row) => tile.subarray(row * TILE, (row + 1) * TILE));

  // Closures over the buffers: V8 runs these faster than functions that get them as parameters.
  function packPanel(pieces: readonly Piece[], row: number, to: number): void {
    let at = to;
    for (const piece of pieces)
      for (let k = 0; k < piece.columns; k++)
        for (let r = 0; r < TILE; r++, at++)
          panels[at] = heap[piece.at + (row + r) * piece.row + k * piece.column] as number;
  }

  function packStripe(b: View, column: number, k: number): void {
    for (let i = 0, at = 0; i < k; i++)
      for (let j = 0; j < TILE; j++, at++) stripe[at] = heap[b.at + i * b.row + (column + j) * b.column] as number;
  }

  /** The columns of C from `from` up to `end`; A is packed. */
  function multiplyColumns(b: View, c: View, m: number, k: number, from: number, end: number, epilogue: Epilogue) {
    for (let column = from; column < end; column += TILE) {
      packStripe(b, column, k);
      for (let row = 0; row < m; row += TILE) {
        multiplyTile(panels, row * k, stripe, k, tile);
        for (const [r, values] of rows.entries()) finish(heap, c.at + (row + r) * c.row + column, c, values, epilogue);
      }
    }
  }

  return {
    name: 'plain',
    heap,
    *multiply(a, b, c, m, n, epilogue) {
      const k = columnsOf(a);
      for (let row = 0; row < m; row += TILE) packPanel(a, row, row * k);
      const stripes = Math.max(1, Math.round(PORTION / (m * k * TILE)));
      for (let column = 0; column < n; column += stripes * TILE) {
        multiplyColumns(b, c, m, k, column, Math.min(n, column + stripes * TILE), epilogue);
        yield;
      }
    },
    maxPool: (pooling, image) => maxPool(heap, pooling, image),
    maxPoolGradient: (pooling, image, from, to) => maxPoolGradient(heap, pooling, image, from, to),
  };
}
