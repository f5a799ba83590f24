import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { type CreateKernels, type Epilogue, type Kernels, type View, padded, transposed } from './kernels.ts';
import { createPlainKernels } from './plain-kernels.ts';
import { wasmKernels } from './wasm-kernels.ts';

const MAX = 40;
const CELLS = padded(MAX) * padded(MAX);
/** Offsets of A, B, C and two matrices with C's layout. */
const [A, B, C, D, E] = [0, CELLS, 2 * CELLS, 3 * CELLS, 4 * CELLS];

const KINDS: readonly { readonly name: string; readonly create: CreateKernels }[] = [
  { name: 'WebAssembly', create: wasmKernels() ?? neverHere },
  { name: 'plain', create: createPlainKernels },
];

function neverHere(): never {
  throw new Error('this engine has no WebAssembly SIMD');
}

/** The expected values of C and of the two other matrices, in doubles. */
function expected(epilogue: Epilogue, product: number, c: number, d: number, e: number): [number, number, number] {
  switch (epilogue.kind) {
    case 'store':
      return [product, d, e];
    case 'relu':
      return [Math.max(product, 0), d, e];
    case 'accumulate':
      return [c + product, d, e];
    case 'mask':
      return [d > 0 ? product : 0, d, e];
    case 'sgd': {
      const velocity = epilogue.momentum * d + product;
      return [c - epilogue.lr * velocity, velocity, e];
    }
    case 'adam': {
      const { beta1, beta2, rate, epsilon } = epilogue;
      const [first, second] = [beta1 * d + (1 - beta1) * product, beta2 * e + (1 - beta2) * product * product];
      return [c - (rate * first) / (Math.sqrt(second) + epsilon), first, second];
    }
    default:
      return epilogue satisfies never;
  }
}

const EPILOGUES: readonly Epilogue[] = [
  { kind: 'store' },
  { kind: 'relu' },
  { kind: 'accumulate' },
  { kind: 'mask', by: D },
  { kind: 'sgd', velocity: D, lr: 0.1, momentum: 0.5 },
  { kind: 'adam', first: D, second: E, beta1: 0.9, beta2: 0.999, rate: 0.01, epsilon: 1e-3 },
];

function matrix(at: number, columns: number): View {
  return { at, row: padded(columns), column: 1 };
}

function fill({ heap }: Kernels, at: number, rows: number, columns: number, salt: number): void {
  for (let r = 0; r < rows; r++)
    // Between −1 and 1, all different.
    for (let c = 0; c < columns; c++) heap[at + r * padded(columns) + c] = Math.sin(salt + r * 12.9898 + c * 78.233);
}

const sizes = fc.record({
  m: fc.integer({ min: 1, max: MAX }),
  n: fc.integer({ min: 1, max: MAX }),
  k: fc.integer({ min: 2, max: MAX }),
  turnA: fc.boolean(),
  turnB: fc.boolean(),
});

describe.each(KINDS)('$name kernels', ({ create }) => {
  it.each(EPILOGUES)('multiply matrices of any size, transposed or not, with the epilogue $kind', (epilogue) => {
    fc.assert(
      fc.property(sizes, ({ m, n, k, turnA, turnB }) => {
        const kernels = create({ floats: 5 * CELLS, packed: CELLS, longest: MAX });
        const { heap } = kernels;
        fill(kernels, A, turnA ? k : m, turnA ? m : k, 1);
        fill(kernels, B, turnB ? n : k, turnB ? k : n, 2);
        for (const [i, at] of [C, D, E].entries()) fill(kernels, at, m, n, 3 + i);
        // The second moment is a mean of squares.
        for (let i = E; i < E + CELLS; i++) heap[i] = Math.abs(heap[i] ?? 0);
        const a = turnA ? transposed(matrix(A, m)) : matrix(A, k);
        const b = turnB ? transposed(matrix(B, k)) : matrix(B, n);
        const c = matrix(C, n);
        const before = heap.slice();
        // Two pieces must give the same result as one.
        const [left, right] = [1, k - 1];
        const pieces = [
          { ...a, columns: left },
          { ...a, at: a.at + left * a.column, columns: right },
        ];
        Array.from(kernels.multiply(pieces, b, c, m, n, epilogue));
        let worst = 0;
        for (let r = 0; r < m; r++)
          for (let q = 0; q < n; q++) {
            let product = 0;
            for (let i = 0; i < k; i++)
              product +=
                Number(before[a.at + r * a.row + i * a.column]) * Number(before[b.at + i * b.row + q * b.column]);
            const at = r * c.row + q;
            const [oldC, oldD, oldE] = [Number(before[C + at]), Number(before[D + at]), Number(before[E + at])];
            for (const [i, value] of expected(epilogue, product, oldC, oldD, oldE).entries())
              worst = Math.max(worst, Math.abs(Number(heap[C + i * CELLS + at]) - value));
          }
        expect(worst).toBeLessThan(1e-4);
      }),
      { numRuns: 25 },
    );
  });

  it('pool the largest of four values, and give its gradient to the first that equals it', () => {
    const [channels, side, values, gradients, pooled, pooledGradients] = [4, 1, 0, 64, 128, 192];
    const kernels = create({ floats: 256, packed: 8, longest: 8 });
    const { heap } = kernels;
    // One window of four channels: a clear maximum, two equal ones, negative values, zeros.
    heap.set([1, 5, -1, 0, 2, 5, -2, 0, 4, 1, -3, 0, 3, 0, -4, 0], values);
    heap.set([10, 20, 30, 40], pooledGradients);
    const pooling = {
      from: { at: values, image: 16, line: 8, channels },
      to: { at: pooled, image: 4, line: 4, channels },
      side,
    };
    kernels.maxPool(pooling, 0);
    expect(Array.from(heap.subarray(pooled, pooled + 4))).toEqual([4, 5, -1, 0]);
    kernels.maxPoolGradient(pooling, 0, gradients, pooledGradients);
    expect(Array.from(heap.subarray(gradients, gradients + 16))).toEqual([
      0, 20, 0, 0, 0, 0, 0, 0, 10, 0, 0, 0, 0, 0, 0, 0,
    ]);
  });
});
