import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { EngineError } from '../engine/engine.ts';
import { createHeightReporter } from './content-height.ts';
import { connectHost, type Host } from './embedding.ts';
import { createScriptInterface } from './script-interface.ts';
import { createSession } from './session.ts';
import { deferred, FakeEngine, predictionOf } from './testing/fake-engine.ts';
import { sessionOptions } from './testing/session-options.ts';

type Listener = Parameters<Host['listen']>[0];

class FakeHost implements Host {
  readonly received: unknown[] = [];
  readonly listeners = new Set<Listener>();
  readonly window = {
    postMessage: (message: unknown, targetOrigin: string) => {
      expect(targetOrigin).toBe('*');
      this.received.push(message);
    },
  };

  listen(listener: Listener): () => void {
    this.listeners.add(listener);
    return () => this.listeners.delete(listener);
  }

  send(data: unknown, source: unknown = this.window): void {
    for (const listener of this.listeners) listener({ source, data });
  }
}

async function open(posts = true) {
  const engine = new FakeEngine();
  const session = createSession({
    connect: async () => ({ engine, where: 'worker' }),
    ...sessionOptions(),
  });
  const api = createScriptInterface(session, ({ code }) => code);
  const host = new FakeHost();
  const setTheme = vi.fn<(theme: string) => void>();
  const onPause = vi.fn<() => void>();
  const connection = connectHost(host, { api, session, setTheme, posts, height: () => 640, onPause });
  await api.ready;
  await Promise.resolve();
  return { engine, session, host, setTheme, onPause, connection };
}

const to = (type: string, more: object = {}) => ({ target: 'softmax-live', type, ...more });

describe('the host receives', () => {
  it('a ready message with backend, data set and model', async () => {
    const { host } = await open();
    expect(host.received).toContainEqual({
      source: 'softmax-live',
      type: 'ready',
      backend: 'wasm',
      dataset: 'synthetic',
      model: 'mlp',
    });
  });

  it('messages about states, epochs, predictions and heights', async () => {
    const { host, engine, session, connection } = await open();
    host.received.length = 0;
    const result = {
      epoch: 1,
      trainLoss: 1,
      trainAccuracy: 0.5,
      testLoss: 0.9,
      testAccuracy: 0.6,
      correct: 6,
      total: 10,
      trainMs: 5,
      testMs: 1,
    };
    engine.enter('running');
    engine.emit({ type: 'epoch', runId: 1, step: 4, result });
    session.setStrokes([[[0.2, 0.2], [0.8, 0.8]]]); // prettier-ignore
    await vi.waitFor(() => expect(host.received).toHaveLength(3));
    connection.postHeight(480);
    expect(host.received).toEqual([
      { source: 'softmax-live', type: 'state', state: 'running' },
      { source: 'softmax-live', type: 'epoch', ...result },
      { source: 'softmax-live', type: 'prediction', ...predictionOf(7) },
      { source: 'softmax-live', type: 'resize', height: 480 },
    ]);
  });

  it('no messages when they are switched off, while its commands still work', async () => {
    const { host, engine, session, connection } = await open(false);
    engine.enter('running');
    session.setStrokes([[[0.2, 0.2], [0.8, 0.8]]]); // prettier-ignore
    await vi.waitFor(() => expect(session.store.getState().prediction).not.toBeNull());
    connection.postHeight(480);
    host.send(to('measure'));
    host.send(to('pause'));
    await vi.waitFor(() => expect(engine.called('pause')).toHaveLength(1));
    expect(host.received).toEqual([]);
  });

  it('no messages after the page stops the connection', async () => {
    const { host, engine, connection } = await open();
    connection.stop();
    host.received.length = 0;
    engine.enter('running');
    connection.postHeight(100);
    expect(host.received).toEqual([]);
    expect(host.listeners.size).toBe(0);
  });
});

