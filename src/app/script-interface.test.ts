import { describe, expect, it, vi } from 'vitest';
import { defaultConfig } from '../core/config.ts';
import { EngineError } from '../engine/engine.ts';
import { createScriptInterface } from './script-interface.ts';
import { createSession } from './session.ts';
import { FakeEngine, predictionOf } from './testing/fake-engine.ts';
import { sessionOptions } from './testing/session-options.ts';

async function open() {
  const engine = new FakeEngine();
  const session = createSession({
    connect: async () => ({ engine, where: 'worker' }),
    ...sessionOptions(),
  });
  const api = createScriptInterface(session, ({ code }) => `text of ${code}`);
  await api.ready;
  return { api, engine, session };
}

/** What a script in plain JavaScript may pass. */
const wrong = (value: unknown) => value as never;

describe('softmaxLive', () => {
  it('state() returns all documented fields', async () => {
    const { api } = await open();
    expect(api.state()).toEqual({
      state: 'idle',
      backend: 'wasm',
      path: 'wasm-written-out',
      dataset: 'synthetic',
      loaded: 70_000,
      total: 70_000,
      model: 'mlp',
      parameters: 720_950,
      weights: 'random',
      epoch: 0,
      step: 0,
      config: defaultConfig(),
    });
  });

  it('can’t be changed by a script', async () => {
    const { api } = await open();
    expect(Object.isFrozen(api)).toBe(true);
  });

  it('train() uses the given config, text or number, instead of the controls', async () => {
    const { api, engine } = await open();
    await api.train({ lr: '0.5', epochs: 1, layers: [16, 8] });
    expect(engine.called('train')[0]?.args[0]).toEqual({ ...defaultConfig(), lr: 0.5, epochs: 1, layers: [16, 8] });
  });

  it('ignores blanks around text values, as the URL does', async () => {
    const { api, engine } = await open();
    await api.reset({ model: ' softmax', lr: ' 0.5\n' });
    expect(engine.called('reset')[0]?.args[0]).toEqual({ ...defaultConfig('softmax'), lr: 0.5 });
  });

  it('reads text values as people type them, as the URL does', async () => {
    const { api, engine } = await open();
    await api.reset({ model: 'MLP', optimizer: 'Adam', lr: '0,05', batch: '1,024', seed: '７', layers: '520、320' });
    const given = { optimizer: 'adam', lr: 0.05, batch: 1024, seed: 7, layers: [520, 320] };
    expect(engine.called('reset')[0]?.args[0]).toEqual({ ...defaultConfig(), ...given });
  });

  it('train() uses the defaults of another model', async () => {
    const { api, engine } = await open();
    await api.reset({ model: 'cnn' });
    expect(engine.called('reset')[0]?.args[0]).toEqual(defaultConfig('cnn'));
  });

  it('train() settles when the run has ended', async () => {
    const { api, engine } = await open();
    engine.runEnd = Promise.resolve('paused');
    await expect(api.train()).resolves.toBe('paused');
  });

  it.each([
    [{ lr: 'fast' }, TypeError, 'config.lr'],
    [{ lr: -1 }, RangeError, 'config.lr'],
    [{ lr: 100 }, RangeError, 'config.lr'],
    [{ epochs: 0 }, RangeError, 'config.epochs'],
    [{ batch: 1.5 }, RangeError, 'config.batch'],
    [{ batch: '1,5' }, RangeError, 'config.batch'],
    [{ batch: '1.000' }, TypeError, 'config.batch'],
    [{ model: 'gpt' }, TypeError, 'config.model'],
    [{ layers: 'a,b' }, TypeError, 'config.layers'],
    [{ layers: [0] }, RangeError, 'config.layers'],
    [{ layers: [] }, RangeError, 'config.layers'],
    [{ speed: 1 }, TypeError, 'config.speed'],
    [7, TypeError, 'config'],
    [null, TypeError, 'config'],
  ])('rejects train(%j) by name', async (config, kind, name) => {
    const { api, engine } = await open();
    const failure = api.train(wrong(config));
    await expect(failure).rejects.toBeInstanceOf(kind);
    await expect(failure).rejects.toThrow(name);
    expect(engine.called('train')).toHaveLength(0);
  });

  it('rejects a number of a hundred thousand digits at once', async () => {
    const { api } = await open();
    // Slow with a pattern that can match digits in two ways.
    await expect(api.reset(wrong({ lr: `${'1'.repeat(100_000)}x` }))).rejects.toThrow('config.lr');
  });

  it('predict() accepts bytes and fractions alike', async () => {
    const { api, engine } = await open();
    await expect(api.predict(new Uint8Array(784).fill(255))).resolves.toEqual(predictionOf(7));
    await api.predict(new Float32Array(784).fill(1));
    const [bytes, fractions] = engine.called('predict').map(({ args }) => args[0]);
    expect(bytes).toEqual(fractions);
  });

  it.each([
    [undefined, TypeError],
    [[1, 2], TypeError],
    ['pixels', TypeError],
    [new Float64Array(784), TypeError],
    [new Uint8Array(783), RangeError],
    [new Float32Array(784).fill(1.5), RangeError],
    [new Float32Array(784).fill(NaN), RangeError],
  ])('rejects wrong pixels (%#)', async (pixels, kind) => {
    const { api } = await open();
    const failure = api.predict(wrong(pixels));
    await expect(failure).rejects.toBeInstanceOf(kind);
    await expect(failure).rejects.toThrow('pixels');
  });

  it('draw() adds strokes to the pad at once', async () => {
    const { api, session } = await open();
    expect(api.raster()).toEqual(new Uint8Array(784));
    void api.draw([[[0.2, 0.2], [0.8, 0.2]]]); // prettier-ignore
    expect(api.raster().some((value) => value > 0)).toBe(true);
    await api.draw([[[0.5, 0.2], [0.5, 0.8]]]); // prettier-ignore
    expect(session.store.getState().drawing.strokes).toHaveLength(2);
    await api.clear();
    expect(api.raster()).toEqual(new Uint8Array(784));
  });

  it('raster() returns a copy', async () => {
    const { api } = await open();
    await api.draw([[[0.2, 0.2], [0.8, 0.2]]]); // prettier-ignore
    api.raster().fill(7);
    expect(api.raster()).not.toContain(7);
  });

  it('draw() ignores strokes without a point', async () => {
    const { api, session } = await open();
    session.setStrokes([[[0.2, 0.2]]]); // prettier-ignore
    const { drawing } = session.store.getState();
    await api.draw([]);
    await api.draw([[], []]);
    expect(session.store.getState().drawing).toBe(drawing);
    await api.draw([[], [[0.5, 0.5]]]); // prettier-ignore
    expect(session.store.getState().drawing.strokes).toHaveLength(2);
  });

  it.each([
    ['a line', TypeError, 'strokes'],
    // Arrays with holes: a missing stroke, and a missing point.
    [Array(2), TypeError, 'strokes[0]'],
    [[Array(2)], TypeError, 'strokes[0][0]'],
    [[1], TypeError, 'strokes[0]'],
    [[[0.5, 0.5]], TypeError, 'strokes[0][0]'],
    [[[[0.5, 0.5], [0.5]]], TypeError, 'strokes[0][1]'],
    [[[], [[0.5, '0.5']]], TypeError, 'strokes[1][0]'],
    [[[[0.5, 1.01]]], RangeError, 'strokes[0][0]'],
    [[[[NaN, 0]]], RangeError, 'strokes[0][0]'],
  ])('rejects wrong strokes (%j)', async (strokes, kind, name) => {
    const { api } = await open();
    const failure = api.draw(wrong(strokes));
    await expect(failure).rejects.toBeInstanceOf(kind);
    await expect(failure).rejects.toThrow(name);
  });

  it('evaluate() shows its result on the page', async () => {
    const { api, session } = await open();
    await expect(api.evaluate()).resolves.toMatchObject({ accuracy: 0.97, total: 10_000 });
    expect(session.store.getState().run.testAccuracy).toBe(0.97);
  });

  it('importWeights() accepts only an ArrayBuffer', async () => {
    const { api, engine } = await open();
    await expect(api.importWeights(wrong(new Uint8Array(8)))).rejects.toThrow('file');
    await expect(api.importWeights(wrong({ [Symbol.toStringTag]: 'ArrayBuffer' }))).rejects.toThrow('file');
    await api.importWeights(await api.exportWeights());
    expect(engine.called('importWeights')).toHaveLength(1);
    const gone = new ArrayBuffer(8);
    structuredClone(gone, { transfer: [gone] });
    await expect(api.importWeights(gone)).rejects.toThrow('file');
  });

  it('importWeights() says how to save a file of another kind, and notifies of what was changed', async () => {
    const { api, engine, session } = await open();
    const texts: string[] = [];
    api.on('notice', ({ code }) => texts.push(code));
    await api.importWeights(new ArrayBuffer(8));
    expect(texts).toEqual(['weights-imported']);
    const fault = { problem: 'no-safetensors', part: '', found: 'pytorch', expected: '' } as const;
    engine.importWeights = () => Promise.reject(new EngineError('weights', 'this is not safetensors', { fault }));
    const refusal = api.importWeights(new ArrayBuffer(8));
    await expect(refusal).rejects.toThrow(/^file: this is not safetensors\. In PyTorch, .*save_file/);
    await expect(refusal).rejects.toBeInstanceOf(RangeError);
    expect(session.store.getState().importUndo).not.toBeNull();
  });

  it('predict() rejects when the network’s numbers have overflowed', async () => {
    const { api, engine } = await open();
    engine.predict = async () => ({ ...predictionOf(0), logits: Array<number>(10).fill(Infinity) });
    await expect(api.predict(new Uint8Array(784))).rejects.toThrow('overflowed');
  });

  it('returns copies, so a script can’t change the page’s data', async () => {
    const { api, engine, session } = await open();
    api.on('prediction', (prediction) => void (prediction.probabilities as number[]).fill(0));
    api.on('epoch', (result) => void Object.assign(result, { testAccuracy: 97 }));
    await api.draw([[[0.2, 0.2], [0.8, 0.8]]]); // prettier-ignore
    await vi.waitFor(() => expect(session.store.getState().prediction).toEqual(predictionOf(7)));
    engine.enter('running');
    const result = { epoch: 1, trainLoss: 1, trainAccuracy: 0.5, testLoss: 1, testAccuracy: 0.97, correct: 97, total: 100, trainMs: 1, testMs: 1 }; // prettier-ignore
    engine.emit({ type: 'epoch', runId: 1, step: 4, result });
    (api.state().config.layers as number[]).push(7);
    expect(session.store.getState().epochs).toEqual([result]);
    expect(result.testAccuracy).toBe(0.97);
    expect(api.state().config).toEqual(defaultConfig());
  });
});

