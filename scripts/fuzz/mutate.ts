/**
 * Changes valid input into invalid input. Written here because fast-check generates values but does not change given
 * ones; its generators serve in `fuzz.fuzz.test.ts`, where arbitrary input is enough.
 */
import type { Random } from '../../src/core/random.ts';

/** Long enough to show work that grows faster than its input; short enough for thousands of cases. */
const LONG = 20_000;

const NUMBERS = [
  0, -0, 1, -1, 9, 10, 255, 256, 784, 0x7fff_ffff, 0x8000_0000, 0xffff_ffff, 2 ** 53, -(2 ** 53), 1e308, 1e-308, 0.1,
  Number.NaN, Infinity, -Infinity,
] as const; // prettier-ignore

const WORDS = [
  '', ' ', '0', '-1', '1e999', 'NaN', 'null', 'undefined', '__proto__', 'constructor', 'toString', '<script>', '%00', '%',
  '\u0000', '\ud800', '한글', '😀', '"', "'", '&', '=', ',', ';', '../', 'javascript:', '{{', '\n', '\ufeff',
] as const; // prettier-ignore

export function pick<T>(random: Random, values: readonly T[]): T {
  const value = values[random.below(values.length)];
  if (value === undefined && values.length === 0) throw new RangeError('values: there are none');
  // The index is in bounds; `undefined` may itself be a value.
  return value as T;
}

/** One to `most` changes; fewer are likelier. */
function times(random: Random, most: number): number {
  return 1 + random.below(1 + random.below(most));
}

export function mutateBytes(random: Random, samples: readonly Uint8Array[]): Uint8Array<ArrayBuffer> {
  let bytes = Uint8Array.from(pick(random, samples));
  for (let left = times(random, 8); left > 0; left--) bytes = changeBytes(random, bytes, samples);
  return bytes;
}

function changeBytes(
  random: Random,
  bytes: Uint8Array<ArrayBuffer>,
  samples: readonly Uint8Array[],
): Uint8Array<ArrayBuffer> {
  const at = placeIn(random, bytes.length);
  const end = Math.min(bytes.length, at + 1 + random.below(64));
  switch (random.below(8)) {
    case 0:
      if (at < bytes.length) bytes[at] = (bytes[at] ?? 0) ^ (1 << random.below(8));
      return bytes;
    case 1:
      if (at < bytes.length) bytes[at] = pick(random, [0, 1, 0x7f, 0x80, 0xff, random.below(256)]);
      return bytes;
    case 2:
      return setNumber(random, bytes, at);
    case 3:
      return bytes.slice(0, at);
    case 4:
      return joined(bytes.subarray(0, at), bytes.subarray(end));
    case 5:
      return joined(bytes.subarray(0, end), bytes.subarray(at, end), bytes.subarray(end));
    case 6: {
      const other = pick(random, samples);
      return joined(bytes.subarray(0, at), other.subarray(placeIn(random, other.length)));
    }
    default: {
      const noise = Uint8Array.from({ length: random.below(64) }, () => random.below(256));
      return joined(bytes.subarray(0, at), noise, bytes.subarray(at));
    }
  }
}

/** Half of all places are in the first 64 bytes, where headers are. */
function placeIn(random: Random, length: number): number {
  return random.below(1 + (random.below(2) === 0 ? Math.min(length, 64) : length));
}

function setNumber(random: Random, bytes: Uint8Array<ArrayBuffer>, at: number): Uint8Array<ArrayBuffer> {
  const size = pick(random, [2, 4, 8]);
  if (at + size > bytes.length) return bytes;
  const view = new DataView(bytes.buffer);
  const value = pick(random, [0, 1, 0x7fff, 0x8000, 0xffff, 0x7fff_ffff, 0x8000_0000, 0xffff_ffff]);
  const little = random.below(2) === 0;
  if (size === 2) view.setUint16(at, value & 0xffff, little);
  else if (size === 4) view.setUint32(at, value, little);
  else view.setBigUint64(at, pick(random, [BigInt(value), 2n ** 63n, 2n ** 64n - 1n, 2n ** 32n]), little);
  return bytes;
}

function joined(...parts: readonly Uint8Array[]): Uint8Array<ArrayBuffer> {
  const bytes = new Uint8Array(parts.reduce((sum, { length }) => sum + length, 0));
  let at = 0;
  for (const part of parts) {
    bytes.set(part, at);
    at += part.length;
  }
  return bytes;
}

