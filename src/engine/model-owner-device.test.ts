/** A device whose readbacks fail while the model is replaced. */
import { memory } from '@tensorflow/tfjs-core';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { PIXELS } from '../core/types.ts';
import { activateInNode } from './backends/activate-in-node.ts';
import { EngineError, notStarted } from './engine.ts';
import { ADAM, DATASET, SGD, disposeAll, openRun } from './testing/model-owner-harness.ts';
import * as readings from './training/read-back.ts';

vi.mock(import('./training/read-back.ts'), { spy: true });

let deactivate: () => void;
beforeEach(async () => {
  deactivate = await activateInNode('wasm');
});
afterEach(async () => {
  vi.mocked(readings.readBack).mockReset();
  await disposeAll();
  deactivate();
});

describe('a readback that fails after the model was replaced', () => {
  it('is reported as fatal by begin, replace and restore, which have succeeded', async () => {
    const { owner, failures, watch } = openRun();
    await owner.replace(SGD);
    const snapshot = structuredClone(await owner.snapshot());
    await watch.begin(owner.network, new Float32Array(PIXELS), 1);
    const lost = new EngineError('backend', 'A prediction got no answer from the device');
    vi.mocked(readings.readBack).mockRejectedValue(lost);
    const run = await owner.begin(ADAM);
    expect(owner.run).toBe(run);
    expect(failures).toEqual([lost]);
    await owner.replace(SGD);
    expect(owner.run).toBeNull();
    expect(failures).toEqual([lost, lost]);
    await owner.restore(snapshot);
    expect(failures).toEqual([lost, lost, lost]);
  });
});

describe('a new run that cannot be made', () => {
  it('leaves the former model and run as they are', async () => {
    const { owner, data, failures } = openRun();
    const run = await owner.begin(SGD);
    await run.playOne();
    const snapshot = structuredClone(await run.snapshot());
    const { network } = owner;
    const held = memory().numTensors;
    // The images are gone by the time that the run is made.
    const images = vi.spyOn(data, 'current', 'get');
    images.mockImplementationOnce(() => DATASET).mockImplementationOnce(notStarted);
    await expect(owner.begin(ADAM)).rejects.toMatchObject({ code: 'state' });
    images.mockImplementationOnce(() => DATASET).mockImplementationOnce(notStarted);
    await expect(owner.restore(snapshot)).rejects.toMatchObject({ code: 'state' });
    expect(owner.run).toBe(run);
    expect(owner.network).toBe(network);
    expect(memory().numTensors).toBe(held);
    await run.playOne();
    expect(run.step).toBe(2);
    expect(failures).toEqual([]);
  });
});

it('a run that is training when the device fails elsewhere stops, and reports nothing after the error', async () => {
  const { owner, states, listeners } = openRun();
  const run = await owner.begin({ ...SGD, epochs: 100 });
  const failed = new Promise<void>((resolve) => {
    listeners.add((event) => {
      if (event.type !== 'epoch') return;
      owner.fail();
      resolve();
    });
  });
  const end = run.play();
  await failed;
  expect(await end).toBe('paused');
  expect(states().map(({ state }) => state)).toEqual(['running', 'error']);
});
