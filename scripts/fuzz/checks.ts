/**
 * What has to hold for whatever enters the page, one function a door. Each throws if it does not; being refused in
 * the way that the door promises is no failure.
 */
import assert from 'node:assert/strict';
import * as v from 'valibot';
import { talkToHost } from '../../src/app/embedding.ts';
import { parseParams } from '../../src/app/params.ts';
import { parseRun, parseSummary } from '../../src/app/runs/saved-run.ts';
import { checkConfig, checkFile, checkPixels, checkStrokes } from '../../src/app/script-arguments.ts';
import { CONFIG_SCHEMAS, defaultConfig, type RunConfig } from '../../src/core/config.ts';
import { MAX_CODE_POINTS, MAX_CODE_STROKES, decodeDrawing, encodeDrawing } from '../../src/core/drawing-code.ts';
import { isSvgBomb, pictureSize } from '../../src/core/image-size.ts';
import { inkFromPicture } from '../../src/core/picture.ts';
import { rasterFromInk } from '../../src/core/raster.ts';
import { PIXELS } from '../../src/core/types.ts';
import { decodeSafetensors } from '../../src/engine/checkpoints/safetensors.ts';
import { decodeWeights } from '../../src/engine/checkpoints/weights-file.ts';
import { CommandEnvelope, execute } from '../../src/engine/commands.ts';
import { DataError } from '../../src/engine/data/data-error.ts';
import { download } from '../../src/engine/data/download.ts';
import type { Bytes } from '../../src/engine/data/fetch-bytes.ts';
import { gunzipIfPacked } from '../../src/engine/data/gunzip.ts';
import { IdxReader } from '../../src/engine/data/idx.ts';
import { RECONNECT_AT_ONCE, type Script, ScriptedHost } from '../../src/engine/testing/scripted-host.ts';
import { type Engine, EngineError } from '../../src/engine/engine.ts';
import { describeModel } from '../../src/engine/model/spec.ts';
import { checkSnapshot } from '../../src/engine/snapshot-check.ts';
import { INITIAL_STATE } from '../../src/store/initial-state.ts';
import { append } from '../../src/store/series.ts';
import { withStory } from '../../src/store/story.ts';

const CONFIG = v.strictObject(CONFIG_SCHEMAS);

/** The page has settings within their bounds, and says what it did not take in words of bounded length. */
export function checkAddress(search: string): void {
  const { params, notices } = parseParams(search, ['en']);
  v.parse(CONFIG, params.config);
  assert.ok(params.panels.length > 0 && notices.length <= 24);
  for (const { code, params: said } of notices) {
    assert.equal(code, 'parameter-invalid');
    assert.ok('value' in said && said.value.length <= 49);
  }
}

/** One drawing within its limits, or none; never two codes for one drawing. */
export function checkDrawingCode(code: string): void {
  const strokes = decodeDrawing(code);
  if (!strokes) return;
  assert.equal(encodeDrawing(strokes), code);
  assert.ok(strokes.length <= MAX_CODE_STROKES && strokes.flat().length <= MAX_CODE_POINTS);
  for (const [x, y] of strokes.flat()) assert.ok(x >= 0 && x <= 1 && y >= 0 && y <= 1);
}

/** A stranger's message does what it says if it is one of the few that are known, and nothing at all otherwise. */
export function checkMessage(data: unknown): void {
  const done: string[] = [];
  const note = (name: string) => async () => void done.push(name);
  const window = { postMessage: () => void done.push('answer') };
  let say: ((event: { readonly source: unknown; readonly data: unknown }) => void) | undefined;
  const talk = talkToHost(
    {
      window,
      listen(listener) {
        say = listener;
        return () => undefined;
      },
    },
    {
      api: { ready: new Promise(() => undefined), state: () => assert.fail(), on: () => () => undefined },
      session: {
        train: async () => {
          done.push('train');
          return 'finished';
        },
        pause: note('pause'),
        resume: note('resume'),
        reset: note('reset'),
        clearDrawing: () => void done.push('clear'),
        attempt: (action) => void action(),
      },
      posts: true,
      setTheme: (theme) => void done.push(`theme ${theme}`),
      height: () => 1,
    },
  );
  say?.({ source: null, data });
  assert.deepEqual(done, [], 'a message from somebody else was listened to');
  say?.({ source: window, data });
  talk.stop();
  assert.ok(done.length <= 1);
  if (done.length === 0) return;
  const { target, type, ...rest } = data as Readonly<Record<string, unknown>>;
  assert.equal(target, 'softmax-live');
  assert.deepEqual(done, [type === 'measure' ? 'answer' : type === 'theme' ? `theme ${String(rest['theme'])}` : type]);
  assert.deepEqual(Object.keys(rest), type === 'theme' ? ['theme'] : []);
}

