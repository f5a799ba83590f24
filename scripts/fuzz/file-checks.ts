/** As `checks.ts`, for every file: weights, data, downloads and pictures. */
import assert from 'node:assert/strict';
import * as v from 'valibot';
import { CONFIG_SCHEMAS } from '../../src/core/config.ts';
import { recognise } from '../../src/core/file-kind.ts';
import { isSvgBomb, pictureSize } from '../../src/core/image-size.ts';
import { readDigitAtOnce } from '../../src/core/picture.ts';
import { PIXELS } from '../../src/core/types.ts';
import { decodeSafetensors } from '../../src/engine/checkpoints/safetensors.ts';
import { decodeWeights } from '../../src/engine/checkpoints/weights-file.ts';
import { DataError } from '../../src/engine/data/data-error.ts';
import { download } from '../../src/engine/data/download.ts';
import type { Bytes } from '../../src/engine/data/fetch-bytes.ts';
import { gunzipIfPacked } from '../../src/engine/data/gunzip.ts';
import { IdxReader } from '../../src/engine/data/idx.ts';
import { RECONNECT_AT_ONCE, type Script, ScriptedHost } from '../../src/engine/testing/scripted-host.ts';
import { EngineError } from '../../src/engine/engine.ts';
import { describeModel } from '../../src/engine/model/spec.ts';

const CONFIG = v.strictObject(CONFIG_SCHEMAS);

/** Finite numbers in the shapes that the file declares, or an error about weights. */
export function checkSafetensors(file: ArrayBuffer): void {
  const decoded = weightsOr(() => decodeSafetensors(file));
  for (const { shape, values } of decoded?.tensors ?? []) {
    assert.equal(
      values.length,
      shape.reduce((size, n) => size * n, 1),
    );
    assert.ok(values.every(Number.isFinite));
  }
}

/** A model within its bounds with all its weights, or an error about weights. */
export function checkWeightsFile(file: ArrayBuffer): void {
  const decoded = weightsOr(() => decodeWeights(file));
  if (!decoded) return;
  v.parse(CONFIG, decoded.config);
  const { parameters } = describeModel(decoded.config);
  assert.deepEqual(
    decoded.values.map(({ length }) => length),
    parameters.map(({ shape }) => shape.reduce((size, n) => size * n, 1)),
  );
  assert.ok(decoded.epochs >= 0 && (decoded.testAccuracy === null || decoded.testAccuracy <= 1));
}

function weightsOr<T>(decode: () => T): T | undefined {
  try {
    return decode();
  } catch (error) {
    if (error instanceof EngineError && error.code === 'weights') return undefined;
    throw error;
  }
}

export interface IdxInput {
  readonly kind: 'images' | 'labels';
  readonly count: number;
  readonly chunks: readonly Uint8Array<ArrayBuffer>[];
}

/** The content of a sound file and nothing else, or an error about data. Packed or not. */
export async function checkIdx({ kind, count, chunks }: IdxInput): Promise<void> {
  const target = new Uint8Array(count * (kind === 'images' ? PIXELS : 1));
  const reader = new IdxReader({ name: 'file', kind, count }, target);
  let taken = 0;
  async function* source(): Bytes {
    for (const chunk of chunks) {
      taken += chunk.length;
      yield chunk;
    }
  }
  const unpacked: Uint8Array[] = [];
  try {
    for await (const chunk of gunzipIfPacked('file', source())) {
      unpacked.push(chunk.slice());
      assert.ok(unpacked.length < 4096, 'more comes out than could go in');
      reader.push(chunk);
    }
    reader.finish();
  } catch (error) {
    assert.ok(error instanceof DataError, String(error));
    return;
  }
  assert.ok(taken > 0 && reader.items === count);
  assert.equal(Buffer.compare(Buffer.concat(unpacked).subarray(kind === 'images' ? 16 : 8), target), 0);
  if (kind === 'labels') assert.ok(target.every((label) => label <= 9));
}

export interface DownloadInput {
  /** What a correct host would send. */
  readonly file: Uint8Array<ArrayBuffer>;
  readonly scripts: readonly Script[];
  readonly etag: string | null;
  readonly type: ResponseType;
}

/**
 * From a host that only fails: the file, or an error about data. From a host that also sends wrong headers or bytes: a
 * bounded number of bytes, which their reader checks.
 */
export async function checkDownload({ file, scripts, etag, type }: DownloadInput): Promise<void> {
  const lies = scripts.some(({ headers, body }) => headers !== undefined || body !== undefined);
  const parts: Uint8Array[] = [];
  const bytes = download({
    url: 'https://page.test/file.gz',
    file: 'file',
    fetch: new ScriptedHost(file, scripts, etag, type).fetch,
    signal: new AbortController().signal,
    stallMs: 20,
    connection: { proven: true, pieced: false, cuts: 0 },
    reconnection: RECONNECT_AT_ONCE,
    onConnection: () => undefined,
  });
  try {
    for await (const chunk of bytes) parts.push(chunk.slice());
  } catch (error) {
    assert.ok(error instanceof DataError, String(error));
    return;
  }
  const received = Buffer.concat(parts);
  if (!lies) assert.equal(Buffer.compare(received, file), 0);
  const longest = Math.max(file.length, ...scripts.map(({ body }) => body?.length ?? 0));
  assert.ok(received.length <= 2 * longest);
}

export interface Pixels {
  readonly rgba: Uint8ClampedArray;
  readonly width: number;
  readonly height: number;
}

/** 784 bytes with ink in them, or none. */
export function checkPicture({ rgba, width, height }: Pixels): void {
  const raster = readDigitAtOnce(rgba, width, height)?.raster;
  if (raster) assert.ok(raster.length === PIXELS && Math.max(...raster) === 255);
}

/** A kind; a size or none; a bomb or none. */
export function checkPictureFile(bytes: Uint8Array): void {
  assert.match(recognise(bytes), /^[a-z0-9]+$/);
  const size = pictureSize(bytes);
  if (size) assert.ok(Number.isInteger(size.width) && size.width >= 0 && size.width <= 2 ** 32);
  isSvgBomb(Buffer.from(bytes).toString('utf8'));
}
