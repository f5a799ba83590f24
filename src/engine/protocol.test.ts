/** Client and server, back to back over a real port, with a scripted engine behind them. */
import { afterEach, describe, expect, test, vi } from 'vitest';
import { defaultConfig } from '../core/config.ts';
import { createClient } from './client.ts';
import { type Engine, EngineError, type EngineEvent, type EngineListener, type StartOptions } from './engine.ts';
import type { HeartbeatOptions } from './heartbeat.ts';
import { COMMAND_NAMES, type CommandName, type Commands } from './protocol.ts';
import { serve } from './serve.ts';
import type { Snapshot } from './snapshot.ts';

const closing: (() => void)[] = [];
afterEach(() => {
  for (const close of closing.splice(0)) close();
});

const START: StartOptions = {
  backend: 'auto',
  data: 'mnist',
  weights: 'random',
  config: defaultConfig('cnn'),
  baseUrl: 'https://example.org/page/',
  excluded: [{ backend: 'webgpu', why: 'lost', detail: 'driver reset' }],
};
const PREDICTION = { digit: 7, logits: Array<number>(10).fill(0), probabilities: Array<number>(10).fill(0.1) };
const nothing = async () => undefined;
const never = () => new Promise<never>(() => undefined);

/** An engine that does nothing, but for what `methods` say. */
function scripted(methods: Partial<Engine>): Engine {
  const commands = Object.fromEntries(COMMAND_NAMES.map((name) => [name, nothing])) as unknown as Commands;
  return { ...commands, subscribe: () => () => undefined, dispose: () => undefined, ...methods };
}

function connected(methods: Partial<Engine> = {}, heartbeat: HeartbeatOptions = {}) {
  let emit: EngineListener | undefined;
  const { port1, port2 } = new MessageChannel();
  closing.push(() => port1.close());
  const engine = scripted({
    subscribe: (listener) => {
      emit = listener;
      return () => undefined;
    },
    ...methods,
  });
  const terminate = vi.fn<() => void>();
  const client = createClient(Object.assign(port2, { terminate }), { heartbeat });
  serve(port1, engine);
  port1.start();
  port2.start();
  /** Fails as a worker does. */
  const fail = (type: 'error' | 'messageerror', message: string) =>
    port2.dispatchEvent(Object.assign(new Event(type), { message }));
  /** No message arrives any more, as if the worker had been killed. */
  const deafen = () => port1.close();
  return { client, terminate, fail, deafen, emit: (event: EngineEvent) => emit?.(event), raw: port2 };
}

const failureOf = (promise: Promise<unknown>): Promise<unknown> =>
  promise.then(
    () => 'no failure',
    (cause: unknown) => cause,
  );

describe('a command', () => {
  test('carries its arguments to the engine and its reply to the caller', async () => {
    const predict = vi.fn<Engine['predict']>(async () => PREDICTION);
    const { client } = connected({ predict });
    const pixels = new Float32Array(784).fill(0.5);
    expect(await client.predict(pixels)).toEqual(PREDICTION);
    expect(predict).toHaveBeenCalledExactlyOnceWith(pixels);
    expect(pixels.length).toBe(784);
  });

  test.each<[CommandName, (engine: Engine) => Promise<unknown>, readonly unknown[]]>([
    ['start', (engine) => engine.start(START), [START]],
    ['train', (engine) => engine.train(), [undefined, undefined]],
    ['train', (engine) => engine.train(defaultConfig()), [defaultConfig(), undefined]],
    [
      'train',
      (engine) => engine.train(defaultConfig(), { continueRun: true }),
      [defaultConfig(), { continueRun: true }],
    ],
    ['reset', (engine) => engine.reset(), [undefined]],
    ['pause', (engine) => engine.pause(), []],
    ['resume', (engine) => engine.resume(), []],
    ['step', (engine) => engine.step(), [undefined]],
    ['step', (engine) => engine.step(defaultConfig()), [defaultConfig()]],
    ['setLearningRate', (engine) => engine.setLearningRate(0.1), [0.1]],
    ['watch', (engine) => engine.watch(null, 3), [null, 3]],
    ['learnDrawing', (engine) => engine.learnDrawing(new Float32Array(784), 4), [new Float32Array(784), 4]],
    ['undoLearning', (engine) => engine.undoLearning(), []],
    ['evaluate', (engine) => engine.evaluate(), []],
    ['sample', (engine) => engine.sample(), [undefined]],
    ['sample', (engine) => engine.sample(12), [12]],
    ['retryData', (engine) => engine.retryData(), []],
    ['exportWeights', (engine) => engine.exportWeights(), []],
    ['snapshot', (engine) => engine.snapshot(), []],
    ['importWeights', (engine) => engine.importWeights(new ArrayBuffer(3)), [new ArrayBuffer(3)]],
  ])('%s reaches the method of its name', async (name, ask, args) => {
    const method = vi.fn<(...args: unknown[]) => Promise<never>>(never);
    const { client } = connected({ [name]: method });
    void failureOf(ask(client));
    await vi.waitFor(() => expect(method).toHaveBeenCalledExactlyOnceWith(...args));
  });

  test('may be answered after a later command', async () => {
    let finish: ((end: 'finished') => void) | undefined;
    const { client } = connected({ train: () => new Promise((resolve) => (finish = resolve)) });
    const run = client.train();
    await client.pause();
    finish?.('finished');
    expect(await run).toBe('finished');
  });

  test('transfers a file in its reply instead of copying it', async () => {
    const file = new ArrayBuffer(16);
    const { client } = connected({ exportWeights: async () => file });
    expect((await client.exportWeights()).byteLength).toBe(16);
    expect(file.byteLength).toBe(0);
  });

  test('copies a view of the data set in its reply and leaves the data set in place', async () => {
    const images = new Uint8Array(784 * 2).fill(9);
    const { client } = connected({
      sample: async () => ({ index: 1, label: 9, pixels: images.subarray(784) }),
    });
    expect((await client.sample()).pixels).toEqual(new Uint8Array(784).fill(9));
    expect(images.byteLength).toBe(784 * 2);
  });
});

