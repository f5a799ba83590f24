import { describe, expect, it, vi } from 'vitest';
import { defaultConfig, type RunConfig } from '../core/config.ts';
import { deferred, FakeEngine, modelReport, snapshotOf } from './testing/fake-engine.ts';
import { openSession } from './testing/open-session.ts';

async function withRunUnderWay(engine = new FakeEngine()) {
  const { session } = openSession({}, [engine]);
  await session.ready;
  engine.enter('running', 5);
  const controls = () => session.settings.getState();
  const config = () => session.store.getState().model?.config;
  const rate = () => session.rateInUse.getState();
  return { session, engine, controls, config, rate };
}

describe('a learning rate changed during a run', () => {
  it('reaches the controls and the engine', async () => {
    const { session, controls, config } = await withRunUnderWay();
    await session.setLearningRate(0.2);
    expect(controls()).toEqual({ ...defaultConfig(), lr: 0.2 });
    expect(config()).toEqual({ ...defaultConfig(), lr: 0.2 });
  });

  it('keeps the settings changed for the next run', async () => {
    const { session, controls, config } = await withRunUnderWay();
    session.settings.setState({ batch: 128, seed: 7 });
    await session.setLearningRate(0.2);
    expect(controls()).toEqual({ ...defaultConfig(), batch: 128, seed: 7, lr: 0.2 });
    expect(config()).toMatchObject({ batch: 64, seed: 0, lr: 0.2 });
  });

  it('keeps the model chosen for the next run', async () => {
    const { session, engine, controls } = await withRunUnderWay();
    session.settings.setState(defaultConfig('cnn'));
    await session.setLearningRate(0.2);
    expect(controls()).toEqual({ ...defaultConfig('cnn'), lr: 0.2 });
    await session.reset();
    expect(engine.called('reset')[0]?.args).toEqual([{ ...defaultConfig('cnn'), lr: 0.2 }]);
  });

  it('is not overwritten by an earlier rate that the engine answers later', async () => {
    const { session, engine, controls, config } = await withRunUnderWay();
    const free = deferred<void>();
    const take = engine.setLearningRate.bind(engine);
    engine.setLearningRate = async (lr) => {
      if (lr === 0.04) await free.promise;
      return take(lr);
    };
    const said: number[] = [];
    session.settings.subscribe(({ lr }) => said.push(lr));
    const moves = [0.02, 0.03, 0.04].map((lr) => session.setLearningRate(lr));
    await vi.waitFor(() => expect(config()?.lr).toBe(0.03));
    expect(controls().lr).toBe(0.04);
    free.resolve();
    await Promise.all(moves);
    expect(config()?.lr).toBe(0.04);
    expect(said).toEqual(said.toSorted((a, b) => a - b));
  });
});

describe('the learning rate in use', () => {
  it('stays that of the run while the next run’s settings change', async () => {
    const { session, controls, config, rate } = await withRunUnderWay();
    await session.setLearningRate(0.2);
    session.settings.setState(defaultConfig('cnn'));
    expect(rate()).toBe(0.2);
    expect(config()?.lr).toBe(0.2);
    expect(controls().lr).toBe(defaultConfig('cnn').lr);
  });

  it('becomes that of the next run when it begins', async () => {
    const { session, engine, rate } = await withRunUnderWay();
    session.settings.setState(defaultConfig('cnn'));
    engine.emit({ type: 'model', report: modelReport(defaultConfig('cnn')) });
    expect(rate()).toBe(defaultConfig('cnn').lr);
  });

  it('changes before the engine answers and keeps settings made until then', async () => {
    const { session, engine, controls, rate } = await withRunUnderWay();
    const free = deferred<void>();
    const take = engine.setLearningRate.bind(engine);
    engine.setLearningRate = async (lr) => {
      await free.promise;
      return take(lr);
    };
    const moved = session.setLearningRate(0.2);
    expect(rate()).toBe(0.2);
    session.settings.setState(defaultConfig('softmax'));
    free.resolve();
    await moved;
    expect(rate()).toBe(0.2);
    expect(controls()).toEqual(defaultConfig('softmax'));
  });

  it('returns to the former rate when the engine refuses the new one', async () => {
    const { session, engine, rate } = await withRunUnderWay();
    engine.setLearningRate = () => Promise.reject(new Error('no'));
    await expect(session.setLearningRate(0.2)).rejects.toThrow('no');
    expect(rate()).toBe(defaultConfig().lr);
  });
});

it('settings changed while the engine starts are kept and used by train', async () => {
  const engine = new FakeEngine();
  const starting = deferred<void>();
  engine.starting = starting.promise;
  const { session } = openSession({}, [engine]);
  await vi.waitFor(() => expect(engine.called('start')).toHaveLength(1));
  session.settings.setState({ batch: 128 });
  starting.resolve();
  await session.ready;
  expect(session.settings.getState()).toEqual({ ...defaultConfig(), batch: 128 });
  await session.train();
  expect(engine.called('train')[0]?.args).toEqual([{ ...defaultConfig(), batch: 128 }, { continueRun: true }]);
});

it('a config that the engine reports with its keys in another order equals that of the controls', async () => {
  const engine = new FakeEngine();
  const { session } = openSession({}, [engine]);
  await session.ready;
  const config = Object.fromEntries(Object.entries(defaultConfig()).toReversed()) as unknown as RunConfig;
  engine.emit({ type: 'model', report: modelReport(config) });
  session.settings.setState(defaultConfig(), true);
  await session.step();
  expect(engine.called('step')[0]?.args).toEqual([undefined]);
});

describe('the controls, with settings changed for the next run, take over the engine’s config', () => {
  it.each(['lr', 'epochs'] as const)('when a restored run differs only in its %s', async (name) => {
    const { session, engine, controls } = await withRunUnderWay();
    session.settings.setState({ batch: 128 });
    const config = { ...defaultConfig(), [name]: 2 };
    await engine.restore(snapshotOf(config));
    expect(controls()).toEqual(config);
  });

  it('when a run is restored after a change of the learning rate', async () => {
    const { session, engine, controls } = await withRunUnderWay();
    session.settings.setState({ batch: 128 });
    await session.setLearningRate(0.2);
    await engine.restore(snapshotOf(defaultConfig()));
    expect(controls()).toEqual(defaultConfig());
  });

  it('when another run begins after a refused learning rate', async () => {
    const { session, engine, controls } = await withRunUnderWay();
    engine.setLearningRate = () => Promise.reject(new Error('no'));
    await expect(session.setLearningRate(0.2)).rejects.toThrow('no');
    session.settings.setState({ batch: 128 });
    engine.emit({ type: 'model', report: modelReport({ ...defaultConfig(), lr: 0.5 }) });
    expect(controls()).toEqual({ ...defaultConfig(), lr: 0.5 });
  });
});
