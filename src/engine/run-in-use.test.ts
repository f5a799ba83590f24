/** Runs that go on from a snapshot, held against runs that never stopped. */
import { memory } from '@tensorflow/tfjs-core';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import type { RunConfig } from '../core/config.ts';
import { activateInNode } from './backends/activate-in-node.ts';
import type { Dataset } from './data/dataset.ts';
import { notStarted } from './engine.ts';
import { ADAM, CNN, IMAGES, PLAIN, SGD, disposeAll, openRun } from './run-in-use-harness.ts';
import type { Snapshot } from './snapshot.ts';
import { goldenImages } from './training/golden.ts';

let deactivate: () => void;
afterEach(async () => {
  vi.restoreAllMocks();
  await disposeAll();
  deactivate();
});

/** To compare: number by number takes a test runner its time. */
const bytesOf = ({ buffer }: Float32Array) => Buffer.from(buffer).toString('base64');

async function outcome({ use, losses, epochs }: ReturnType<typeof openRun>) {
  return { losses: losses(), epochs: epochs(), weights: (await use.network.values()).map(bytesOf) };
}

async function unbroken(config: RunConfig) {
  const whole = openRun();
  const run = await whole.use.begin(config);
  expect(await run.play()).toBe('finished');
  return outcome(whole);
}

/** Plays `before`'s snapshot to its end in fresh surroundings, and puts the two parts together. */
async function goOn(before: ReturnType<typeof openRun>, snapshot: Snapshot, lossesBefore = before.losses()) {
  const after = openRun();
  await after.use.restore(snapshot);
  expect(await after.use.underWay?.play()).toBe('finished');
  const { losses, epochs, weights } = await outcome(after);
  const done = snapshot.run?.epoch ?? 0;
  return {
    losses: [...lossesBefore, ...losses],
    epochs: [...before.epochs().slice(0, done), ...epochs],
    weights,
  };
}

describe.each(['wasm', 'cpu'] as const)('on %s, a run that goes on from a snapshot', (backend) => {
  beforeEach(async () => {
    deactivate = await activateInNode(backend);
  });

  it.each([
    ['SGD with momentum', SGD],
    ['SGD without', PLAIN],
    ['Adam', ADAM],
  ])('in mid-epoch is the unbroken one to the bit: %s', async (_, config) => {
    const before = openRun();
    const run = await before.use.begin(config);
    for (let i = 0; i < 5; i++) await run.playOne();
    expect(before.latest().run).toMatchObject({ epoch: 0, batch: 5, optimizer: { steps: 5 } });
    expect(await goOn(before, before.latest())).toEqual(await unbroken(config));
  });

  it.each([
    ['SGD with momentum', SGD],
    ['Adam', ADAM],
  ])('in the middle of a test pass is the unbroken one to the bit: %s', async (_, config) => {
    const before = openRun();
    const run = await before.use.begin(config);
    before.listeners.add((event) => {
      if (event.type === 'evaluating' && event.done < event.total) void run.pause();
    });
    expect(await run.play()).toBe('paused');
    const snapshot = before.latest();
    expect(snapshot.run).toMatchObject({ epoch: 0, batch: 12 });
    expect(snapshot.run?.record.test.done).toBe(64);
    expect(await goOn(before, snapshot)).toEqual(await unbroken(config));
  });

  it('from a snapshot taken while it trained is the unbroken one to the bit', async () => {
    const config = { ...ADAM, epochs: 3 };
    const before = openRun();
    const run = await before.use.begin(config);
    let asked: Promise<Snapshot> | undefined;
    before.listeners.add((event) => {
      if (event.type === 'epoch') asked ??= run.snapshot();
    });
    await run.play();
    const snapshot = await asked;
    if (!snapshot?.run) throw new Error('no snapshot of a run');
    const done = snapshot.run.epoch * 12 + snapshot.run.batch;
    expect(done).toBeGreaterThanOrEqual(12);
    expect(snapshot.run.optimizer.steps).toBe(done);
    expect(await goOn(before, snapshot, before.losses().slice(0, done))).toEqual(await unbroken(config));
  });
});

