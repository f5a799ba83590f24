/** Runs continued from a snapshot, compared with unbroken runs. */
import { memory } from '@tensorflow/tfjs-core';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import type { RunConfig } from '../core/config.ts';
import { activateInNode } from './backends/activate-in-node.ts';
import type { Dataset } from './data/dataset.ts';
import { notStarted } from './engine.ts';
import { ADAM, CNN, IMAGES, PLAIN, SGD, disposeAll, openRun } from './testing/model-owner-harness.ts';
import type { Snapshot } from './snapshot.ts';
import { goldenImages } from './testing/golden.ts';

let deactivate: () => void;
afterEach(async () => {
  vi.restoreAllMocks();
  await disposeAll();
  deactivate();
});

/** To compare: number by number takes a test runner its time. */
const bytesOf = ({ buffer }: Float32Array) => Buffer.from(buffer).toString('base64');

async function outcome({ owner, losses, epochs }: ReturnType<typeof openRun>) {
  return { losses: losses(), epochs: epochs(), weights: (await owner.network.values()).map(bytesOf) };
}

async function unbroken(config: RunConfig) {
  const whole = openRun();
  const run = await whole.owner.begin(config);
  expect(await run.play()).toBe('finished');
  return outcome(whole);
}

/** Plays `before`'s snapshot to its end in fresh surroundings, and puts the two parts together. */
async function continueFrom(before: ReturnType<typeof openRun>, snapshot: Snapshot, lossesBefore = before.losses()) {
  const after = openRun();
  await after.owner.restore(snapshot);
  expect(await after.owner.unfinishedRun?.play()).toBe('finished');
  const { losses, epochs, weights } = await outcome(after);
  const done = snapshot.run?.epoch ?? 0;
  return {
    losses: [...lossesBefore, ...losses],
    epochs: [...before.epochs().slice(0, done), ...epochs],
    weights,
  };
}

describe.each(['wasm', 'cpu'] as const)('on %s, a run continued from a snapshot', (backend) => {
  beforeEach(async () => {
    deactivate = await activateInNode(backend);
  });

  it.each([
    ['SGD with momentum', SGD],
    ['SGD without', PLAIN],
    ['Adam', ADAM],
  ])('in mid-epoch equals the unbroken run to the bit: %s', async (_, config) => {
    const before = openRun();
    const run = await before.owner.begin(config);
    for (let i = 0; i < 5; i++) await run.playOne();
    expect(before.latest().run).toMatchObject({ epoch: 0, batch: 5, optimizer: { steps: 5 } });
    expect(await continueFrom(before, before.latest())).toEqual(await unbroken(config));
  });

  it.each([
    ['SGD with momentum', SGD],
    ['Adam', ADAM],
  ])('during a test pass equals the unbroken run to the bit: %s', async (_, config) => {
    const before = openRun();
    const run = await before.owner.begin(config);
    before.listeners.add((event) => {
      if (event.type === 'evaluating' && event.done < event.total) void run.pause();
    });
    expect(await run.play()).toBe('paused');
    const snapshot = before.latest();
    expect(snapshot.run).toMatchObject({ epoch: 0, batch: 12 });
    expect(snapshot.run?.record.test.done).toBe(64);
    expect(await continueFrom(before, snapshot)).toEqual(await unbroken(config));
  });

  it('equals the unbroken run to the bit if it trained while the snapshot was taken', async () => {
    const config = { ...ADAM, epochs: 3 };
    const before = openRun();
    const run = await before.owner.begin(config);
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
    expect(await continueFrom(before, snapshot, before.losses().slice(0, done))).toEqual(await unbroken(config));
  });
});

describe('on wasm, a run of the CNN continued from a snapshot', () => {
  beforeEach(async () => {
    deactivate = await activateInNode('wasm');
  });

  it.each(['sgd', 'adam'] as const)(
    'equals the unbroken run to the bit: %s',
    { timeout: 60_000 },
    async (optimizer) => {
      const config = { ...CNN, optimizer, lr: 0.003 };
      const before = openRun();
      const run = await before.owner.begin(config);
      await run.playOne();
      await run.playOne();
      expect(await continueFrom(before, before.latest())).toEqual(await unbroken(config));
    },
  );
});