export function mutateText(random: Random, samples: readonly string[]): string {
  let text = pick(random, samples);
  for (let left = times(random, 6); left > 0; left--) text = changeText(random, text, samples);
  return text;
}

function changeText(random: Random, text: string, samples: readonly string[]): string {
  const at = random.below(text.length + 1);
  const end = Math.min(text.length, at + 1 + random.below(12));
  const [before, piece, after] = [text.slice(0, at), text.slice(at, end), text.slice(end)];
  switch (random.below(8)) {
    case 0:
      return before + after;
    case 1:
      return before + String.fromCharCode(random.below(random.below(8) === 0 ? 0x10000 : 128)) + piece.slice(1) + after;
    case 2:
      return before + pick(random, WORDS) + piece + after;
    case 3:
      return before + String(pick(random, NUMBERS)) + after;
    case 4:
      return before + piece + piece + after;
    case 5: {
      const other = pick(random, samples);
      return before + other.slice(random.below(other.length + 1));
    }
    case 6:
      return before;
    default:
      // Rarely long: most faults show in short input.
      return random.below(16) === 0 && piece !== ''
        ? before + piece.repeat(Math.ceil(random.below(LONG) / piece.length)) + after
        : before + piece.toUpperCase() + after;
  }
}

/** Any value that `postMessage` or a script can pass. */
export function anyValue(random: Random, depth = 4): unknown {
  switch (random.below(depth > 0 ? 16 : 9)) {
    case 0:
      return undefined;
    case 1:
      return null;
    case 2:
      return random.below(2) === 0;
    case 3:
    case 4:
      return pick(random, NUMBERS);
    case 5:
      return random.next() * 4 - 1;
    case 6:
      return pick(random, WORDS);
    case 7:
      return pick(random, WORDS).repeat(random.below(200));
    case 8:
      return BigInt(random.below(1000));
    case 9:
    case 10:
      return Array.from({ length: random.below(6) }, () => anyValue(random, depth - 1));
    case 11:
    case 12:
      return Object.fromEntries(
        Array.from({ length: random.below(5) }, () => [pick(random, WORDS), anyValue(random, depth - 1)]),
      );
    case 13:
      return typedArray(random);
    case 14:
      return pick(random, [
        new Date(Number.NaN),
        new Map([[1, 2]]),
        new Set([1]),
        /x/,
        new Error('x'),
        Symbol.iterator,
      ]);
    default: {
      const ring: unknown[] = [];
      ring.push(ring);
      return ring;
    }
  }
}

function typedArray(random: Random): unknown {
  const length = pick(random, [0, 1, 783, 784, 785]);
  const value = pick(random, NUMBERS);
  switch (random.below(6)) {
    case 0:
      return new Float32Array(length).fill(value);
    case 1:
      return new Uint8Array(length).fill(value);
    case 2:
      return new Float64Array(length);
    case 3:
      return new ArrayBuffer(length);
    case 4:
      return new DataView(new ArrayBuffer(length));
    default:
      return Array.from({ length }, () => value);
  }
}

/** A sample with something added, removed or replaced at any depth. */
export function mutateValue(random: Random, samples: readonly unknown[]): unknown {
  let value = pick(random, samples);
  for (let left = times(random, 3); left > 0; left--) value = changeValue(random, value, samples);
  return value;
}

function changeValue(random: Random, value: unknown, samples: readonly unknown[]): unknown {
  if (random.below(4) === 0) return random.below(4) === 0 ? pick(random, samples) : anyValue(random);
  if (Array.isArray(value)) {
    const items: unknown[] = [...(value as readonly unknown[])];
    const at = random.below(items.length + 1);
    if (random.below(3) === 0) items.splice(at, random.below(3), anyValue(random));
    else if (at < items.length) items[at] = changeValue(random, items[at], samples);
    return items;
  }
  if (typeof value !== 'object' || value === null || Object.getPrototypeOf(value) !== Object.prototype)
    return anyValue(random);
  const entries = Object.entries(value);
  const at = random.below(entries.length + 1);
  const entry = entries[at];
  if (!entry) return { ...value, [pick(random, WORDS)]: anyValue(random) };
  if (random.below(4) === 0) return Object.fromEntries(entries.toSpliced(at, 1));
  return { ...value, [entry[0]]: changeValue(random, entry[1], samples) };
}