describe('an error', () => {
  test.each([
    [new EngineError('data', 'No data yet. Wait for the first block.'), 'data'],
    [new TypeError('pixels must be a Float32Array'), 'argument'],
    [new RangeError('lr must be positive'), 'range'],
    [new Error('out of luck'), 'internal'],
  ])('%s arrives as an EngineError of code %s', async (thrown, code) => {
    const { client } = connected({ evaluate: () => Promise.reject(thrown) });
    const failure = await failureOf(client.evaluate());
    expect(failure).toBeInstanceOf(EngineError);
    expect(failure).toMatchObject({ code, message: thrown.message, stack: thrown.stack });
  });

  test('about a weights file arrives with its fault', async () => {
    const fault = { problem: 'missing', part: 'l1.bias', found: '', expected: '' } as const;
    const { client } = connected({
      importWeights: () => Promise.reject(new EngineError('weights', 'l1.bias is missing', { fault })),
    });
    expect(await failureOf(client.importWeights(new ArrayBuffer(8)))).toMatchObject({ code: 'weights', fault });
  });

  test('answers an invalid argument, and the engine is not called', async () => {
    const predict = vi.fn<Engine['predict']>();
    const { client } = connected({ predict });
    const failure = await failureOf(client.predict(new Float32Array(10)));
    expect(failure).toMatchObject({ code: 'argument' });
    expect(String(failure)).toContain('predict');
    expect(predict).not.toHaveBeenCalled();
  });

  test('of code range answers a number out of its bounds', async () => {
    const { client } = connected();
    expect(await failureOf(client.setLearningRate(11))).toMatchObject({ code: 'range' });
    const failure = await failureOf(client.train({ ...defaultConfig(), batch: 0 }));
    expect(failure).toMatchObject({ code: 'range' });
    expect(String(failure)).toContain('batch');
  });

  test('answers a command that does not exist', async () => {
    const { raw } = connected();
    const reply = new Promise((resolve) => {
      raw.addEventListener('message', ({ data }: MessageEvent<{ kind: string; id?: number }>) => {
        if (data.kind === 'reply') resolve(data);
      });
    });
    raw.postMessage({ kind: 'command', id: 77, name: 'toString', args: [] }, []);
    expect(await reply).toMatchObject({ id: 77, ok: false, error: { code: 'argument' } });
  });
});

test('a message that is not a command is ignored', async () => {
  const { raw, client } = connected({ evaluate: async () => ({ loss: 1, accuracy: 0, correct: 0, total: 1 }) });
  for (const junk of [null, 'train', { kind: 'command' }, { kind: 'command', id: 'x', name: 'train', args: [] }]) {
    raw.postMessage(junk, []);
  }
  expect((await client.evaluate()).loss).toBe(1);
});

test('events reach every subscriber until it leaves', async () => {
  const { client, emit } = connected();
  const stayed = vi.fn<EngineListener>();
  const left = vi.fn<EngineListener>();
  client.subscribe(stayed);
  client.subscribe(left)();
  const event: EngineEvent = { type: 'state', runId: 4, state: 'running', epoch: 1, step: 2 };
  emit(event);
  await vi.waitFor(() => expect(stayed).toHaveBeenCalledExactlyOnceWith(event));
  expect(left).not.toHaveBeenCalled();
});

const snapshotOf = (): Snapshot => ({
  version: 1,
  config: defaultConfig('softmax'),
  origin: 'training',
  epochs: 0,
  testAccuracy: null,
  weights: [new Float32Array(7840), new Float32Array(10)],
  run: null,
});