describe('on wasm, a run of the CNN that goes on from a snapshot', () => {
  beforeEach(async () => {
    deactivate = await activateInNode('wasm');
  });

  it.each(['sgd', 'adam'] as const)('is the unbroken one to the bit: %s', { timeout: 60_000 }, async (optimizer) => {
    const config = { ...CNN, optimizer, lr: 0.003 };
    const before = openRun();
    const run = await before.use.begin(config);
    await run.playOne();
    await run.playOne();
    expect(await goOn(before, before.latest())).toEqual(await unbroken(config));
  });
});

describe('a run that another takes the place of', () => {
  beforeEach(async () => {
    deactivate = await activateInNode('wasm');
  });

  it('does not go on after all, though that was asked for before', async () => {
    const { use, failures, states } = openRun();
    const run = await use.begin({ ...SGD, epochs: 100 });
    const first = run.play();
    void run.pause();
    const again = run.play();
    await use.replace(SGD);
    expect(await Promise.all([first, again])).toEqual(['paused', 'paused']);
    expect(failures).toEqual([]);
    expect(states().map(({ runId, state }) => [runId, state])).toEqual([
      [1, 'running'],
      [1, 'paused'],
      [2, 'idle'],
    ]);
  });

  it.each(['rests', 'runs'])('does not step any more, though that was asked for while it %s', async (was) => {
    const { use, failures } = openRun();
    const run = await use.begin({ ...SGD, epochs: 100 });
    const playing = was === 'runs' ? run.play() : null;
    const stepped = run.playOne();
    await use.replace(SGD);
    await Promise.all([playing, stepped]);
    expect(failures).toEqual([]);
    expect(run.state).toBe('paused');
  });

  it('stays as it is, whatever is asked of it later', async () => {
    const { use, failures, states } = openRun();
    const run = await use.begin(SGD);
    await run.playOne();
    await use.replace(SGD);
    const heard = states().length;
    expect(await run.play()).toBe('paused');
    await run.playOne();
    expect(run.step).toBe(1);
    expect(failures).toEqual([]);
    expect(states()).toHaveLength(heard);
  });
});

