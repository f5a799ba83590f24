import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { FileKind } from '../../core/file-kind.ts';
import { MAX_WEIGHTS_BYTES, type WeightsFault } from '../../core/weights-fault.ts';
import { EngineError } from '../engine.ts';
import { decodeSafetensors, encodeSafetensors } from './safetensors.ts';

function fileOf(header: unknown, data: Uint8Array = new Uint8Array()): ArrayBuffer {
  const text = new TextEncoder().encode(typeof header === 'string' ? header : JSON.stringify(header));
  const file = new Uint8Array(8 + text.length + data.length);
  new DataView(file.buffer).setBigUint64(0, BigInt(text.length), true);
  file.set(text, 8);
  file.set(data, 8 + text.length);
  return file.buffer;
}

const entry = (over: object = {}) => ({ dtype: 'F32', shape: [2], data_offsets: [0, 8], ...over });

/** One F32. */
const ENTRY = '{"dtype":"F32","shape":[1],"data_offsets":[0,4]}';

function dataOf(length: number, value = 0): Uint8Array {
  return new Uint8Array(length).fill(value);
}

function deep(levels: number): string {
  return '['.repeat(levels) + ']'.repeat(levels);
}

function invalidUtf8(): ArrayBuffer {
  const file = fileOf('{"a":1}');
  new Uint8Array(file)[10] = 0xff;
  return file;
}

function largePickle(): ArrayBuffer {
  const file = new Uint8Array(MAX_WEIGHTS_BYTES + 1);
  file.set([0x80, 2]);
  return file.buffer;
}

/** The fault of the error for a refused file, and its message. */
function faultOf(file: ArrayBuffer): WeightsFault | undefined {
  try {
    decodeSafetensors(file);
  } catch (error) {
    expect(error).toBeInstanceOf(EngineError);
    if (!(error instanceof EngineError)) throw error;
    expect(error.code).toBe('weights');
    expect(error.message).toMatch(/^[^\n]{10,250}$/u);
    return error.fault;
  }
  return undefined;
}

