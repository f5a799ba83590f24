/**
 * Separates a run's large arrays from the rest. Storing copies a value on the main thread; arrays stored one by one let
 * the page paint in between. Pure.
 */

/** Smaller arrays stay in the value. */
const LARGE_BYTES = 64 * 1024;
/** The key of the object that replaces an array; its value is the array's index. */
const APART = 'apart:array';

export interface Apart {
  readonly rest: unknown;
  readonly arrays: readonly Float32Array[];
}

/** `value` must be cloneable and without cycles. Its arrays are shared, not copied. */
export function takeApart(value: unknown): Apart {
  const arrays: Float32Array[] = [];
  const rest = mapped(value, (one) => {
    if (!(one instanceof Float32Array) || one.byteLength < LARGE_BYTES) return undefined;
    return { [APART]: arrays.push(one) - 1 };
  });
  return { rest, arrays };
}

/** Throws if an array is missing. A value that was never taken apart is returned unchanged. */
export function putTogether({ rest, arrays }: Apart): unknown {
  return mapped(rest, (one) => {
    if (!isRecord(one) || !(APART in one)) return undefined;
    const array = arrays[Number(one[APART])];
    if (!array) throw new Error('A part of it is missing from storage');
    return array;
  });
}

/** A copy of `value` in which each part is replaced unless `replacement` returns undefined for it. */
function mapped(value: unknown, replacement: (value: unknown) => unknown): unknown {
  const other = replacement(value);
  if (other !== undefined) return other;
  if (Array.isArray(value)) return value.map((one) => mapped(one, replacement));
  if (!isRecord(value)) return value;
  return Object.fromEntries(Object.entries(value).map(([key, one]) => [key, mapped(one, replacement)]));
}

/** Whether it is a plain object, not a buffer or a date. */
function isRecord(value: unknown): value is Record<string, unknown> {
  if (typeof value !== 'object' || value === null) return false;
  const prototype: unknown = Object.getPrototypeOf(value);
  return prototype === Object.prototype || prototype === null;
}
