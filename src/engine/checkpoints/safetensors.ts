/**
 * The safetensors container (https://github.com/huggingface/safetensors, "Format"): eight bytes with the length of
 * a JSON header, the header, then the tensors' bytes. Independent of models.
 */
import { HEAD_BYTES, recognise } from '../../core/file-kind.ts';
import { sizeOf } from '../../core/size-of.ts';
import { MAX_WEIGHTS_BYTES } from '../../core/weights-fault.ts';
import { refuse } from './refuse.ts';
import { BYTES, READABLE_TYPES, type StoredTensor, parseHeader } from './safetensors-header.ts';

export interface NamedTensor {
  readonly name: string;
  readonly shape: readonly number[];
  /** Row-major. */
  readonly values: Float32Array;
}

export interface TensorFile {
  readonly tensors: readonly NamedTensor[];
  readonly metadata: Readonly<Record<string, string>>;
}

export type StoredType = 'F32' | 'F16';

type ReadableType = (typeof READABLE_TYPES)[number];

/** A header needs a few hundred bytes per tensor. */
const MAX_HEADER_BYTES = 1_000_000;

/** A file whose header and positions are sound. Its values have not been read. */
export interface OpenFile {
  readonly stored: readonly StoredTensor[];
  readonly metadata: Readonly<Record<string, string>>;
  /** As float32. Throws an `EngineError` ('weights') for a type that is not read and for values that are not finite. */
  readonly read: (tensor: StoredTensor) => Float32Array;
}

/** Throws an `EngineError` ('weights') with a fault; never reads outside the file. */
export function openSafetensors(file: ArrayBuffer): OpenFile {
  const dataStart = startOfData(file);
  const { stored, metadata } = parseHeader(new Uint8Array(file, 8, dataStart - 8));
  let end = 0;
  for (const { name, from, to } of stored.toSorted((a, b) => a.from - b.from || a.to - b.to)) {
    // The format allows neither overlaps nor holes.
    if (from !== end) {
      const [found, expected] = [String(from), String(end)];
      refuse('place', `${name} begins at ${found}, not at ${expected}, where the tensor before it ends`, {
        part: name,
        found,
        expected,
      });
    }
    end = to;
  }
  const dataBytes = file.byteLength - dataStart;
  if (end !== dataBytes) {
    const [found, expected] = [String(dataBytes), String(end)];
    refuse('length', `the file has ${found} bytes of data, its header says ${expected}`, { found, expected });
  }
  return { stored, metadata, read: (tensor) => readTensor(file, dataStart, tensor) };
}

/** Reads every tensor. */
export function decodeSafetensors(file: ArrayBuffer): TensorFile {
  const { stored, metadata, read } = openSafetensors(file);
  return {
    tensors: stored.map((tensor) => ({ name: tensor.name, shape: tensor.shape, values: read(tensor) })),
    metadata,
  };
}

/** Where the header ends. Refuses other kinds of files by name. */
function startOfData(file: ArrayBuffer): number {
  if (file.byteLength < 8) refuse('too-short', 'the file is too short to be safetensors');
  const kind = recognise(new Uint8Array(file, 0, Math.min(file.byteLength, HEAD_BYTES)));
  if (kind !== 'safetensors' && kind !== 'unknown')
    refuse('no-safetensors', `this is not a safetensors file but ${kind}`, { found: kind });
  if (file.byteLength > MAX_WEIGHTS_BYTES) {
    const [found, expected] = [megabytes(file.byteLength), megabytes(MAX_WEIGHTS_BYTES)];
    refuse('too-large', `the file has ${found}, ${expected} are the limit`, { found, expected });
  }
  const headerBytes = new DataView(file).getBigUint64(0, true);
  if (headerBytes > MAX_HEADER_BYTES || 8 + Number(headerBytes) > file.byteLength) {
    const message = 'the header is longer than the file: this is no safetensors file, or it was cut off';
    refuse('no-safetensors', message, { found: kind });
  }
  return 8 + Number(headerBytes);
}