describe('softmaxLive.on()', () => {
  it('reports states, metrics, epochs, predictions and notices', async () => {
    const { api, engine, session } = await open();
    const received: unknown[] = [];
    for (const event of ['state', 'metrics', 'epoch', 'prediction', 'notice'] as const) {
      api.on(event, (detail) => received.push([event, detail]));
    }
    engine.enter('running');
    const losses = Float32Array.of(2, 0.5);
    const accuracies = Float32Array.of(0.25, 0.75);
    engine.emit({ type: 'metrics', runId: 1, epoch: 1, step: 2, stepsPerEpoch: 4, losses, accuracies, stepsPerSecond: 9 }); // prettier-ignore
    await api.draw([[[0.2, 0.2], [0.8, 0.8]]]); // prettier-ignore
    await vi.waitFor(() => expect(received).toHaveLength(3));
    session.notify({ kind: 'info', code: 'data-synthetic', params: {} });
    expect(received).toEqual([
      ['state', { state: 'running' }],
      ['metrics', { epoch: 1, step: 2, loss: 0.5, accuracy: 0.75, stepsPerSecond: 9 }],
      ['prediction', predictionOf(7)],
      ['notice', { kind: 'info', code: 'data-synthetic', text: 'text of data-synthetic' }],
    ]);
  });

  it('stops reporting when the returned function is called', async () => {
    const { api, engine } = await open();
    const listener = vi.fn<() => void>();
    const stop = api.on('state', listener);
    stop();
    engine.enter('running');
    expect(listener).not.toHaveBeenCalled();
  });

  it('calls the other listeners when one throws', async () => {
    const { api, engine } = await open();
    const report = vi.fn<(error: unknown) => void>();
    vi.stubGlobal('reportError', report);
    const second = vi.fn<() => void>();
    api.on('state', () => {
      throw new Error('mine');
    });
    api.on('state', second);
    engine.enter('running');
    expect(second).toHaveBeenCalledTimes(1);
    expect(report).toHaveBeenCalledTimes(1);
    vi.unstubAllGlobals();
  });

  it('rejects an unknown event with the names of the known ones', async () => {
    const { api } = await open();
    expect(() => api.on(wrong('toString'), () => undefined)).toThrow('state, metrics, epoch, prediction, notice');
    expect(() => api.on('state', wrong('listener'))).toThrow('listener');
  });
});