describe('a snapshot', () => {
  beforeEach(async () => {
    deactivate = await activateInNode('wasm');
  });

  it('comes with the start, every epoch and the end of a run, and holds what the model is', async () => {
    const { use, events } = openRun();
    await (await use.begin(SGD)).play();
    const snapshots = events.flatMap((event) => (event.type === 'snapshot' ? [event.snapshot] : []));
    expect(snapshots.map(({ run, epochs, origin }) => [run?.epoch, run?.batch, run?.finished, epochs, origin])).toEqual(
      [
        [0, 0, false, 0, 'random'],
        [1, 0, false, 1, 'random'],
        [2, 0, true, 2, 'trained'],
      ],
    );
    expect(snapshots.at(-1)?.testAccuracy).toBe(
      events.findLast((event) => event.type === 'epoch')?.result.testAccuracy,
    );
  });

  it('of a finished run brings a finished run back', async () => {
    const before = openRun();
    await (await before.use.begin(SGD)).play();
    const after = openRun();
    await after.use.restore(before.latest());
    expect(after.states()).toEqual([{ type: 'state', runId: 1, state: 'finished', epoch: 2, step: 24 }]);
    expect(after.use.underWay).toBeNull();
    expect(after.use.model).toMatchObject({ origin: 'trained', epochs: 2 });
    expect(await after.use.snapshot()).toEqual(before.latest());
  });

  it('has the learning rate that was set last', async () => {
    const before = openRun();
    const run = await before.use.begin(SGD);
    await run.playOne();
    before.use.setLearningRate(0.02);
    const snapshot = await before.use.snapshot();
    const [one, two] = [openRun(), openRun()];
    for (const { use } of [one, two]) await use.restore(snapshot);
    two.use.setLearningRate(0.1);
    for (const { use } of [one, two]) await use.underWay?.playOne();
    await run.playOne();
    expect(await one.use.network.values()).toEqual(await before.use.network.values());
    expect(await two.use.network.values()).not.toEqual(await before.use.network.values());
  });

  it('without a run brings weights back and ends the run there is', async () => {
    const source = openRun();
    await source.use.replace(SGD);
    const snapshot = structuredClone(await source.use.snapshot());
    expect(snapshot.run).toBeNull();
    const { use, states } = openRun();
    await (await use.begin(ADAM)).playOne();
    await use.restore(snapshot);
    expect(use.run).toBeNull();
    expect(states().at(-1)).toEqual({ type: 'state', runId: 2, state: 'idle', epoch: 0, step: 0 });
    expect(await use.network.values()).toEqual(await source.use.network.values());
  });

  it('on another data set keeps weights and optimiser, and starts the epoch over', async () => {
    const before = openRun();
    const run = await before.use.begin({ ...ADAM, epochs: 3 });
    while (run.step < 17) await run.playOne();
    const snapshot = before.latest();
    const mnist: Dataset = { name: 'mnist', train: goldenImages(2), test: IMAGES };
    const { use, states, epochs } = openRun(mnist);
    await use.restore(snapshot);
    // 8 steps an epoch here, one epoch behind it.
    expect(states().at(-1)).toMatchObject({ state: 'paused', epoch: 2, step: 8 });
    const taken = await use.snapshot();
    expect(taken.weights).toEqual(snapshot.weights);
    expect(taken.run?.optimizer).toEqual(snapshot.run?.optimizer);
    expect(taken.run?.record.images).toBe(0);
    expect(await use.underWay?.play()).toBe('finished');
    expect(epochs().map(({ epoch }) => epoch)).toEqual([2, 3]);
  });

  it('is none of a run that another takes the place of', async () => {
    const { use, events } = openRun();
    const run = await use.begin({ ...SGD, epochs: 100 });
    const playing = run.play();
    await use.replace(SGD);
    expect(await playing).toBe('paused');
    const reset = events.findLastIndex((event) => event.type === 'model');
    expect(events.findLastIndex((event) => event.type === 'snapshot')).toBeLessThan(reset);
    expect(events.filter((event) => event.type === 'snapshot')).toHaveLength(1);
  });

  it('leaves no tensors behind', async () => {
    const { use, latest } = openRun();
    const run = await use.begin(SGD);
    await run.playOne();
    const held = memory().numTensors;
    for (let i = 0; i < 3; i++) {
      await use.restore(latest());
      await use.underWay?.playOne();
    }
    expect(memory().numTensors).toBe(held);
  });
});

describe('a snapshot that is not whole', () => {
  beforeEach(async () => {
    deactivate = await activateInNode('wasm');
  });

  it('or comes before there are images leaves model and run as they are', async () => {
    const { use, data } = openRun();
    await use.replace(SGD);
    const snapshot = structuredClone(await use.snapshot());
    const run = await use.begin(ADAM);
    const withRun = structuredClone(await run.snapshot());
    vi.spyOn(data, 'current', 'get').mockImplementation(notStarted);
    await expect(use.restore(withRun)).rejects.toMatchObject({ code: 'state' });
    await expect(use.begin(SGD)).rejects.toMatchObject({ code: 'state' });
    expect(use.run).toBe(run);
    await use.restore(snapshot);
    expect(use.run).toBeNull();
  });

  it('leaves model and run as they are', async () => {
    const { use, states } = openRun();
    const run = await use.begin(SGD);
    await run.playOne();
    const snapshot = structuredClone(await use.snapshot());
    const heard = states().length;
    await expect(use.restore({ ...snapshot, weights: snapshot.weights.slice(1) })).rejects.toMatchObject({
      code: 'weights',
    });
    expect(use.run).toBe(run);
    expect(await use.snapshot()).toEqual(snapshot);
    expect(states()).toHaveLength(heard);
  });
});