function readTensor(file: ArrayBuffer, dataStart: number, { name, dtype, shape, from }: StoredTensor): Float32Array {
  const type = READABLE_TYPES.find((readable) => readable === dtype);
  if (!type) {
    const expected = READABLE_TYPES.join(', ');
    refuse('dtype', `${name}: the dtype ${dtype} is none of ${expected}`, { part: name, found: dtype, expected });
  }
  const values = readValues(file, dataStart + from, type, sizeOf(shape));
  if (!values.every(Number.isFinite))
    refuse('not-finite', `${name} contains a value that is not a finite number of 32 bits`, { part: name });
  return values;
}

function megabytes(bytes: number): string {
  return `${Math.ceil(bytes / 1024 / 1024)} MB`;
}

function readValues(file: ArrayBuffer, at: number, dtype: ReadableType, count: number): Float32Array {
  const view = new DataView(file, at, count * BYTES[dtype]);
  const values = new Float32Array(count);
  const bits = new Uint32Array(1);
  const float = new Float32Array(bits.buffer);
  for (let i = 0; i < count; i++) {
    switch (dtype) {
      case 'F64':
        values[i] = view.getFloat64(8 * i, true);
        break;
      case 'F32':
        values[i] = view.getFloat32(4 * i, true);
        break;
      case 'F16':
        values[i] = halfToFloat(view.getUint16(2 * i, true));
        break;
      case 'BF16':
        // A bfloat16 is the upper half of a float32.
        bits[0] = view.getUint16(2 * i, true) << 16;
        values[i] = float[0] ?? 0;
        break;
      default:
        dtype satisfies never;
    }
  }
  return values;
}

/** IEEE 754 binary16: sign, 5 bits of exponent with bias 15, 10 of fraction. */
function halfToFloat(half: number): number {
  const sign = half & 0x8000 ? -1 : 1;
  const exponent = (half >> 10) & 0x1f;
  const fraction = half & 0x3ff;
  if (exponent === 0) return sign * fraction * 2 ** -24;
  if (exponent === 31) return fraction === 0 ? sign * Infinity : Number.NaN;
  return sign * (1 + fraction / 1024) * 2 ** (exponent - 15);
}

/** IEEE 754 binary16, rounded to nearest, ties to even; too large becomes infinite. */
function floatToHalf(value: number): number {
  const sign = value < 0 || Object.is(value, -0) ? 0x8000 : 0;
  const size = Math.abs(value);
  if (Number.isNaN(value)) return 0x7e00;
  if (size >= 65520) return sign | 0x7c00;
  const exponent = Math.max(-14, Math.floor(Math.log2(size)));
  const quantum = 2 ** (exponent - 10);
  const steps = roundToEven(size / quantum);
  // For normal halves the fraction's carry runs into the exponent by itself.
  return sign | (size < 2 ** -14 ? steps : ((exponent + 15) << 10) + steps - 1024);
}

function roundToEven(x: number): number {
  const floor = Math.floor(x);
  const rest = x - floor;
  if (rest !== 0.5) return Math.round(x);
  return floor % 2 === 0 ? floor : floor + 1;
}

/** `type`: the element type of every tensor. */
export function encodeSafetensors(file: TensorFile, type: StoredType = 'F32'): ArrayBuffer {
  let end = 0;
  const entries = file.tensors.map(({ name, shape, values }) => {
    const from = end;
    end += values.length * BYTES[type];
    return [name, { dtype: type, shape, data_offsets: [from, end] }] as const;
  });
  const json = JSON.stringify({ __metadata__: file.metadata, ...Object.fromEntries(entries) });
  const text = new TextEncoder().encode(json);
  // The data begin at a multiple of eight; the format pads its header with spaces.
  const headerBytes = Math.ceil(text.length / 8) * 8;
  const out = new ArrayBuffer(8 + headerBytes + end);
  const view = new DataView(out);
  view.setBigUint64(0, BigInt(headerBytes), true);
  new Uint8Array(out, 8, headerBytes).fill(0x20).set(text);
  let at = 8 + headerBytes;
  for (const { values } of file.tensors) {
    for (const value of values) {
      if (type === 'F32') view.setFloat32(at, value, true);
      else view.setUint16(at, floatToHalf(value), true);
      at += BYTES[type];
    }
  }
  return out;
}
