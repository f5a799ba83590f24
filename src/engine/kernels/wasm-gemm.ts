/**
 * The product's WebAssembly code. A tile of `ROWS` × 8 of C stays in registers over the whole of k. A is packed once into
 * panels of `ROWS` rows. B is packed one stripe of 8 columns at a time, which stays in the first-level cache for all
 * panels of A. This is Goto and van de Geijn's scheme (2008) without blocking over k: a stripe always fits the cache.
 */
import {
  type Code,
  FLOAT_BYTES,
  FunctionBuilder,
  type Local,
  VECTOR_BYTES,
  bump,
  call,
  doWhileBelow,
  f32,
  f32x4,
  get,
  i32,
  set,
} from './wasm-assembler.ts';

/**
 * Eight sums, two vectors of B and one of A fit the 16 vector registers of x64. With taller tiles or unrolled steps of
 * k, V8 spills registers to the stack.
 */
export const ROWS = 4;
export const COLUMNS = 8;

/** Bytes of a step of k in a packed panel of A and in a packed stripe of B. */
const A_STEP = ROWS * FLOAT_BYTES;
const B_STEP = COLUMNS * FLOAT_BYTES;

const range = (count: number): number[] => Array.from({ length: count }, (_, i) => i);

/** `(from, stride, k, to)`: copies k steps of `width` (4 or 8) neighbours; `stride` bytes lie between steps. */
function packNeighbours(name: string, width: number): FunctionBuilder {
  const f = new FunctionBuilder(name);
  const [from, stride, k, to] = [f.parameter('i32'), f.parameter('i32'), f.parameter('i32'), f.parameter('i32')];
  const end = f.local('i32');
  const fours = range(width / 4).map((i) => i * VECTOR_BYTES);
  f.emit(
    set(end, i32.add(get(to), i32.mul(get(k), i32.const(width * FLOAT_BYTES)))),
    doWhileBelow(to, get(end), [
      ...fours.flatMap((offset) => f32x4.store(get(to), f32x4.load(get(from), offset), offset)),
      ...bump(from, get(stride)),
      ...bump(to, i32.const(width * FLOAT_BYTES)),
    ]),
  );
  return f;
}

/** `(from, stride, k, to)`: copies k steps of one value from each of `width` rows that are `stride` bytes apart. */
function packRows(name: string, width: number): FunctionBuilder {
  const f = new FunctionBuilder(name);
  const [from, stride, k, to] = [f.parameter('i32'), f.parameter('i32'), f.parameter('i32'), f.parameter('i32')];
  const end = f.local('i32');
  const rows = range(width).map(() => f.local('i32'));
  f.emit(set(end, i32.add(get(to), i32.mul(get(k), i32.const(width * FLOAT_BYTES)))));
  let previous = from;
  for (const [i, row] of rows.entries()) {
    f.emit(set(row, i === 0 ? get(previous) : i32.add(get(previous), get(stride))));
    previous = row;
  }
  f.emit(
    doWhileBelow(to, get(end), [
      ...rows.flatMap((row, i) => [
        ...f32.store(get(to), f32.load(get(row)), i * FLOAT_BYTES),
        ...bump(row, i32.const(FLOAT_BYTES)),
      ]),
      ...bump(to, i32.const(width * FLOAT_BYTES)),
    ]),
  );
  return f;
}

/**
 * `(from, step, stride, k, to, toStep, end)`: packs panels by function `pack` until `to` reaches `end`; they lie
 * `step` bytes apart where they come from and `toStep` where they go.
 */
function packPanels(name: string, pack: number): FunctionBuilder {
  const f = new FunctionBuilder(name);
  const [from, step, stride, k] = [f.parameter('i32'), f.parameter('i32'), f.parameter('i32'), f.parameter('i32')];
  const [to, toStep, end] = [f.parameter('i32'), f.parameter('i32'), f.parameter('i32')];
  f.emit(
    doWhileBelow(to, get(end), [
      ...call(pack, [get(from), get(stride), get(k), get(to)]),
      ...bump(from, get(step)),
      ...bump(to, get(toStep)),
    ]),
  );
  return f;
}