/** A script is told what was wrong with its argument by a TypeError or a RangeError, and by nothing else. */
export function checkScriptArgument(value: unknown): void {
  const pixels = refusedOr(() => checkPixels(value));
  if (pixels) assert.ok(pixels.length === PIXELS && pixels.every((x) => x >= 0 && x <= 1));
  const strokes = refusedOr(() => checkStrokes(value));
  for (const [x, y] of strokes?.flat() ?? []) assert.ok(x >= 0 && x <= 1 && y >= 0 && y <= 1);
  const config = refusedOr(() => checkConfig(value, defaultConfig()));
  if (config) v.parse(CONFIG, config);
  const file = refusedOr(() => checkFile(value));
  if (file) assert.ok(file instanceof ArrayBuffer);
}

function refusedOr<T>(check: () => T): T | undefined {
  try {
    return check();
  } catch (error) {
    if (error instanceof TypeError || error instanceof RangeError) {
      // Thrown on purpose, not by a slip: those name an argument.
      assert.match(error.message, /^(pixels|strokes|config|file)\b/);
      return undefined;
    }
    throw error;
  }
}

/** What crosses the worker's border reaches the engine only as the types say; the rest is refused by name. */
export async function checkCommand(message: unknown): Promise<void> {
  const envelope = v.safeParse(CommandEnvelope, message);
  if (!envelope.success) return;
  const { name, args } = envelope.output;
  const calls: { readonly name: PropertyKey; readonly args: readonly unknown[] }[] = [];
  const engine = new Proxy({} as Engine, {
    get:
      (_, method) =>
      async (...given: readonly unknown[]) =>
        void calls.push({ name: method, args: given }),
  });
  try {
    await execute(engine, name, args);
  } catch (error) {
    assert.ok(error instanceof EngineError && (error.code === 'argument' || error.code === 'range'), String(error));
    assert.deepEqual(calls, []);
    return;
  }
  assert.equal(calls.length, 1);
  for (const arg of calls[0]?.args ?? []) {
    if (name === 'restore') checkGivenSnapshot(arg);
    else if (arg instanceof Float32Array) assert.equal(arg.length, PIXELS);
  }
  if (name === 'train' || name === 'step' || name === 'reset') v.parse(v.optional(CONFIG), calls[0]?.args[0]);
}

/** Finite numbers in the shapes that the file says, or an error about weights. */
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

/** A run whose parts fit together and can be gone on with, or one that is refused in words. */
export function checkStoredRun(stored: unknown): void {
  parseSummary(stored);
  let run: ReturnType<typeof parseRun>;
  try {
    run = parseRun(stored);
  } catch (error) {
    assert.match(String(error), /^Error: (run|snapshot|story|drawing)\b/);
    return;
  }
  const { lossSeries, strip } = withStory(INITIAL_STATE, run.story);
  const longer = append(lossSeries, lossSeries.step + 3, new Float32Array([2, 1, 0.5]));
  assert.ok(longer.buckets.length <= Math.max(longer.capacity, lossSeries.buckets.length));
  assert.ok(strip.points.length <= 10_000);
  checkGivenSnapshot(run.snapshot);
}

/** Whatever it is said to be: a whole network of finite numbers, or an error that says what it is not. */
function checkGivenSnapshot(given: unknown): void {
  try {
    const { weights, config } = checkSnapshot(given);
    v.parse(CONFIG, config);
    assert.ok(weights.every((values) => values.every(Number.isFinite)));
    assert.equal(weights.length, describeModel(config).parameters.length);
  } catch (error) {
    if (!(error instanceof EngineError && (error.code === 'argument' || error.code === 'weights'))) throw error;
  }
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

/** The content of a sound file and nothing beside it, or an error about data. Packed or not. */
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
  /** What a host that knows its business would send. */
  readonly file: Uint8Array<ArrayBuffer>;
  readonly scripts: readonly Script[];
  readonly etag: string | null;
  readonly type: ResponseType;
}

/**
 * From a host that only fails: the file, or an error about data. From one that lies as well, who reads the bytes has
 * the last word; they come in bounded number all the same.
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
  const ink = inkFromPicture(rgba, width, height);
  const raster = ink && rasterFromInk(ink, width, height);
  if (raster) assert.ok(raster.length === PIXELS && Math.max(...raster) === 255);
}

/** A size or none; a bomb or none. */
export function checkPictureFile(bytes: Uint8Array): void {
  const size = pictureSize(bytes);
  if (size) assert.ok(Number.isInteger(size.width) && size.width >= 0 && size.width <= 2 ** 32);
  isSvgBomb(Buffer.from(bytes).toString('utf8'));
}

/** What the checks need of a config elsewhere. */
export function smallConfigs(): readonly RunConfig[] {
  return [{ ...defaultConfig('mlp'), layers: [3, 2] }, defaultConfig('softmax')];
}
