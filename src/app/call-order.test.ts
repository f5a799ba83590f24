/** Unawaited calls of `window.softmaxLive`, on a real engine behind a message port. */
import { afterEach, expect, it, vi } from 'vitest';
import type { RunState } from '../core/types.ts';
import { createClient } from '../engine/client.ts';
import { DATASET, SGD } from '../engine/testing/model-owner-harness.ts';
import { serveInPage } from '../engine/serve-in-page.ts';
import { createScriptInterface } from './script-interface.ts';
import { createSession } from './session.ts';
import { sessionOptions } from './testing/session-options.ts';

vi.mock('../engine/data/synthetic.ts', () => ({ createSyntheticDataset: () => DATASET }));

const LONG = { ...SGD, epochs: 100 };

let close: () => void;
afterEach(() => close());

function open({ autostart = false } = {}) {
  const session = createSession({
    ...sessionOptions(),
    connect: async () => ({ engine: createClient(serveInPage()), where: 'worker' }),
    backend: 'cpu',
    data: 'synthetic',
    config: SGD,
    autostart,
  });
  close = () => session.dispose();
  const api = createScriptInterface(session, ({ code }) => code);
  const states: RunState[] = [];
  api.on('state', ({ state }) => states.push(state));
  return { api, session, states };
}

it.each(['while the engine starts', 'later'])(
  'called %s, train uses the config of the reset before it',
  async (when) => {
    const { api } = open();
    if (when === 'later') await api.ready;
    void api.reset({ lr: 0.5, batch: 32 });
    expect(await api.train()).toBe('finished');
    expect(api.state()).toMatchObject({ step: 12, config: { ...SGD, lr: 0.5, batch: 32 } });
  },
);

it.each(['reset', 'train'] as const)('train takes what its config leaves out from the %s before it', async (name) => {
  const { api } = open();
  await api.ready;
  void api[name]({ lr: 0.5, batch: 32 });
  await api.train({ epochs: 1 });
  expect(api.state()).toMatchObject({ state: 'finished', config: { ...SGD, lr: 0.5, batch: 32, epochs: 1 } });
});

it('reset without a config keeps the config of the run before it', async () => {
  const { api } = open();
  await api.ready;
  const end = api.train({ batch: 32 });
  await api.reset();
  expect(await end).toBe('reset');
  expect(api.state()).toMatchObject({ state: 'idle', config: { ...SGD, batch: 32 } });
});

it('a second call of train continues the run of the first', async () => {
  const { api, states } = open();
  await api.ready;
  expect(await Promise.all([api.train({ batch: 32 }), api.train()])).toEqual(['finished', 'finished']);
  expect(states.filter((state) => state === 'running')).toHaveLength(1);
});

it('step continues the run that the call before it began', async () => {
  const { api, session } = open();
  await api.ready;
  session.settings.setState({ batch: 32 });
  await Promise.all([api.step(), api.step()]);
  expect(api.state()).toMatchObject({ state: 'paused', step: 2, config: { batch: 32 } });
  const end = api.train({ ...LONG, batch: 16 });
  await api.step();
  expect(await end).toBe('paused');
  expect(api.state()).toMatchObject({ state: 'paused', config: { batch: 16 } });
});

it('predict, evaluate and exportWeights use the weights of the reset before them', async () => {
  const { api } = open();
  await api.ready;
  const pixels = new Uint8Array(784).fill(100);
  const ask = () => Promise.all([api.predict(pixels), api.evaluate(), api.exportWeights()]);
  const trained = new Promise<void>((resolve) => api.on('metrics', () => resolve()));
  void api.train(LONG);
  await trained;
  void api.reset();
  expect(await ask()).toEqual(await ask());
  expect(api.state().weights).toBe('random');
});

it.each(['while the engine starts', 'later'])(
  'called %s, pause right after train leaves the run paused',
  async (when) => {
    const { api, states } = open();
    if (when === 'later') await api.ready;
    const end = api.train(LONG);
    await api.pause();
    expect(await end).toBe('paused');
    expect(states.at(-1)).toBe('paused');
  },
);

it('pause while the engine starts overrides autostart', async () => {
  const { api, states } = open({ autostart: true });
  await api.pause();
  await later();
  expect(states.at(-1)).toBe('paused');
  expect(await api.train()).toBe('finished');
});

it('reset while the engine starts overrides autostart', async () => {
  const { api, states } = open({ autostart: true });
  await api.reset();
  await later();
  expect(states.at(-1)).toBe('idle');
});

it('a refused config leaves the controls unchanged', async () => {
  const { api, session } = open();
  await api.ready;
  session.settings.setState({ batch: 32 });
  const before = session.settings.getState();
  vi.stubGlobal(
    'Float32Array',
    class extends Float32Array {
      constructor(size: number) {
        if (size === 784 * 2048) throw new RangeError('Array buffer allocation failed');
        super(size);
      }
    },
  );
  const refused = await Promise.allSettled([api.reset({ layers: [2048] }), api.train({ epochs: 1 })]);
  vi.unstubAllGlobals();
  expect(refused).toMatchObject([{ reason: { code: 'memory' } }, { reason: { code: 'memory' } }]);
  expect(session.settings.getState()).toEqual(before);
});

/** Long enough for all pending work to begin. */
async function later() {
  await new Promise((resolve) => {
    setTimeout(resolve, 50);
  });
}