describe('a snapshot', () => {
  test('is transferred instead of copied, as an event and as a reply', async () => {
    const [asked, emitted] = [snapshotOf(), snapshotOf()];
    const { client, emit } = connected({ snapshot: async () => asked });
    const listener = vi.fn<EngineListener>();
    client.subscribe(listener);
    emit({ type: 'snapshot', snapshot: emitted });
    expect((await client.snapshot()).weights[0]?.length).toBe(7840);
    expect(listener).toHaveBeenCalledExactlyOnceWith({ type: 'snapshot', snapshot: snapshotOf() });
    expect([...asked.weights, ...emitted.weights].map(({ length }) => length)).toEqual([0, 0, 0, 0]);
  });

  test('given to restore is copied: the caller keeps its arrays', async () => {
    const restore = vi.fn<Engine['restore']>(nothing);
    const { client } = connected({ restore });
    const snapshot = snapshotOf();
    await client.restore(snapshot);
    expect(restore).toHaveBeenCalledExactlyOnceWith(snapshotOf());
    expect(snapshot.weights[0]?.length).toBe(7840);
  });
});

describe('a worker that sends nothing', () => {
  const SHORT = { tickMs: 5, limit: 3, slowLimit: 1_000_000 };

  test('is terminated, and its pending commands are rejected', async () => {
    const { client, terminate, deafen } = connected({ train: never }, SHORT);
    const listener = vi.fn<EngineListener>();
    client.subscribe(listener);
    await client.start(START);
    const failure = failureOf(client.train());
    deafen();
    expect(await failure).toMatchObject({ code: 'crashed' });
    expect(terminate).toHaveBeenCalledOnce();
    expect(listener.mock.lastCall?.[0]).toMatchObject({ type: 'fatal', cause: 'hung' });
  });

  const SLOW = { backend: 'webgl', path: 'webgl-written-out', device: 'SwiftShader', software: true } as const;

  test('is not terminated while it opens a backend, which has its own limits', async () => {
    const { client, deafen, terminate } = connected({ start: never }, { ...SHORT, slowLimit: 3 });
    const failure = failureOf(client.start(START));
    deafen();
    await new Promise((resolve) => {
      setTimeout(resolve, 50);
    });
    expect(terminate).not.toHaveBeenCalled();
    client.dispose();
    expect(await failure).toMatchObject({ code: 'aborted' });
  });

  test('is terminated after the slow limit while it starts with a backend open', async () => {
    const { client, emit, deafen } = connected({ start: never }, { ...SHORT, slowLimit: 6 });
    const listener = vi.fn<EngineListener>();
    client.subscribe(listener);
    const failure = failureOf(client.start(START));
    emit({ type: 'backend', report: { ...SLOW, backend: 'wasm', software: false, passedOver: [] } });
    await vi.waitFor(() => expect(listener).toHaveBeenCalled());
    deafen();
    expect(await failure).toMatchObject({ code: 'crashed' });
    expect(listener.mock.lastCall?.[0]).toEqual({
      type: 'fatal',
      reason: 'its worker has given no sign of life for 0.03 s',
      cause: 'hung',
    });
  });

  test('is not terminated at the usual limit on a slow backend', async () => {
    const { client, emit, deafen, terminate } = connected({}, SHORT);
    const backend = vi.fn<EngineListener>();
    client.subscribe(backend);
    emit({ type: 'backend', report: { ...SLOW, passedOver: [] } });
    await vi.waitFor(() => expect(backend).toHaveBeenCalled());
    await client.start(START);
    deafen();
    await new Promise((resolve) => {
      setTimeout(resolve, 50);
    });
    expect(terminate).not.toHaveBeenCalled();
    client.dispose();
  });

  test('but pongs is not terminated while a command is pending', async () => {
    const { raw, terminate, client } = connected({ train: never }, SHORT);
    let pongs = 0;
    raw.addEventListener('message', ({ data }: MessageEvent<{ kind: string }>) => {
      if (data.kind === 'pong') pongs++;
    });
    await client.start(START);
    const failure = failureOf(client.train());
    await vi.waitFor(() => expect(pongs).toBeGreaterThan(6));
    expect(terminate).not.toHaveBeenCalled();
    client.dispose();
    expect(await failure).toMatchObject({ code: 'aborted' });
  });
});

describe('a worker that fails', () => {
  test.each(['error', 'messageerror'] as const)('by %s has its pending and later commands rejected', async (type) => {
    const { client, fail, terminate } = connected({ train: never });
    const listener = vi.fn<EngineListener>();
    client.subscribe(listener);
    const failure = failureOf(client.train());
    fail(type, 'out of memory');
    expect(await failure).toMatchObject({ code: 'crashed' });
    expect(terminate).toHaveBeenCalledOnce();
    expect(listener).toHaveBeenCalledOnce();
    expect(listener.mock.lastCall?.[0]).toMatchObject({ type: 'fatal', cause: 'crashed' });
    expect(await failureOf(client.pause())).toMatchObject({ code: 'crashed' });
  });
});

test('dispose terminates the worker and rejects pending commands as aborted', async () => {
  const { client, terminate } = connected({ train: never });
  const failure = failureOf(client.train());
  client.dispose();
  client.dispose();
  expect(await failure).toMatchObject({ code: 'aborted' });
  expect(await failureOf(client.pause())).toMatchObject({ code: 'aborted' });
  expect(terminate).toHaveBeenCalledOnce();
});