describe('safetensors', () => {
  it('decodes what it encoded, in order, with metadata', () => {
    const tensors = [
      { name: 'l1.weight', shape: [2, 3], values: Float32Array.of(1, -2, 3.5, 0, 1e-30, 7) },
      { name: 'l1.bias', shape: [2], values: Float32Array.of(0.1, -0.1) },
    ];
    const file = encodeSafetensors({ tensors, metadata: { model: 'softmax' } });
    expect(decodeSafetensors(file)).toEqual({ tensors, metadata: { model: 'softmax' } });
  });

  it('rounds to halves as IEEE 754 does, subnormals and ties included', () => {
    const values = Float32Array.of(
      1,
      -2.5,
      65504,
      2 ** -24,
      2 ** -25,
      1 + 2 ** -11,
      1 + 3 * 2 ** -11,
      0.1,
      2 ** -14,
      0,
    );
    const expected = [1, -2.5, 65504, 2 ** -24, 0, 1, 1 + 2 ** -9, 0.0999755859375, 2 ** -14, 0];
    const file = encodeSafetensors({ tensors: [{ name: 'a', shape: [10], values }], metadata: {} }, 'F16');
    expect(Array.from(decodeSafetensors(file).tensors[0]?.values ?? [])).toEqual(expected);
  });

  it('reads bfloat16', () => {
    const header = { a: { dtype: 'BF16', shape: [2], data_offsets: [0, 4] } };
    const file = fileOf(header, Uint8Array.of(0x80, 0x3f, 0x20, 0xc0));
    expect(Array.from(decodeSafetensors(file).tensors[0]?.values ?? [])).toEqual([1, -2.5]);
  });

  it('rounds float64 to float32', () => {
    const header = { a: { dtype: 'F64', shape: [3], data_offsets: [0, 24] } };
    const file = fileOf(header, new Uint8Array(Float64Array.of(1, 0.1, -1e-50).buffer));
    expect(decodeSafetensors(file).tensors[0]?.values).toEqual(Float32Array.of(1, 0.1, -0));
  });

  it('accepts scalars, empty tensors and tensors of many dimensions', () => {
    const header = {
      scalar: { dtype: 'F32', shape: [], data_offsets: [0, 4] },
      none: { dtype: 'F32', shape: [0, 3], data_offsets: [0, 0] },
      many: { dtype: 'F32', shape: Array(32).fill(1), data_offsets: [4, 8] },
    };
    const { tensors } = decodeSafetensors(fileOf(header, new Uint8Array(Float32Array.of(5, 7).buffer)));
    expect(tensors.map(({ values }) => [...values])).toEqual([[5], [], [7]]);
  });

  it.each<[what: string, file: ArrayBuffer, kind: FileKind]>([
    [
      'a PyTorch file',
      new TextEncoder().encode('PK\u0003\u0004______________________model/data.pkl').buffer,
      'pytorch',
    ],
    ['a web page', new TextEncoder().encode('<!doctype html><title>404</title>').buffer, 'html'],
    ['a truncated file', fileOf({ a: entry() }).slice(0, 20), 'safetensors'],
    ['random bytes', new Uint8Array(64).fill(1).buffer, 'unknown'],
    ['a large PyTorch file', largePickle(), 'pickle'],
  ])('refuses %s by its kind', (_, file, kind) => {
    expect(faultOf(file)).toEqual({ problem: 'no-safetensors', part: '', found: kind, expected: '' });
  });

  it.each<[what: string, file: ArrayBuffer, fault: Partial<WeightsFault>]>([
    ['too short', new ArrayBuffer(5), { problem: 'too-short' }],
    ['empty', new ArrayBuffer(0), { problem: 'too-short' }],
    ['a web page', new TextEncoder().encode('<!doctype html><title>404</title>').buffer, { problem: 'no-safetensors' }],
    ['a header longer than the file', fileOf('{}').slice(0, 9), { problem: 'no-safetensors' }],
    ['a header of 2⁶⁴ − 1 bytes', new Uint8Array(64).fill(0xff).buffer, { problem: 'no-safetensors' }],
    ['a header of a megabyte and more', fileOf(' '.repeat(1_000_001)), { problem: 'no-safetensors' }],
    ['no JSON', fileOf('nonsense'), { problem: 'header' }],
    ['no UTF-8', invalidUtf8(), { problem: 'header' }],
    ['JSON that is no object', fileOf('[1]'), { problem: 'header' }],
    ['JSON that is null', fileOf('null'), { problem: 'header' }],
    ['brackets nested half a million deep', fileOf('['.repeat(499_000) + ']'.repeat(499_000)), { problem: 'header' }],
    [
      'a deeply nested dtype',
      fileOf(`{"a":{"dtype":${deep(200_000)},"shape":[1],"data_offsets":[0,4]}}`),
      { problem: 'dtype' },
    ],
    [
      'a deeply nested shape',
      fileOf(`{"a":{"dtype":"F32","shape":${deep(200_000)},"data_offsets":[0,4]}}`),
      { problem: 'shape' },
    ],
    ['a name twice', fileOf(`{"a":${ENTRY},"a":${ENTRY}}`, dataOf(8)), { problem: 'duplicate', part: 'a' }],
    [
      'a name twice, escaped once',
      fileOf(`{"a":${ENTRY},"\\u0061":${ENTRY}}`, dataOf(8)),
      { problem: 'duplicate', part: 'a' },
    ],
    ['metadata twice', fileOf('{"__metadata__":{},"__metadata__":{}}'), { problem: 'duplicate', part: '__metadata__' }],
    [
      'a dtype twice',
      fileOf('{"a":{"dtype":"F16","dtype":"F32","shape":[2],"data_offsets":[0,8]}}', dataOf(8)),
      { problem: 'duplicate', part: 'a.dtype' },
    ],
    ['metadata of another kind', fileOf({ __metadata__: 3 }), { problem: 'metadata' }],
    ['metadata that is a list', fileOf({ __metadata__: [] }), { problem: 'metadata' }],
    ['metadata with a number', fileOf({ __metadata__: { epochs: 3 } }), { problem: 'metadata' }],
    ['an entry that is a number', fileOf({ a: 7 }), { problem: 'entry', part: 'a' }],
    ['an entry without offsets', fileOf({ a: { dtype: 'F32', shape: [1] } }), { problem: 'entry', part: 'a' }],
    [
      'integers for weights',
      fileOf({ a: entry({ dtype: 'I32' }) }, dataOf(8)),
      { problem: 'dtype', part: 'a', found: 'I32', expected: 'F64, F32, F16, BF16' },
    ],
    [
      'an unknown type',
      fileOf({ a: entry({ dtype: 'F4' }) }, dataOf(8)),
      { problem: 'dtype', part: 'a', found: 'F4', expected: 'F64, F32, F16, BF16' },
    ],
    ['a type by the name of a method', fileOf({ a: entry({ dtype: 'toString' }) }, dataOf(8)), { problem: 'dtype' }],
    ['a negative dimension', fileOf({ a: entry({ shape: [-2] }) }, dataOf(8)), { problem: 'shape', found: '[-2]' }],
    ['half a dimension', fileOf({ a: entry({ shape: [0.5, 4] }) }, dataOf(8)), { problem: 'shape' }],
    ['two values for a scalar', fileOf({ a: entry({ shape: [] }) }, dataOf(8)), { problem: 'offsets', expected: '4' }],
    [
      'values for an empty tensor',
      fileOf({ a: entry({ shape: [0, 2] }) }, dataOf(8)),
      { problem: 'offsets', expected: '0' },
    ],
    ['33 dimensions', fileOf({ a: entry({ shape: Array(33).fill(1) }) }, dataOf(8)), { problem: 'shape' }],
    [
      'a size beyond any number',
      fileOf({ a: entry({ shape: Array(32).fill(2 ** 27) }) }, dataOf(8)),
      { problem: 'offsets' },
    ],
    ['a dimension beyond any file', fileOf({ a: entry({ shape: [2 ** 40] }) }, dataOf(8)), { problem: 'shape' }],
    [
      'a size that wraps round in 64 bits',
      fileOf({ a: entry({ shape: Array(4).fill(2 ** 16) }) }, dataOf(8)),
      { problem: 'offsets' },
    ],
    [
      'a size that does not fit its shape',
      fileOf({ a: entry({ shape: [3] }) }, dataOf(8)),
      { problem: 'offsets', found: '8', expected: '12' },
    ],
    ['three offsets', fileOf({ a: entry({ data_offsets: [0, 8, 8] }) }, dataOf(8)), { problem: 'offsets' }],
    ['an end before its beginning', fileOf({ a: entry({ data_offsets: [8, 0] }) }, dataOf(8)), { problem: 'offsets' }],
    ['a negative offset', fileOf({ a: entry({ data_offsets: [-8, 0] }) }, dataOf(8)), { problem: 'offsets' }],
    [
      'an offset that is no number',
      fileOf({ a: entry({ data_offsets: ['0', '8'] }) }, dataOf(8)),
      { problem: 'offsets' },
    ],
    [
      'an offset beyond any file',
      fileOf({ a: entry({ data_offsets: [2 ** 52, 2 ** 52 + 8] }) }, dataOf(8)),
      { problem: 'offsets' },
    ],
    [
      'overlaps',
      fileOf({ a: entry(), b: entry({ data_offsets: [4, 12] }) }, dataOf(12)),
      { problem: 'place', part: 'b' },
    ],
    ['two in the same place', fileOf({ a: entry(), b: entry() }, dataOf(8)), { problem: 'place', part: 'b' }],
    [
      'a gap',
      fileOf({ a: entry(), b: entry({ data_offsets: [12, 20] }) }, dataOf(20)),
      { problem: 'place', part: 'b' },
    ],
    ['a beginning that is none', fileOf({ a: entry({ data_offsets: [4, 12] }) }, dataOf(12)), { problem: 'place' }],
    ['missing data', fileOf({ a: entry() }, dataOf(4)), { problem: 'length', found: '4', expected: '8' }],
    ['data without a tensor', fileOf({ a: entry() }, dataOf(12)), { problem: 'length', found: '12', expected: '8' }],
    ['data without a tensor', fileOf({}, dataOf(4)), { problem: 'length', found: '4', expected: '0' }],
    [
      'an F64 beyond any F32',
      fileOf({ a: { dtype: 'F64', shape: [1], data_offsets: [0, 8] } }, new Uint8Array(Float64Array.of(1e300).buffer)),
      { problem: 'not-finite', part: 'a' },
    ],
    ['a NaN', fileOf({ a: entry() }, dataOf(8, 0xff)), { problem: 'not-finite', part: 'a' }],
    [
      'an infinite F16',
      fileOf({ a: { dtype: 'F16', shape: [1], data_offsets: [0, 2] } }, Uint8Array.of(0, 0x7c)),
      { problem: 'not-finite' },
    ],
    [
      'an infinite BF16',
      fileOf({ a: { dtype: 'BF16', shape: [1], data_offsets: [0, 2] } }, Uint8Array.of(0x80, 0x7f)),
      { problem: 'not-finite' },
    ],
  ])('refuses %s, and says why in words and as a code', (_, file, fault) => {
    expect(faultOf(file)).toMatchObject(fault);
  });

  it('refuses more than 128 MB', () => {
    expect(faultOf(new ArrayBuffer(MAX_WEIGHTS_BYTES + 1))).toEqual({
      problem: 'too-large',
      part: '',
      found: '129 MB',
      expected: '128 MB',
    });
  });

  it('accepts tensors named like properties of objects', () => {
    const names = ['__proto__', 'constructor', 'toString', 'hasOwnProperty', ''];
    const tensors = names.map((name, i) => ({ name, shape: [1], values: Float32Array.of(i) }));
    const header = Object.fromEntries(
      names.map((name, i) => [name, { dtype: 'F32', shape: [1], data_offsets: [4 * i, 4 * i + 4] }]),
    );
    const data = new Uint8Array(Float32Array.from(names.keys()).buffer);
    expect(decodeSafetensors(fileOf(header, data)).tensors).toEqual(tensors);
    expect(({} as Record<string, unknown>)['dtype']).toBeUndefined();
    expect(decodeSafetensors(encodeSafetensors({ tensors, metadata: {} })).tensors).toEqual(tensors);
  });

  it('shortens long names and values in messages', () => {
    const name = 'x'.repeat(5000);
    const fault = faultOf(fileOf({ [name]: entry({ dtype: name }) }, dataOf(8)));
    expect(fault?.part).toHaveLength(60);
    expect(fault?.found).toHaveLength(60);
  });

  it('does not mistake text in strings, shapes and metadata for keys', () => {
    const header = `{"__metadata__":{"a":"{\\"b\\":[","b":"a"},"a":${ENTRY}}`;
    expect(decodeSafetensors(fileOf(header, dataOf(4))).tensors).toHaveLength(1);
  });

  it('throws only its own error for any bytes', () => {
    fc.assert(
      fc.property(fc.uint8Array({ maxLength: 400 }), (bytes) => {
        try {
          decodeSafetensors(fileOf('{"a":{"dtype":"F32","shape":[2],"data_offsets":[0,8]}}', bytes));
        } catch (error) {
          expect(error).toMatchObject({ name: 'EngineError', code: 'weights' });
        }
      }),
    );
  });
});
