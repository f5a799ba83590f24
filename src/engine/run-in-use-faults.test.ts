/** Where memory is short, and where numbers are none any more. */
import { memory } from '@tensorflow/tfjs-core';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { PIXELS } from '../core/types.ts';
import { activateInNode } from './backends/activate-in-node.ts';
import type { EngineEvent } from './engine.ts';
import { ADAM, CNN, SGD, disposeAll, openRun } from './run-in-use-harness.ts';
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

describe('where memory is short', () => {
  it('a run, a reset and a restore say so, and model and run stay as they are', async () => {
    const { use, latest } = openRun();
    const run = await use.begin(SGD);
    await run.playOne();
    const held = memory().numTensors;
    const pixels = new Float32Array(PIXELS).fill(0.5);
    const before = await predict(use.network, pixels);
    const snapshot = latest();
    shortOfMemory();
    const wide = { ...SGD, layers: [2048, 2048] };
    await expect(use.begin(wide)).rejects.toMatchObject({ code: 'memory' });
    await expect(use.replace(wide)).rejects.toMatchObject({ code: 'memory' });
    await expect(use.restore(snapshot)).rejects.toMatchObject({ code: 'memory' });
    expect(use.run).toBe(run);
    expect(await predict(use.network, pixels)).toEqual(before);
    expect(memory().numTensors).toBe(held);
    await run.playOne();
    expect(run.step).toBe(2);
  });

  it('a run goes on without snapshots and says so once', async () => {
    const { use, events } = openRun();
    const run = await use.begin(SGD);
    vi.spyOn(use.model.path, 'optimizerState').mockRejectedValue(new RangeError('Array buffer allocation failed'));
    await run.playOne();
    await run.playOne();
    expect(run.step).toBe(2);
    const notices = events.filter((event) => event.type === 'notice').map(({ notice }) => notice.code);
    expect(notices).toEqual(['snapshot-failed']);
  });
});

it('a device that fails ends the run where it is, so that what was told of it stays', async () => {
  const { use, states } = openRun();
  const run = await use.begin(SGD);
  await run.playOne();
  use.fail();
  expect(states().at(-1)).toMatchObject({ runId: run.id, state: 'error', epoch: 1, step: 1 });
});

const notices = (events: readonly EngineEvent[]) =>
  events.flatMap((event) => (event.type === 'notice' && event.notice.code === 'diverged' ? [event.notice.params] : []));

describe('a run whose loss is no longer finite', () => {
  it.each([
    ['SGD', SGD],
    ['Adam', ADAM],
    ['the CNN', { ...CNN, batch: 16 }],
  ])('is paused where it was good last, with finite answers, and goes on from there: %s', async (_, config) => {
    const { use, events, failures, latest, losses } = openRun();
    const run = await use.begin({ ...config, epochs: 4 });
    // An epoch that goes well is what there is to go back to.
    while (run.step < 12) await run.playOne();
    const good = latest();
    expect(good.run).toMatchObject({ epoch: 1, batch: 0 });
    use.setLearningRate(1e30);
    expect(await run.play()).toBe('error');
    expect(failures).toEqual([]);
    expect(run.state).toBe('paused');
    const [notice] = notices(events);
    expect(notice).toMatchObject({ lr: 1e30, back: run.step });
    expect(notice?.step).toBeGreaterThan(run.step);
    expect(notice?.suggested).toBeLessThanOrEqual(config.lr);
    const { logits } = await predict(use.network, new Float32Array(PIXELS).fill(0.5));
    expect(logits.every((z) => Number.isFinite(z))).toBe(true);

    // It goes on as one that never tried.
    const told = losses().length;
    // Beyond the bounds, as a learning rate from outside can't be.
    const from = { ...latest(), config: { ...config, epochs: 4 } };
    use.setLearningRate(config.lr);
    expect(await run.play()).toBe('finished');
    const other = openRun();
    await other.use.restore(from);
    await other.use.underWay?.play();
    expect(losses().slice(told)).toEqual(other.losses());
    expect(await use.network.values()).toEqual(await other.use.network.values());
  });

  it('that never was good is at its start again', async () => {
    const { use, events } = openRun();
    const run = await use.begin({ ...SGD, lr: 1e30 });
    const initial = await use.network.values();
    expect(await run.play()).toBe('error');
    expect(run.step).toBe(0);
    expect(await use.network.values()).toEqual(initial);
    expect(notices(events)).toEqual([expect.objectContaining({ back: 0, suggested: 0.01 })]);
  });

  it('can be left for a new one', async () => {
    const { use } = openRun();
    await (await use.begin({ ...SGD, lr: 1e30 })).play();
    expect(await (await use.begin(SGD)).play()).toBe('finished');
  });
});
