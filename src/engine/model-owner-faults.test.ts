/** A lack of memory, and numbers that are no longer finite. */
import { memory } from '@tensorflow/tfjs-core';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { PIXELS } from '../core/types.ts';
import { activateInNode } from './backends/activate-in-node.ts';
import type { EngineEvent } from './engine.ts';
import { ADAM, CNN, SGD, disposeAll, openRun } from './testing/model-owner-harness.ts';
import { predict } from './training/evaluate.ts';

let deactivate: () => void;
beforeEach(async () => {
  deactivate = await activateInNode('wasm');
});
afterEach(async () => {
  vi.restoreAllMocks();
  await disposeAll();
  deactivate();
});

function shortOfMemory() {
  vi.spyOn(WebAssembly, 'Memory').mockImplementation(function none() {
    throw new RangeError('WebAssembly.Memory(): could not allocate memory');
  });
}

describe('without enough memory', () => {
  it('a run, a reset and a restore reject with code memory, and model and run stay as they are', async () => {
    const { owner, latest } = openRun();
    const run = await owner.begin(SGD);
    await run.playOne();
    const held = memory().numTensors;
    const pixels = new Float32Array(PIXELS).fill(0.5);
    const before = await predict(owner.network, pixels);
    const snapshot = latest();
    shortOfMemory();
    const wide = { ...SGD, layers: [2048, 2048] };
    await expect(owner.begin(wide)).rejects.toMatchObject({ code: 'memory' });
    await expect(owner.replace(wide)).rejects.toMatchObject({ code: 'memory' });
    await expect(owner.restore(snapshot)).rejects.toMatchObject({ code: 'memory' });
    expect(owner.run).toBe(run);
    expect(await predict(owner.network, pixels)).toEqual(before);
    expect(memory().numTensors).toBe(held);
    await run.playOne();
    expect(run.step).toBe(2);
  });

  it('a run continues without snapshots and reports it once', async () => {
    const { owner, events } = openRun();
    const run = await owner.begin(SGD);
    vi.spyOn(owner.model.path, 'optimizerState').mockRejectedValue(new RangeError('Array buffer allocation failed'));
    await run.playOne();
    await run.playOne();
    expect(run.step).toBe(2);
    const notices = events.filter((event) => event.type === 'notice').map(({ notice }) => notice.code);
    expect(notices).toEqual(['snapshot-failed']);
  });
});

it('a device failure ends the run with the epoch and step that were reported', async () => {
  const { owner, states } = openRun();
  const run = await owner.begin(SGD);
  await run.playOne();
  owner.fail();
  expect(states().at(-1)).toMatchObject({ runId: run.id, state: 'error', epoch: 1, step: 1 });
});

const notices = (events: readonly EngineEvent[]) =>
  events.flatMap((event) => (event.type === 'notice' && event.notice.code === 'diverged' ? [event.notice.params] : []));

describe('a run whose loss is no longer finite', () => {
  it.each([
    ['SGD', SGD],
    ['Adam', ADAM],
    ['the CNN', { ...CNN, batch: 16 }],
  ])('is paused at its last good weights, and continues from there: %s', async (_, config) => {
    const { owner, events, failures, latest, losses } = openRun();
    const run = await owner.begin({ ...config, epochs: 4 });
    // One good epoch to return to.
    while (run.step < 12) await run.playOne();
    const good = latest();
    expect(good.run).toMatchObject({ epoch: 1, batch: 0 });
    owner.setLearningRate(1e30);
    expect(await run.play()).toBe('error');
    expect(failures).toEqual([]);
    expect(run.state).toBe('paused');
    const [notice] = notices(events);
    expect(notice).toMatchObject({ lr: 1e30, back: run.step });
    expect(notice?.step).toBeGreaterThan(run.step);
    expect(notice?.suggested).toBeLessThanOrEqual(config.lr);
    const { logits } = await predict(owner.network, new Float32Array(PIXELS).fill(0.5));
    expect(logits.every((z) => Number.isFinite(z))).toBe(true);

    // It continues as a run that never diverged.
    const reported = losses().length;
    // restore would refuse the snapshot's own learning rate of 1e30.
    const from = { ...latest(), config: { ...config, epochs: 4 } };
    owner.setLearningRate(config.lr);
    expect(await run.play()).toBe('finished');
    const other = openRun();
    await other.owner.restore(from);
    await other.owner.unfinishedRun?.play();
    expect(losses().slice(reported)).toEqual(other.losses());
    expect(await owner.network.values()).toEqual(await other.owner.network.values());
  });

  it('before its first good epoch returns to its start', async () => {
    const { owner, events } = openRun();
    const run = await owner.begin({ ...SGD, lr: 1e30 });
    const initial = await owner.network.values();
    expect(await run.play()).toBe('error');
    expect(run.step).toBe(0);
    expect(await owner.network.values()).toEqual(initial);
    expect(notices(events)).toEqual([expect.objectContaining({ back: 0, suggested: 0.01 })]);
  });

  it('can be replaced by a new run', async () => {
    const { owner } = openRun();
    await (await owner.begin({ ...SGD, lr: 1e30 })).play();
    expect(await (await owner.begin(SGD)).play()).toBe('finished');
  });
});
