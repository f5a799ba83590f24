/** The JSON header of a safetensors file: the tensors' names, types, shapes and positions. */
import * as v from 'valibot';
import { sizeOf } from '../../core/size-of.ts';
import { MAX_WEIGHTS_BYTES } from '../../core/weights-fault.ts';
import { brief, refuse } from './refuse.ts';

/** Bytes of one element of each type of the format that takes whole bytes. */
export const BYTES = {
  F64: 8,
  F32: 4,
  F16: 2,
  BF16: 2,
  F8_E5M2: 1,
  F8_E4M3: 1,
  F8_E8M0: 1,
  C64: 8,
  I64: 8,
  U64: 8,
  I32: 4,
  U32: 4,
  I16: 2,
  U16: 2,
  I8: 1,
  U8: 1,
  BOOL: 1,
} as const;
export type ElementType = keyof typeof BYTES;
/** The types of weights that the page reads. */
export const READABLE_TYPES = ['F64', 'F32', 'F16', 'BF16'] as const satisfies readonly ElementType[];
/** As many as NumPy allows. A scalar has none. */
const MAX_DIMENSIONS = 32;

const dimension = v.pipe(v.number(), v.integer(), v.minValue(0), v.maxValue(MAX_WEIGHTS_BYTES));
const offset = v.pipe(v.number(), v.integer(), v.minValue(0), v.maxValue(MAX_WEIGHTS_BYTES));
const SHAPE = v.pipe(v.array(dimension), v.maxLength(MAX_DIMENSIONS));
const OFFSETS = v.strictTuple([offset, offset]);
const ENTRY = v.object({ dtype: v.unknown(), shape: v.unknown(), data_offsets: v.unknown() });
// A list would pass as an object.
const METADATA = v.pipe(
  v.unknown(),
  v.check((value) => !Array.isArray(value), 'expected an object'),
  v.record(v.string(), v.string()),
);
const METADATA_NAME = '__metadata__';

export interface StoredTensor {
  readonly name: string;
  readonly dtype: ElementType;
  readonly shape: readonly number[];
  /** Bytes within the data; `to` is exclusive. */
  readonly from: number;
  readonly to: number;
}

export interface Header {
  readonly stored: readonly StoredTensor[];
  readonly metadata: Readonly<Record<string, string>>;
}

/** Throws an `EngineError` ('weights') with a fault. The caller checks that the tensors fill the file. */
export function parseHeader(bytes: Uint8Array): Header {
  const text = decodeText(bytes);
  const json = parseJson(text);
  // Own properties only: a tensor may have any name, even `__proto__`.
  if (typeof json !== 'object' || json === null || Array.isArray(json))
    refuse('header', 'the header is not a JSON object');
  const entries = Object.entries(json) as (readonly [string, unknown])[];
  const twice = repeatedKey(text);
  if (twice !== undefined) refuse('duplicate', `${twice} is in the header twice`, { part: twice });
  const metadata = v.safeParse(METADATA, Object.hasOwn(json, METADATA_NAME) ? valueOf(entries, METADATA_NAME) : {});
  if (!metadata.success) refuse('metadata', 'the metadata is not a table of texts');
  const stored = entries.filter(([name]) => name !== METADATA_NAME).map(([name, value]) => parseEntry(name, value));
  return { stored, metadata: metadata.output };
}

function decodeText(bytes: Uint8Array): string {
  try {
    return new TextDecoder('utf-8', { fatal: true, ignoreBOM: true }).decode(bytes);
  } catch {
    return refuse('header', 'the header is not UTF-8');
  }
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return refuse('header', 'the header is not JSON');
  }
}

function valueOf(entries: readonly (readonly [string, unknown])[], name: string): unknown {
  return entries.find(([key]) => key === name)?.[1];
}

/**
 * The path of a key that occurs twice in one object of `text`, which must be valid JSON. `JSON.parse` keeps the last one
 * and other readers the first, so they would read different weights from one file.
 */
function repeatedKey(text: string): string | undefined {
  // The enclosing objects and lists; a list has no keys.
  const open: { seen?: Set<string>; key?: string }[] = [];
  // Whole strings, brackets, and the colon that makes a string a key.
  for (const [token, key] of text.matchAll(/("(?:[^"\\]|\\.)*")\s*:|"(?:[^"\\]|\\.)*"|[[\]{}]/g)) {
    const object = open.at(-1);
    if (token === '{' || token === '[') open.push({});
    else if (token === '}' || token === ']') open.pop();
    else if (object && key !== undefined) {
      // Decoded: "\u0061" is "a".
      object.key = String(JSON.parse(key));
      object.seen ??= new Set();
      if (object.seen.has(object.key)) return open.flatMap((one) => one.key ?? []).join('.');
      object.seen.add(object.key);
    }
  }
  return undefined;
}

function parseEntry(name: string, value: unknown): StoredTensor {
  const entry = v.safeParse(ENTRY, value);
  if (!entry.success) refuse('entry', `${name}: the header gives no dtype, shape and data_offsets`, { part: name });
  const { dtype, shape, data_offsets } = entry.output;
  if (!isElementType(dtype)) {
    const [found, expected] = [textOf(dtype), READABLE_TYPES.join(', ')];
    refuse('dtype', `${name}: the dtype ${found} is none of ${expected}`, { part: name, found, expected });
  }
  const dimensions = v.safeParse(SHAPE, shape);
  if (!dimensions.success) {
    const found = textOf(shape);
    refuse('shape', `${name}: the shape ${brief(found)} is none of up to ${MAX_DIMENSIONS} sizes`, {
      part: name,
      found,
    });
  }
  const place = v.safeParse(OFFSETS, data_offsets);
  if (!place.success) {
    const found = textOf(data_offsets);
    refuse('offsets', `${name}: the data_offsets ${brief(found)} are not two positions in the file`, {
      part: name,
      found,
    });
  }
  const [from, to] = place.output;
  // At most 2⁸⁶⁷, from 32 dimensions of at most 2²⁷: rounding as a double cannot make it equal to an offset.
  const bytes = sizeOf(dimensions.output) * BYTES[dtype];
  if (to - from !== bytes) {
    const [found, expected] = [String(to - from), String(bytes)];
    refuse('offsets', `${name} needs ${expected} bytes and has ${found}`, { part: name, found, expected });
  }
  return { name, dtype, shape: dimensions.output, from, to };
}

function isElementType(dtype: unknown): dtype is ElementType {
  return typeof dtype === 'string' && Object.hasOwn(BYTES, dtype);
}

/** Not `JSON.stringify`: a deeply nested value would overflow its stack. */
function textOf(value: unknown): string {
  if (Array.isArray(value)) return `[${value.slice(0, 8).map(plain).join(', ')}${value.length > 8 ? ', …' : ''}]`;
  return plain(value);
}

function plain(value: unknown): string {
  return typeof value === 'object' && value !== null ? '…' : String(value);
}
