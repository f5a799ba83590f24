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
import { assemble } from './wasm-assembler.ts';
import { COLUMNS, ROWS, gemmFunctions } from './wasm-gemm.ts';
import { poolFunctions } from './wasm-pool.ts';

const PAGE = 65_536;
const FLOAT = 4;

type WasmFunctions = Readonly<Record<string, (...parameters: number[]) => void>>;

interface Compiled {
  readonly name: string;
  readonly module: WebAssembly.Module;
}

/** Relaxed SIMD, which multiplies and adds in one instruction, where the engine knows it; else SIMD; else null. */
function compile(): Compiled | null {
  for (const relaxed of [true, false]) {
    const bytes = assemble([...gemmFunctions(relaxed), ...poolFunctions()]);
    if (WebAssembly.validate(bytes))
      return { name: relaxed ? 'relaxed-simd' : 'simd', module: new WebAssembly.Module(bytes) };
  }
  return null;
}

let compiled: Compiled | null | undefined;

/** Null where the engine has no WebAssembly SIMD. What is returned throws a RangeError where memory is short. */
export function wasmKernels(): CreateKernels | null {
  // Not ??=, which would try again each time where there is none.
  if (compiled === undefined) compiled = compile();
  const found = compiled;
  return found && ((needs) => instantiate(found, needs));
}

const roundUp = (size: number, step: number): number => Math.ceil(size / step) * step;

function instantiate({ name, module }: Compiled, { floats, packed, longest }: KernelNeeds): Kernels {
  const panels = 0;
  const stripe = panels + packed * FLOAT;
  const base = stripe + longest * COLUMNS * FLOAT;
  const memory = new WebAssembly.Memory({ initial: Math.ceil((base + floats * FLOAT) / PAGE) });
  const { exports } = new WebAssembly.Instance(module, { env: { memory } });
  // The module exports nothing but functions (see gemmFunctions).
  const functions = exports as WasmFunctions;
  const address = (offset: number): number => base + offset * FLOAT;

  function run(kernel: string, parameters: readonly number[]): void {
    const found = functions[kernel];
    if (!found) throw new Error(`There is no kernel ${kernel}`);
    found(...parameters);
  }

  /** Panels of `ROWS` rows, one after the other; in each of them the pieces follow upon another. */
  function pack(pieces: readonly Piece[], m: number, k: number): void {
    const panel = k * ROWS * FLOAT;
    const end = panels + (m / ROWS) * panel;
    let start = panels;
    for (const { at, row, column, columns } of pieces) {
      const [kernel, stride] = row === 1 ? ['packNeighbours', column] : ['packRows', row];
      run(kernel, [address(at), row * ROWS * FLOAT, stride * FLOAT, columns, start, panel, end]);
      start += columns * ROWS * FLOAT;
    }
  }

  /** What `prepare` in wasm-gemm.ts asks for, offsets as distances from C. */
  function extras(c: View, epilogue: Epilogue): number[] {
    const from = (at: number): number => (at - c.at) * FLOAT;
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

  /** The parameters of `overLine` in wasm-pool.ts for every line of results. */
  function forEachLine({ from, to, side }: Pooling, image: number, visit: (line: number[]) => void): void {
    for (let y = 0; y < side; y++) {
      const start = address(from.at + image * from.image + 2 * y * from.line);
      const first = address(to.at + image * to.image + y * to.line);
      const channels = from.channels * FLOAT;
      visit([start, from.line * FLOAT, channels, first, first + side * channels]);
    }
  }

  return {
    name,
    heap: new Float32Array(memory.buffer, base, floats),
    *multiply(a: readonly Piece[], b: View, c: View, rows: number, columns: number, epilogue: Epilogue) {
      const [m, n, k] = [roundUp(rows, ROWS), roundUp(columns, COLUMNS), columnsOf(a)];
      pack(a, m, k);
      const [packing, stride] = b.column === 1 ? ['neighbours', b.row] : ['rows', b.column];
      const bNext = b.column * COLUMNS * FLOAT;
      const parameters = [panels, address(b.at), bNext, stride * FLOAT, stripe, address(c.at), c.row * FLOAT, m, n, k];
      run(`${epilogue.kind}_${packing}`, parameters.concat(extras(c, epilogue)));
      yield;
    },
    maxPool: (pooling, image) => forEachLine(pooling, image, (line) => run('maxPoolLine', line)),
    maxPoolGradient(pooling, image, from, to) {
      const distances = [(from - pooling.from.at) * FLOAT, (to - pooling.to.at) * FLOAT];
      forEachLine(pooling, image, (line) => run('maxPoolGradientLine', distances.concat(line)));
    },
  };
}
