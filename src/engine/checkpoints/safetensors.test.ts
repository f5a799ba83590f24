import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
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

describe('safetensors', () => {
  it('gives back what was written, in order, with its metadata', () => {
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

  it.each([
    ['too short', new ArrayBuffer(5), /too short/],
    ['a header longer than the file', fileOf('{}').slice(0, 9), /cut off/],
    ['no JSON', fileOf('nonsense'), /not JSON/],
    ['no object', fileOf('[1]'), /not a JSON object|entry/],
    ['an unknown type', fileOf({ a: entry({ dtype: 'I64' }) }, new Uint8Array(8)), /dtype/],
    ['a negative dimension', fileOf({ a: entry({ shape: [-2] }) }, new Uint8Array(8)), /shape/],
    ['a size that does not fit its shape', fileOf({ a: entry({ shape: [3] }) }, new Uint8Array(8)), /needs 12 bytes/],
    ['missing data', fileOf({ a: entry() }, new Uint8Array(4)), /bytes of data/],
    ['data that nobody owns', fileOf({ a: entry() }, new Uint8Array(12)), /bytes of data/],
    ['overlaps', fileOf({ a: entry(), b: entry({ data_offsets: [4, 12] }) }, new Uint8Array(12)), /b begins at 4, not at 8/],
    ['not a number', fileOf({ a: entry() }, new Uint8Array(8).fill(0xff)), /finite/],
    ['metadata of another kind', fileOf({ __metadata__: 3 }), /metadata/],
  ])('refuses %s', (_, file, message) => {
    expect(() => decodeSafetensors(file)).toThrow(message);
  });

  it('never throws anything but its own error, whatever the bytes', () => {
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
