/** The kernels as a WebAssembly module on a memory of its own. */
import {
  type CreateKernels,
  type Epilogue,
  type KernelNeeds,
  type Kernels,
  type Piece,
  type Pooling,
  type View,
  columnsOf,
} from './kernels.ts';
import { FLOAT_BYTES, assemble } from './wasm-assembler.ts';
import { COLUMNS, ROWS, gemmFunctions } from './wasm-gemm.ts';
import { poolFunctions } from './wasm-pool.ts';

const PAGE = 65_536;

type WasmFunction = (...parameters: number[]) => void;
type WasmFunctions = Readonly<Record<string, WasmFunction>>;

interface Compiled {
  readonly name: string;
  readonly module: WebAssembly.Module;
}

/** Relaxed SIMD, with multiply-add in one instruction, where the JavaScript engine has it; else SIMD; else null. */
function compile(): Compiled | null {
  for (const relaxed of [true, false]) {
    const bytes = assemble([...gemmFunctions(relaxed), ...poolFunctions()]);
    if (WebAssembly.validate(bytes))
      return { name: relaxed ? 'relaxed-simd' : 'simd', module: new WebAssembly.Module(bytes) };
  }
  return null;
}

let compiled: Compiled | null | undefined;

/** Null where there is no WebAssembly SIMD. The result throws a RangeError where memory is short. */
export function wasmKernels(): CreateKernels | null {
  // Not ??=, which would compile again after each null.
  if (compiled === undefined) compiled = compile();
  const found = compiled;
  return found && ((needs) => instantiate(found, needs));
}

const roundUp = (size: number, step: number): number => Math.ceil(size / step) * step;

function named(functions: WasmFunctions, name: string): WasmFunction {
  const found = functions[name];
  if (!found) throw new Error(`There is no kernel ${name}`);
  return found;
}

/** Panels of `ROWS` rows one after the other; the pieces of A follow each other within a panel. `base`: of the heap. */
function pack(
  packNeighbours: WasmFunction,
  packRows: WasmFunction,
  base: number,
  panels: number,
  pieces: readonly Piece[],
  m: number,
  k: number,
): void {
  const panel = k * ROWS * FLOAT_BYTES;
  const end = panels + (m / ROWS) * panel;
  let start = panels;
  for (const { at, row, column, columns } of pieces) {
    const [from, step] = [base + at * FLOAT_BYTES, row * ROWS * FLOAT_BYTES];
    if (row === 1) packNeighbours(from, step, column * FLOAT_BYTES, columns, start, panel, end);
    else packRows(from, step, row * FLOAT_BYTES, columns, start, panel, end);
    start += columns * ROWS * FLOAT_BYTES;
  }
}

/** The parameters that `prepare` in wasm-gemm.ts adds, offsets as distances from C. */
function extras(c: View, epilogue: Epilogue): number[] {
  const from = (at: number): number => (at - c.at) * FLOAT_BYTES;
  switch (epilogue.kind) {
    case 'store':
    case 'relu':
    case 'accumulate':
      return [];
    case 'mask':
      return [from(epilogue.by)];
    case 'sgd':
      return [from(epilogue.velocity), epilogue.lr, epilogue.momentum];
    case 'adam': {
      const { first, second, beta1, beta2, rate, epsilon } = epilogue;
      return [from(first), from(second), beta1, 1 - beta1, beta2, 1 - beta2, rate, epsilon];
    }
    default:
      return epilogue satisfies never;
  }
}

/** Calls `visit` with the parameters of `overLine` in wasm-pool.ts for every line of results. */
function forEachLine(base: number, { from, to, side }: Pooling, image: number, visit: (line: number[]) => void) {
  for (let y = 0; y < side; y++) {
    const start = base + (from.at + image * from.image + 2 * y * from.line) * FLOAT_BYTES;
    const first = base + (to.at + image * to.image + y * to.line) * FLOAT_BYTES;
    const channels = from.channels * FLOAT_BYTES;
    visit([start, from.line * FLOAT_BYTES, channels, first, first + side * channels]);
  }
}

function instantiate({ name, module }: Compiled, { floats, packed, longest }: KernelNeeds): Kernels {
  const panels = 0;
  const stripe = panels + packed * FLOAT_BYTES;
  const base = stripe + longest * COLUMNS * FLOAT_BYTES;
  const memory = new WebAssembly.Memory({ initial: Math.ceil((base + floats * FLOAT_BYTES) / PAGE) });
  const { exports } = new WebAssembly.Instance(module, { env: { memory } });
  // The module exports functions only (see gemmFunctions).
  const functions = exports as WasmFunctions;
  const [packNeighbours, packRows] = [named(functions, 'packNeighbours'), named(functions, 'packRows')];
  const [poolLine, poolGradientLine] = [named(functions, 'maxPoolLine'), named(functions, 'maxPoolGradientLine')];
  return {
    name,
    heap: new Float32Array(memory.buffer, base, floats),
    *multiply(a: readonly Piece[], b: View, c: View, rows: number, columns: number, epilogue: Epilogue) {
      const [m, n, k] = [roundUp(rows, ROWS), roundUp(columns, COLUMNS), columnsOf(a)];
      pack(packNeighbours, packRows, base, panels, a, m, k);
      const [packing, stride] = b.column === 1 ? ['neighbours', b.row] : ['rows', b.column];
      const bNext = b.column * COLUMNS * FLOAT_BYTES;
      const [bStride, cRow] = [stride * FLOAT_BYTES, c.row * FLOAT_BYTES];
      const [bAt, cAt] = [base + b.at * FLOAT_BYTES, base + c.at * FLOAT_BYTES];
      const multiply = named(functions, `${epilogue.kind}_${packing}`);
      multiply(panels, bAt, bNext, bStride, stripe, cAt, cRow, m, n, k, ...extras(c, epilogue));
      yield;
    },
    maxPool: (pooling, image) => forEachLine(base, pooling, image, (line) => poolLine(...line)),
    maxPoolGradient(pooling, image, from, to) {
      const distances = [(from - pooling.from.at) * FLOAT_BYTES, (to - pooling.to.at) * FLOAT_BYTES];
      forEachLine(base, pooling, image, (line) => poolGradientLine(...distances, ...line));
    },
  };
}