describe('a command of the host', () => {
  it.each(['train', 'pause', 'resume', 'reset'] as const)('to %s reaches the engine', async (command) => {
    const { host, engine } = await open();
    host.send(to(command));
    await vi.waitFor(() => expect(engine.called(command)).toHaveLength(1));
  });

  it('to clear empties the pad', async () => {
    const { host, session } = await open();
    session.setStrokes([[[0.2, 0.2], [0.8, 0.8]]]); // prettier-ignore
    host.send(to('clear'));
    expect(session.store.getState().drawing.strokes).toEqual([]);
  });

  it('sets the theme or requests the height', async () => {
    const { host, setTheme } = await open();
    host.send(to('theme', { theme: 'dark' }));
    expect(setTheme).toHaveBeenCalledExactlyOnceWith('dark');
    host.received.length = 0;
    host.send(to('measure'));
    expect(host.received).toEqual([{ source: 'softmax-live', type: 'resize', height: 640 }]);
  });

  it('to resume without a paused run shows no notice', async () => {
    const { host, engine, session } = await open();
    engine.resume = () => Promise.reject(new EngineError('state', 'There is no paused run'));
    host.send(to('resume'));
    await new Promise((resolve) => {
      setTimeout(resolve);
    });
    expect(session.store.getState().notices).toEqual([]);
  });

  it('to pause is passed to onPause, and to resume is not', async () => {
    const { host, onPause } = await open();
    host.send(to('resume'));
    expect(onPause).not.toHaveBeenCalled();
    host.send(to('pause'));
    expect(onPause).toHaveBeenCalledTimes(1);
  });
});

describe('the page ignores', () => {
  it.each([
    ['a message from another window', to('train'), {}],
    ['a message without a source window', to('train'), null],
  ])('%s', async (_, data, source) => {
    const { host, engine } = await open();
    host.send(data, source);
    await Promise.resolve();
    expect(engine.called('train')).toEqual([]);
  });

  it.each([
    ['a string', 'train'],
    ['null', null],
    ['an array', [to('train')]],
    ['another target', { target: 'softmax', type: 'train' }],
    ['a message in the page’s own format', { source: 'softmax-live', type: 'train' }],
    ['an unknown command', to('destroy')],
    ['a command named like a property of Object.prototype', to('constructor')],
    ['a command whose type is no string', { target: 'softmax-live', type: ['train'] }],
    ['a command with an unknown field', to('train', { config: { epochs: 100 } })],
    ['an unknown theme', to('theme', { theme: 'url(https://example.org)' })],
    ['a theme command without a theme', to('theme')],
  ])('%s', async (_, data) => {
    const { host, engine, session, setTheme } = await open();
    const calls = engine.calls.length;
    const before = host.received.length;
    host.send(data);
    await Promise.resolve();
    expect(engine.calls).toHaveLength(calls);
    expect(host.received).toHaveLength(before);
    expect(setTheme).not.toHaveBeenCalled();
    expect(session.store.getState().notices).toEqual([]);
  });
});

it('a train command that fails shows a notice on the page', async () => {
  const { host, engine, session } = await open();
  const run = deferred<'finished'>();
  engine.runEnd = run.promise;
  host.send(to('train'));
  run.reject(new EngineError('internal', 'broken'));
  await vi.waitFor(() => expect(session.store.getState().notices).toHaveLength(1));
});

describe('height messages', () => {
  beforeEach(() => {
    vi.useFakeTimers();
  });
  afterEach(() => {
    vi.useRealTimers();
  });

  it('are sent at once, then at intervals, only the latest and none twice', () => {
    const sent: number[] = [];
    const reporter = createHeightReporter((px) => sent.push(px));
    reporter.change(100);
    expect(sent).toEqual([100]);
    reporter.change(110);
    reporter.change(120);
    reporter.change(120);
    expect(sent).toEqual([100]);
    vi.runAllTimers();
    expect(sent).toEqual([100, 120]);
    reporter.change(120);
    vi.runAllTimers();
    expect(sent).toEqual([100, 120]);
  });

  it('are not sent after dispose', () => {
    const sent: number[] = [];
    const reporter = createHeightReporter((px) => sent.push(px));
    reporter.change(100);
    reporter.change(110);
    reporter.dispose();
    vi.runAllTimers();
    expect(sent).toEqual([100]);
  });
});
