/**
 * What must hold for every input from the page's side: address, drawing, messages, script, commands and stored runs.
 * One function an input; each throws if it does not hold. A refusal in the documented way is not a failure.
 */
import assert from 'node:assert/strict';
import * as v from 'valibot';
import { connectHost } from '../../src/app/embedding.ts';
import { parseParams } from '../../src/app/params.ts';
import { PARAMETERS } from '../../src/app/query.ts';
import { parseRun, parseSummary } from '../../src/app/runs/saved-run.ts';
import { checkConfig, checkFile, checkPixels, checkStrokes } from '../../src/app/script-arguments.ts';
import { CONFIG_SCHEMAS, defaultConfig } from '../../src/core/config.ts';
import { MAX_CODE_POINTS, MAX_CODE_STROKES, decodeDrawing, encodeDrawing } from '../../src/core/drawing-code.ts';
import { PIXELS } from '../../src/core/types.ts';
import { CommandEnvelope, execute } from '../../src/engine/commands.ts';
import { type Engine, EngineError } from '../../src/engine/engine.ts';
import { describeModel } from '../../src/engine/model/spec.ts';
import { checkSnapshot } from '../../src/engine/snapshot-check.ts';
import { INITIAL_STATE } from '../../src/store/initial-state.ts';
import { append } from '../../src/store/series.ts';
import { withStory } from '../../src/store/story.ts';

const CONFIG = v.strictObject(CONFIG_SCHEMAS);

/** Settings are within their bounds; a notice of bounded length names each refused or misspelt parameter. */
export function checkAddress(search: string): void {
  const { params, notices } = parseParams(search, ['en']);
  v.parse(CONFIG, params.config);
  assert.ok(params.panels.length > 0 && notices.length <= 2 * PARAMETERS.length);
  for (const { code, params: said } of notices) {
    assert.ok(code === 'parameter-invalid' || code === 'parameter-unknown');
    assert.ok(Object.values(said).every((text) => text.length <= 49));
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

/** A message does what it says if it is a known one from the host; anything else does nothing. */
export function checkMessage(data: unknown): void {
  const done: string[] = [];
  const note = (name: string) => async () => void done.push(name);
  const window = { postMessage: () => void done.push('answer') };
  let say: ((event: { readonly source: unknown; readonly data: unknown }) => void) | undefined;
  const connection = connectHost(
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
  assert.deepEqual(done, [], 'a message from another source had an effect');
  say?.({ source: window, data });
  connection.stop();
  assert.ok(done.length <= 1);
  if (done.length === 0) return;
  const { target, type, ...rest } = data as Readonly<Record<string, unknown>>;
  assert.equal(target, 'softmax-live');
  assert.deepEqual(done, [type === 'measure' ? 'answer' : type === 'theme' ? `theme ${String(rest['theme'])}` : type]);
  assert.deepEqual(Object.keys(rest), type === 'theme' ? ['theme'] : []);
}

/** A bad argument of a script throws a TypeError or a RangeError that names it, and nothing else. */
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
      // A deliberate error names an argument.
      assert.match(error.message, /^(pixels|strokes|config|file)\b/);
      return undefined;
    }
    throw error;
  }
}

/** A command reaches the engine only with arguments of its types; any other is refused with its name. */
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

/** A consistent run that can be continued, or a refusal with its reason. */
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

/** A complete network of finite numbers, or an error that names the fault. */
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
