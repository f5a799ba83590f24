/**
 * The parts of the WebAssembly binary format that the kernels need, as functions that return code. An expression leaves
 * one value on the stack, a statement none. Both are lists of bytes, so TypeScript unrolls loops and makes variants.
 * Opcodes: WebAssembly 2.0 (SIMD), and `madd` of the relaxed SIMD proposal.
 */
export type Code = readonly number[];

const TYPES = { i32: 0x7f, f32: 0x7d, v128: 0x7b } as const;
export type ValueType = keyof typeof TYPES;

export interface Local {
  readonly index: number;
  readonly type: ValueType;
}

function unsigned(value: number): number[] {
  const bytes: number[] = [];
  let rest = value;
  do {
    const low = rest & 0x7f;
    rest >>>= 7;
    bytes.push(rest === 0 ? low : low | 0x80);
  } while (rest !== 0);
  return bytes;
}

function signed(value: number): number[] {
  const bytes: number[] = [];
  let rest = value;
  for (;;) {
    const low = rest & 0x7f;
    rest >>= 7;
    const done = (rest === 0 && (low & 0x40) === 0) || (rest === -1 && (low & 0x40) !== 0);
    bytes.push(done ? low : low | 0x80);
    if (done) return bytes;
  }
}

const vector = (items: readonly Code[]): number[] => [...unsigned(items.length), ...items.flat()];
const section = (id: number, body: Code): number[] => [id, ...unsigned(body.length), ...body];
const text = (value: string): number[] => vector(Array.from(new TextEncoder().encode(value), (byte) => [byte]));

const simd = (opcode: number): Code => [0xfd, ...unsigned(opcode)];
/** The kernels' data are aligned to four bytes; vectors need no larger alignment. */
const at = (offset: number): Code => [2, ...unsigned(offset)];
const after = (opcode: Code) => (a: Code, b: Code) => [...a, ...b, ...opcode];

export const get = (local: Local): Code => [0x20, ...unsigned(local.index)];
export const set = (local: Local, value: Code): Code => [...value, 0x21, ...unsigned(local.index)];

export const FLOAT_BYTES = 4;
/** Of four floats. */
export const VECTOR_BYTES = 16;

export const i32 = {
  const: (value: number): Code => [0x41, ...signed(value)],
  add: after([0x6a]),
  sub: after([0x6b]),
  mul: after([0x6c]),
};

export const f32 = {
  load: (address: Code, offset = 0): Code => [...address, 0x2a, ...at(offset)],
  store: (address: Code, value: Code, offset = 0): Code => [...address, ...value, 0x38, ...at(offset)],
};

export const f32x4 = {
  zero: [...simd(0x0c), ...Array<number>(16).fill(0)] as Code,
  load: (address: Code, offset = 0): Code => [...address, ...simd(0x00), ...at(offset)],
  store: (address: Code, value: Code, offset = 0): Code => [...address, ...value, ...simd(0x0b), ...at(offset)],
  loadSplat: (address: Code, offset = 0): Code => [...address, ...simd(0x09), ...at(offset)],
  splat: (value: Code): Code => [...value, ...simd(0x13)],
  sqrt: (value: Code): Code => [...value, ...simd(0xe3)],
  add: after(simd(0xe4)),
  sub: after(simd(0xe5)),
  mul: after(simd(0xe6)),
  div: after(simd(0xe7)),
  max: after(simd(0xe9)),
  equal: after(simd(0x41)),
  greater: after(simd(0x44)),
  and: after(simd(0x4e)),
  /** a and not b. */
  andNot: after(simd(0x4f)),
  or: after(simd(0x50)),
  /** a·b + c, rounded once where the hardware can. */
  relaxedMultiplyAdd: (a: Code, b: Code, c: Code): Code => [...a, ...b, ...c, ...simd(0x105)],
};

/** `pointer += by`. */
export const bump = (pointer: Local, by: Code): Code => set(pointer, i32.add(get(pointer), by));

/** Function `index` of the module, without a result. */
export function call(index: number, parameters: readonly Code[]): Code {
  return [...parameters.flat(), 0x10, ...unsigned(index)];
}

/** `do body while (local < end)`, both unsigned: the body runs at least once. */
export function doWhileBelow(local: Local, end: Code, body: Code): Code {
  const [loop, empty, lessThanUnsigned, branchIf, endBlock] = [0x03, 0x40, 0x49, 0x0d, 0x0b];
  return [loop, empty, ...body, ...get(local), ...end, lessThanUnsigned, branchIf, 0, endBlock];
}

/** A function without a result, exported by its name. */
export class FunctionBuilder {
  readonly name: string;
  readonly #parameters: ValueType[] = [];
  readonly #locals: ValueType[] = [];
  readonly #body: number[] = [];

  constructor(name: string) {
    this.name = name;
  }

  /** All parameters come before the first local. */
  parameter(type: ValueType): Local {
    if (this.#locals.length > 0) throw new Error('parameters come before locals');
    this.#parameters.push(type);
    return { index: this.#parameters.length - 1, type };
  }

  local(type: ValueType): Local {
    this.#locals.push(type);
    return { index: this.#parameters.length + this.#locals.length - 1, type };
  }

  emit(...code: readonly Code[]): void {
    for (const piece of code) for (const byte of piece) this.#body.push(byte);
  }

  type(): Code {
    return [0x60, ...vector(this.#parameters.map((type) => [TYPES[type]])), 0];
  }

  code(): Code {
    const body = [...vector(this.#locals.map((type) => [1, TYPES[type]])), ...this.#body, 0x0b];
    return [...unsigned(body.length), ...body];
  }
}

const MAGIC_AND_VERSION: Code = [0x00, 0x61, 0x73, 0x6d, 0x01, 0x00, 0x00, 0x00];

/** A module that imports its memory, of any size, as `env.memory` and exports the functions. */
export function assemble(functions: readonly FunctionBuilder[]): Uint8Array<ArrayBuffer> {
  const memory = [...text('env'), ...text('memory'), 0x02, 0x00, 0x00];
  return new Uint8Array([
    ...MAGIC_AND_VERSION,
    ...section(1, vector(functions.map((one) => one.type()))),
    ...section(2, vector([memory])),
    ...section(3, vector(functions.map((_, i) => unsigned(i)))),
    ...section(7, vector(functions.map((one, i) => [...text(one.name), 0x00, ...unsigned(i)]))),
    ...section(10, vector(functions.map((one) => one.code()))),
  ]);
}