describe('a run that another replaces', () => {
  beforeEach(async () => {
    deactivate = await activateInNode('wasm');
  });

  it('does not continue, though play was called before', async () => {
    const { owner, failures, states } = openRun();
    const run = await owner.begin({ ...SGD, epochs: 100 });
    const first = run.play();
    void run.pause();
    const again = run.play();
    await owner.replace(SGD);
    expect(await Promise.all([first, again])).toEqual(['paused', 'paused']);
    expect(failures).toEqual([]);
    expect(states().map(({ runId, state }) => [runId, state])).toEqual([
      [1, 'running'],
      [1, 'paused'],
      [2, 'idle'],
    ]);
  });

  it.each(['rests', 'runs'])('takes no further step, though playOne was called while it %s', async (was) => {
    const { owner, failures } = openRun();
    const run = await owner.begin({ ...SGD, epochs: 100 });
    const playing = was === 'runs' ? run.play() : null;
    const stepped = run.playOne();
    await owner.replace(SGD);
    await Promise.all([playing, stepped]);
    expect(failures).toEqual([]);
    expect(run.state).toBe('paused');
  });

  it('stays as it is after later calls of play and playOne', async () => {
    const { owner, failures, states } = openRun();
    const run = await owner.begin(SGD);
    await run.playOne();
    await owner.replace(SGD);
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

  it('is emitted at the start, after every epoch and at the end of a run, and describes the model', async () => {
    const { owner, events } = openRun();
    await (await owner.begin(SGD)).play();
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

  it('of a finished run restores a finished run', async () => {
    const before = openRun();
    await (await before.owner.begin(SGD)).play();
    const after = openRun();
    await after.owner.restore(before.latest());
    expect(after.states()).toEqual([{ type: 'state', runId: 1, state: 'finished', epoch: 2, step: 24 }]);
    expect(after.owner.unfinishedRun).toBeNull();
    expect(after.owner.model).toMatchObject({ origin: 'trained', epochs: 2 });
    expect(await after.owner.snapshot()).toEqual(before.latest());
  });

  it('has the learning rate set last', async () => {
    const before = openRun();
    const run = await before.owner.begin(SGD);
    await run.playOne();
    before.owner.setLearningRate(0.02);
    const snapshot = await before.owner.snapshot();
    const [one, two] = [openRun(), openRun()];
    for (const { owner } of [one, two]) await owner.restore(snapshot);
    two.owner.setLearningRate(0.1);
    for (const { owner } of [one, two]) await owner.unfinishedRun?.playOne();
    await run.playOne();
    expect(await one.owner.network.values()).toEqual(await before.owner.network.values());
    expect(await two.owner.network.values()).not.toEqual(await before.owner.network.values());
  });

  it('without a run restores weights and ends the current run', async () => {
    const source = openRun();
    await source.owner.replace(SGD);
    const snapshot = structuredClone(await source.owner.snapshot());
    expect(snapshot.run).toBeNull();
    const { owner, states } = openRun();
    await (await owner.begin(ADAM)).playOne();
    await owner.restore(snapshot);
    expect(owner.run).toBeNull();
    expect(states().at(-1)).toEqual({ type: 'state', runId: 2, state: 'idle', epoch: 0, step: 0 });
    expect(await owner.network.values()).toEqual(await source.owner.network.values());
  });

  it('restored on another data set keeps weights and optimiser, and restarts the epoch', async () => {
    const before = openRun();
    const run = await before.owner.begin({ ...ADAM, epochs: 3 });
    while (run.step < 17) await run.playOne();
    const snapshot = before.latest();
    const mnist: Dataset = { name: 'mnist', train: goldenImages(2), test: IMAGES };
    const { owner, states, epochs } = openRun(mnist);
    await owner.restore(snapshot);
    // 8 steps an epoch here, one epoch behind it.
    expect(states().at(-1)).toMatchObject({ state: 'paused', epoch: 2, step: 8 });
    const taken = await owner.snapshot();
    expect(taken.weights).toEqual(snapshot.weights);
    expect(taken.run?.optimizer).toEqual(snapshot.run?.optimizer);
    expect(taken.run?.record.images).toBe(0);
    expect(await owner.unfinishedRun?.play()).toBe('finished');
    expect(epochs().map(({ epoch }) => epoch)).toEqual([2, 3]);
  });

  it('is not taken at the end of a run that another replaces', async () => {
    const { owner, events } = openRun();
    const run = await owner.begin({ ...SGD, epochs: 100 });
    const playing = run.play();
    await owner.replace(SGD);
    expect(await playing).toBe('paused');
    const reset = events.findLastIndex((event) => event.type === 'model');
    expect(events.findLastIndex((event) => event.type === 'snapshot')).toBeLessThan(reset);
    expect(events.filter((event) => event.type === 'snapshot')).toHaveLength(1);
  });

  it('leaves no tensors behind when restored', async () => {
    const { owner, latest } = openRun();
    const run = await owner.begin(SGD);
    await run.playOne();
    const held = memory().numTensors;
    for (let i = 0; i < 3; i++) {
      await owner.restore(latest());
      await owner.unfinishedRun?.playOne();
    }
    expect(memory().numTensors).toBe(held);
  });
});

describe('a restore that is refused', () => {
  beforeEach(async () => {
    deactivate = await activateInNode('wasm');
  });

  it('for want of images leaves model and run as they are', async () => {
    const { owner, data } = openRun();
    await owner.replace(SGD);
    const snapshot = structuredClone(await owner.snapshot());
    const run = await owner.begin(ADAM);
    const withRun = structuredClone(await run.snapshot());
    vi.spyOn(data, 'current', 'get').mockImplementation(notStarted);
    await expect(owner.restore(withRun)).rejects.toMatchObject({ code: 'state' });
    await expect(owner.begin(SGD)).rejects.toMatchObject({ code: 'state' });
    expect(owner.run).toBe(run);
    await owner.restore(snapshot);
    expect(owner.run).toBeNull();
  });

  it('for want of weights leaves model and run as they are', async () => {
    const { owner, states } = openRun();
    const run = await owner.begin(SGD);
    await run.playOne();
    const snapshot = structuredClone(await owner.snapshot());
    const heard = states().length;
    await expect(owner.restore({ ...snapshot, weights: snapshot.weights.slice(1) })).rejects.toMatchObject({
      code: 'weights',
    });
    expect(owner.run).toBe(run);
    expect(await owner.snapshot()).toEqual(snapshot);
    expect(states()).toHaveLength(heard);
  });
});
