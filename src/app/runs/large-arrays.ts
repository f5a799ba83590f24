/**
 * A run's large arrays apart from the rest of it. Storing copies what it is given, on the page's own thread; five
 * megabytes in one piece keep it from drawing for three frames, and a piece a task does not. Pure.
 */

/** Smaller ones stay where they are. */
const LARGE_BYTES = 64 * 1024;
/** Replaces an array, with its index. */
const APART = 'apart:array';

export interface Apart {
  readonly rest: unknown;
  readonly arrays: readonly Float32Array[];
}

/** `value`: what structured cloning takes, without cycles. Its arrays are shared, not copied. */
export function takeApart(value: unknown): Apart {
  const arrays: Float32Array[] = [];
  const rest = mapped(value, (one) => {
    if (!(one instanceof Float32Array) || one.byteLength < LARGE_BYTES) return undefined;
    return { [APART]: arrays.push(one) - 1 };
  });
  return { rest, arrays };
}

/** Throws if an array is missing. A record that was never taken apart is returned unchanged. */
export function putTogether({ rest, arrays }: Apart): unknown {
  return mapped(rest, (one) => {
    if (!isRecord(one) || !(APART in one)) return undefined;
    const array = arrays[Number(one[APART])];
    if (!array) throw new Error('A part of it is missing from storage');
    return array;
  });
}

/** The same, with everything replaced for which there is a replacement. */
function mapped(value: unknown, replacement: (value: unknown) => unknown): unknown {
  const other = replacement(value);
  if (other !== undefined) return other;
  if (Array.isArray(value)) return value.map((one) => mapped(one, replacement));
  if (!isRecord(value)) return value;
  return Object.fromEntries(Object.entries(value).map(([key, one]) => [key, mapped(one, replacement)]));
}

/** A plain object: not a buffer, a date or whatever else has a type of its own. */
function isRecord(value: unknown): value is Record<string, unknown> {
  if (typeof value !== 'object' || value === null) return false;
  const prototype: unknown = Object.getPrototypeOf(value);
  return prototype === Object.prototype || prototype === null;
}