const scaled = (value: Code, by: Local): Code => f32x4.mul(value, f32x4.splat(get(by)));

type MultiplyAdd = (a: Code, b: Code, c: Code) => Code;

/** The epilogue for four neighbouring values of A·B, which are stored at `address`. */
interface Finish {
  readonly name: string;
  /** Adds the epilogue's parameters to the function and returns the code for one vector. */
  prepare(f: FunctionBuilder): (address: Code, offset: number, product: Local) => Code;
}

/** `(velocity, lr, momentum)` */
function sgd(madd: MultiplyAdd): Finish {
  return {
    name: 'sgd',
    prepare: (f) => {
      const [velocity, lr, momentum] = [f.parameter('i32'), f.parameter('f32'), f.parameter('f32')];
      return (address, offset, p) => {
        const v = i32.add(address, get(velocity));
        return [
          ...set(p, madd(f32x4.load(v, offset), f32x4.splat(get(momentum)), get(p))),
          ...f32x4.store(v, get(p), offset),
          ...f32x4.store(
            address,
            f32x4.sub(f32x4.load(address, offset), f32x4.mul(get(p), f32x4.splat(get(lr)))),
            offset,
          ),
        ];
      };
    },
  };
}

/** `(first, second, β₁, 1 − β₁, β₂, 1 − β₂, rate, ε)` */
const ADAM: Finish = {
  name: 'adam',
  prepare: (f) => {
    const [first, second] = [f.parameter('i32'), f.parameter('i32')];
    const [keep1, take1] = [f.parameter('f32'), f.parameter('f32')];
    const [keep2, take2] = [f.parameter('f32'), f.parameter('f32')];
    const [rate, epsilon] = [f.parameter('f32'), f.parameter('f32')];
    return (address, offset, p) => {
      const m = i32.add(address, get(first));
      const s = i32.add(address, get(second));
      const root = f32x4.sqrt(f32x4.load(s, offset));
      const stride = f32x4.div(f32x4.load(m, offset), f32x4.add(root, f32x4.splat(get(epsilon))));
      return [
        ...f32x4.store(m, f32x4.add(scaled(f32x4.load(m, offset), keep1), scaled(get(p), take1)), offset),
        ...f32x4.store(
          s,
          f32x4.add(scaled(f32x4.load(s, offset), keep2), scaled(f32x4.mul(get(p), get(p)), take2)),
          offset,
        ),
        ...f32x4.store(address, f32x4.sub(f32x4.load(address, offset), scaled(stride, rate)), offset),
      ];
    };
  },
};

function finishes(madd: MultiplyAdd): Finish[] {
  return [
    { name: 'store', prepare: () => (address, offset, p) => f32x4.store(address, get(p), offset) },
    {
      name: 'relu',
      prepare: () => (address, offset, p) => f32x4.store(address, f32x4.max(get(p), f32x4.zero), offset),
    },
    {
      name: 'accumulate',
      prepare: () => (address, offset, p) =>
        f32x4.store(address, f32x4.add(f32x4.load(address, offset), get(p)), offset),
    },
    {
      name: 'mask',
      prepare: (f) => {
        const by = f.parameter('i32');
        return (address, offset, p) => {
          const passes = f32x4.greater(f32x4.load(i32.add(address, get(by)), offset), f32x4.zero);
          return f32x4.store(address, f32x4.and(get(p), passes), offset);
        };
      },
    },
    sgd(madd),
    ADAM,
  ];
}

/**
 * `(a, b, bStep, bStride, stripe, c, cRow, m, n, k, …)`: a is packed; b is packed to `stripe` by function `pack`,
 * whose stride is `bStride`, and the next stripe begins `bStep` bytes further; cRow in bytes; m and n rounded up.
 */
