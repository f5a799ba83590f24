/**
 * The safetensors container (https://github.com/huggingface/safetensors, "Format"): eight bytes with the length of
 * a JSON header, the header, then the tensors' bytes. This module knows the container and nothing of models.
 */
import * as v from 'valibot';
import { EngineError } from '../engine.ts';

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

const BYTES = { F32: 4, F16: 2, BF16: 2 } as const;
/** Far above any model here; a header is a few hundred bytes a tensor. */
const MAX_HEADER_BYTES = 1_000_000;
/** Six hidden layers of 2,048 take 91 MB. */
const MAX_FILE_BYTES = 128 * 1024 * 1024;

const dimension = v.pipe(v.number(), v.integer(), v.minValue(1), v.maxValue(MAX_FILE_BYTES));
const offset = v.pipe(v.number(), v.integer(), v.minValue(0), v.maxValue(MAX_FILE_BYTES));
const entry = v.object({
  dtype: v.picklist(['F32', 'F16', 'BF16']),
  shape: v.pipe(v.array(dimension), v.minLength(1), v.maxLength(4)),
  data_offsets: v.tuple([offset, offset]),
});
const metadata = v.record(v.string(), v.string());
const header = v.record(v.string(), v.unknown());

function refuse(reason: string): never {
  throw new EngineError('weights', reason);
}

/** Throws an `EngineError` ('weights') that names what is wrong; reads nothing outside the file. */
export function decodeSafetensors(file: ArrayBuffer): TensorFile {
  if (file.byteLength > MAX_FILE_BYTES) refuse(`the file is larger than ${MAX_FILE_BYTES / 1024 / 1024} MB`);
  if (file.byteLength < 8) refuse('the file is too short to be safetensors');
  const headerBytes = new DataView(file).getBigUint64(0, true);
  if (headerBytes > MAX_HEADER_BYTES || 8 + Number(headerBytes) > file.byteLength)
    refuse('the header is longer than the file: this is no safetensors file, or it was cut off');
  const dataStart = 8 + Number(headerBytes);
  const { __metadata__, ...entries } = parseHeader(new Uint8Array(file, 8, Number(headerBytes)));
  const meta = v.safeParse(metadata, __metadata__ ?? {});
  if (!meta.success) refuse('the metadata is not a table of texts');

  let end = 0;
  const stored = Object.entries(entries).map(([name, value]) => ({ name, ...parseEntry(name, value) }));
  for (const { name, data_offsets } of stored.toSorted((a, b) => a.data_offsets[0] - b.data_offsets[0])) {
    // The format allows neither overlaps nor holes.
    if (data_offsets[0] !== end) refuse(`${name} does not begin where the tensor before it ends`);
    [, end] = data_offsets;
  }
  if (dataStart + end !== file.byteLength)
    refuse(`the file has ${file.byteLength - dataStart} bytes of data, its header says ${end}`);
  const tensors = stored.map(({ name, dtype, shape, data_offsets: [from] }) => {
    const values = readValues(file, dataStart + from, dtype, sizeOf(shape));
    if (!values.every(Number.isFinite)) refuse(`${name} contains a value that is not a finite number`);
    return { name, shape, values };
  });
  return { tensors, metadata: meta.output };
}

function parseHeader(bytes: Uint8Array): Record<string, unknown> {
  let json: unknown;
  try {
    json = JSON.parse(new TextDecoder('utf-8', { fatal: true }).decode(bytes));
  } catch {
    refuse('the header is not JSON');
  }
  const parsed = v.safeParse(header, json);
  return parsed.success ? parsed.output : refuse('the header is not a JSON object');
}

function parseEntry(name: string, value: unknown): v.InferOutput<typeof entry> {
  const parsed = v.safeParse(entry, value);
  if (!parsed.success) {
    const [issue] = parsed.issues;
    refuse(`${name}: ${v.getDotPath(issue) ?? 'entry'}: ${issue.message}`);
  }
  const { dtype, shape, data_offsets } = parsed.output;
  const bytes = sizeOf(shape) * BYTES[dtype];
  if (data_offsets[1] - data_offsets[0] !== bytes)
    refuse(`${name} needs ${bytes} bytes and has ${data_offsets[1] - data_offsets[0]}`);
  return parsed.output;
}

function sizeOf(shape: readonly number[]): number {
  return shape.reduce((size, n) => size * n, 1);
}

function readValues(file: ArrayBuffer, at: number, dtype: keyof typeof BYTES, count: number): Float32Array {
  const view = new DataView(file, at, count * BYTES[dtype]);
  const values = new Float32Array(count);
  const bits = new Uint32Array(1);
  const float = new Float32Array(bits.buffer);
  for (let i = 0; i < count; i++) {
    switch (dtype) {
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

/** `metadata` texts are stored as they are; `type`: the element type of every tensor. */
export function encodeSafetensors(file: TensorFile, type: StoredType = 'F32'): ArrayBuffer {
  let end = 0;
  const entries = file.tensors.map(({ name, shape, values }) => {
    const from = end;
    end += values.length * BYTES[type];
    return [name, { dtype: type, shape, data_offsets: [from, end] }] as const;
  });
  const json = JSON.stringify({ __metadata__: file.metadata, ...Object.fromEntries(entries) });
  const text = new TextEncoder().encode(json);
  // The data begins at a multiple of eight; spaces are what the format pads its header with.
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
