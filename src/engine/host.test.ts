/** Commands sent before earlier ones have settled, as a script or the embedding page may do. */
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { defaultConfig } from '../core/config.ts';
import type { RunState } from '../core/types.ts';
import type { Engine } from './engine.ts';
import { createHost } from './host.ts';
import { DATASET, SGD } from './testing/model-owner-harness.ts';

vi.mock('./data/synthetic.ts', () => ({ createSyntheticDataset: () => DATASET }));

const LONG = { ...SGD, epochs: 100 };

let host: Engine;
let states: (readonly [runId: number, state: RunState])[];
let failures: string[];
beforeEach(async () => {
  host = createHost();
  states = [];
  failures = [];
  host.subscribe((event) => {
    if (event.type === 'state') states.push([event.runId, event.state]);
    if (event.type === 'fatal') failures.push(event.reason);
  });
  await host.start({
    backend: 'cpu',
    data: 'synthetic',
    weights: 'random',
    config: { ...defaultConfig('mlp'), layers: [8] },
    baseUrl: 'https://page.test/',
  });
  states.length = 0;
});
afterEach(() => {
  host.dispose();
});

async function firstRuns() {
  await vi.waitFor(() => expect(states).toEqual([[1, 'running']]), { timeout: 10_000 });
}

/** Long enough for anything that is still to begin. */
async function later() {
  await new Promise((resolve) => {
    setTimeout(resolve, 50);
  });
}

describe('a pause', () => {
  it.each([
    ['a run', () => host.train(LONG)],
    ['a step', () => host.step()],
  ])('that overtakes %s before it has begun leaves a paused run that can resume', async (_, ask) => {
    const asked = ask();
    await host.pause();
    expect(states).toEqual([[1, 'paused']]);
    await later();
    expect(states).toHaveLength(1);
    expect(await asked).not.toBe('reset');
    await host.resume();
    expect(states.at(-1)).toEqual([1, 'running']);
  });

  it('that overtakes the replacement of a run stops the former and keeps the new one from starting', async () => {
    const first = host.train(LONG);
    await firstRuns();
    const second = host.train(LONG);
    await host.pause();
    await later();
    expect(states.slice(1)).toEqual([
      [1, 'paused'],
      [2, 'paused'],
    ]);
    expect(await Promise.all([first, second])).toEqual(['reset', 'paused']);
  });

  it('that overtakes train and resume keeps the run paused', async () => {
    await host.step();
    const heard = states.length;
    const going = host.train();
    const resumed = host.resume();
    await host.pause();
    await later();
    expect(await going).toBe('paused');
    await resumed;
    expect(new Set(states.slice(heard).map(([, state]) => state))).not.toContain('running');
  });

  it('that a later resume overtakes does not keep the run from starting', async () => {
    const asked = host.train(LONG);
    const paused = host.pause();
    const resumed = host.resume();
    await Promise.all([paused, resumed]);
    await later();
    expect(states.at(-1)).toEqual([1, 'running']);
    await host.pause();
    expect(await asked).toBe('paused');
  });

  it('settles at once without a run', async () => {
    await host.pause();
    expect(states).toEqual([]);
  });
});

describe('resume', () => {
  it.each([
    ['a pause', () => host.pause()],
    ['a step', () => host.step()],
  ])('during %s settles when the run trains again', async (_, ask) => {
    void host.train(LONG);
    await firstRuns();
    const asked = ask();
    await host.resume();
    expect(states).toEqual([
      [1, 'running'],
      [1, 'paused'],
      [1, 'running'],
    ]);
    await asked;
    await host.pause();
  });

  it('settles if a later pause withdraws it', async () => {
    void host.train(LONG);
    await firstRuns();
    await Promise.all([host.pause(), host.resume(), host.pause()]);
    expect(states.at(-1)).toEqual([1, 'paused']);
  });
});

describe('a reset', () => {
  it.each([
    ['a run that was paused and resumed', () => [host.pause(), host.resume()]],
    ['a run that steps', () => [host.step()]],
  ])('right after %s ends the run, and leaves the new model idle', async (_, before) => {
    const end = host.train(LONG);
    await firstRuns();
    await Promise.all([...before(), host.reset(SGD)]);
    await later();
    expect(await end).toBe('reset');
    expect(states.at(-1)).toEqual([2, 'idle']);
    expect(failures).toEqual([]);
  });
});