function product(finish: Finish, pack: { name: string; index: number }, madd: MultiplyAdd): FunctionBuilder {
  const f = new FunctionBuilder(`${finish.name}_${pack.name}`);
  const [a, b, bStep, bStride] = [f.parameter('i32'), f.parameter('i32'), f.parameter('i32'), f.parameter('i32')];
  const [stripe, c, cRow] = [f.parameter('i32'), f.parameter('i32'), f.parameter('i32')];
  const [m, n, k] = [f.parameter('i32'), f.parameter('i32'), f.parameter('i32')];
  const finishVector = finish.prepare(f);
  const [panel, at, tile] = [f.local('i32'), f.local('i32'), f.local('i32')];
  const [row, column, stripeEnd] = [f.local('i32'), f.local('i32'), f.local('i32')];
  const [value, left, right] = [f.local('v128'), f.local('v128'), f.local('v128')];
  const sums = range(ROWS).map(() => [f.local('v128'), f.local('v128')] as const);

  const stepOfK: Code = [
    ...set(left, f32x4.load(get(at))),
    ...set(right, f32x4.load(get(at), VECTOR_BYTES)),
    ...sums.flatMap(([leftSum, rightSum], r) => [
      ...set(value, f32x4.loadSplat(get(panel), r * FLOAT_BYTES)),
      ...set(leftSum, madd(get(value), get(left), get(leftSum))),
      ...set(rightSum, madd(get(value), get(right), get(rightSum))),
    ]),
  ];
  const oneTile: Code = [
    ...sums.flat().flatMap((sum) => set(sum, f32x4.zero)),
    ...set(at, get(stripe)),
    ...doWhileBelow(at, get(stripeEnd), [
      ...stepOfK,
      ...bump(panel, i32.const(A_STEP)),
      ...bump(at, i32.const(B_STEP)),
    ]),
    ...sums.flatMap(([leftSum, rightSum]) => [
      ...finishVector(get(tile), 0, leftSum),
      ...finishVector(get(tile), VECTOR_BYTES, rightSum),
      ...bump(tile, get(cRow)),
    ]),
  ];
  f.emit(
    set(stripeEnd, i32.add(get(stripe), i32.mul(get(k), i32.const(B_STEP)))),
    set(column, i32.const(0)),
    doWhileBelow(column, get(n), [
      ...call(pack.index, [get(b), get(bStride), get(k), get(stripe)]),
      ...set(panel, get(a)),
      ...set(tile, get(c)),
      ...set(row, i32.const(0)),
      ...doWhileBelow(row, get(m), [...oneTile, ...bump(row, i32.const(ROWS))]),
      ...bump(b, get(bStep)),
      ...bump(c, i32.const(COLUMNS * FLOAT_BYTES)),
      ...bump(column, i32.const(COLUMNS)),
    ]),
  );
  return f;
}

/**
 * Exports `packNeighbours` for an A whose rows are neighbours in memory and `packRows` for one whose columns are; and for
 * every epilogue `<epilogue>_neighbours` for a B whose columns are neighbours and `<epilogue>_rows` for one whose rows are.
 */
export function gemmFunctions(relaxed: boolean): FunctionBuilder[] {
  const madd: MultiplyAdd = relaxed ? f32x4.relaxedMultiplyAdd : (a, b, c) => f32x4.add(f32x4.mul(a, b), c);
  // The products call these by index.
  const packs = [
    packNeighbours('panelOfNeighbours', ROWS),
    packRows('panelOfRows', ROWS),
    packNeighbours('stripeOfNeighbours', COLUMNS),
    packRows('stripeOfRows', COLUMNS),
  ];
  const stripes = [
    { name: 'neighbours', index: 2 },
    { name: 'rows', index: 3 },
  ];
  return [
    ...packs,
    packPanels('packNeighbours', 0),
    packPanels('packRows', 1),
    ...finishes(madd).flatMap((finish) => stripes.map((pack) => product(finish, pack, madd))),
  ];
}
