/**
 * Checks the arguments of scripts. The error names the argument and what is expected: a TypeError for the wrong kind, a
 * RangeError for a value out of bounds.
 */
import * as v from 'valibot';
import {
  CONFIG_NAMES,
  CONFIG_SCHEMAS,
  parseConfig,
  settingFromText,
  type ConfigField,
  type RunConfig,
} from '../core/config.ts';
import { PIXELS, type Point, type Stroke } from '../core/types.ts';

/** 784 values in [0, 1]. Accepts arrays of other frames, which `instanceof` would not. */
export function checkPixels(pixels: unknown): Float32Array {
  const kind = Object.prototype.toString.call(pixels);
  if (!isTyped(pixels) || (kind !== '[object Uint8Array]' && kind !== '[object Float32Array]')) {
    throw new TypeError('pixels: expected a Uint8Array (0 to 255) or a Float32Array (0 to 1)');
  }
  if (pixels.length !== PIXELS) throw new RangeError(`pixels: expected ${PIXELS} values, got ${pixels.length}`);
  const scale = kind === '[object Uint8Array]' ? 255 : 1;
  const values = new Float32Array(PIXELS);
  for (let i = 0; i < PIXELS; i++) {
    const value = (pixels[i] ?? 0) / scale;
    if (!(value >= 0 && value <= 1)) throw new RangeError(`pixels[${i}]: ${value} is not in [0, 1]`);
    values[i] = value;
  }
  return values;
}

function isTyped(value: unknown): value is Uint8Array | Float32Array {
  return ArrayBuffer.isView(value) && 'length' in value;
}

/** All points are rasterised in one task. */
const MAX_POINTS = 100_000;

/** The strokes without empty ones, which a pointer can't draw. */
export function checkStrokes(strokes: unknown): readonly Stroke[] {
  if (!isList(strokes)) throw new TypeError('strokes: expected an array of strokes');
  const points = strokes.reduce((sum: number, stroke) => sum + (isList(stroke) ? stroke.length : 1), 0);
  if (points > MAX_POINTS) throw new RangeError(`strokes: ${points} points are more than ${MAX_POINTS}`);
  // Unlike `map`, this visits holes in the array.
  const checked = Array.from(strokes, (stroke, i) => {
    if (!isList(stroke)) throw new TypeError(`strokes[${i}]: expected an array of [x, y]`);
    return Array.from(stroke, (point, j) => checkPoint(point, `strokes[${i}][${j}]`));
  });
  return checked.filter((stroke) => stroke.length > 0);
}

function checkPoint(point: unknown, name: string): Point {
  const [x, y]: readonly unknown[] = isList(point) && point.length === 2 ? point : [];
  if (typeof x !== 'number' || typeof y !== 'number') throw new TypeError(`${name}: expected [x, y], two numbers`);
  if (!(x >= 0 && x <= 1 && y >= 0 && y <= 1)) throw new RangeError(`${name}: [${x}, ${y}] is not in [0, 1]`);
  return [x, y];
}

function isList(value: unknown): value is readonly unknown[] {
  return Array.isArray(value);
}

/** A copy of a file's bytes; the caller keeps its own. Accepts buffers of other frames. */
export function checkFile(file: unknown): ArrayBuffer {
  try {
    // Throws for anything but an ArrayBuffer, and for a detached one.
    return ArrayBuffer.prototype.slice.call(file, 0);
  } catch {
    throw new TypeError('file: expected an ArrayBuffer with a safetensors file');
  }
}

/**
 * `base` with the fields of `config`, named as in the URL; text is parsed as in the URL. If the model differs from the
 * base's, its own defaults apply. Undefined without a config.
 */
export function checkConfig(config: unknown, base: RunConfig): RunConfig | undefined {
  if (config === undefined) return undefined;
  if (typeof config !== 'object' || config === null || Array.isArray(config)) {
    throw new TypeError('config: expected an object');
  }
  const raw: Partial<Record<ConfigField, unknown>> = {};
  for (const [key, value] of Object.entries(config) as [string, unknown][]) {
    const name = CONFIG_NAMES.find((known) => known === key);
    if (!name) throw new TypeError(`config.${key}: there is no such setting; there are ${CONFIG_NAMES.join(', ')}`);
    if (value !== undefined) raw[name] = typeof value === 'string' ? settingFromText(name, value.trim()) : value;
  }
  const { config: checked, problems } = parseConfig(raw, base);
  const [problem] = problems;
  if (problem) throw wrongSetting(problem.name, problem.value, problem.reason);
  return checked;
}

function wrongSetting(name: ConfigField, value: unknown, reason: string): Error {
  const issue = v.safeParse(CONFIG_SCHEMAS[name], value).issues?.[0];
  const text = `config.${name}: ${reason}`;
  // Valibot's issue kind is `schema` for the wrong kind and `validation` for a value out of bounds.
  return issue?.kind === 'validation' ? new RangeError(text) : new TypeError(text);
}
