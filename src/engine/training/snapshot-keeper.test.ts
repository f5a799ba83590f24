import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { defaultConfig } from '../../core/config.ts';
import { EngineError, type EngineEvent } from '../engine.ts';
import { buffersOf } from '../snapshot-arrays.ts';
import { SnapshotKeeper, type SnapshotOfRun } from './snapshot-keeper.ts';

let clock = 0;
beforeEach(() => {
  clock = 1_000;
  vi.spyOn(performance, 'now').mockImplementation(() => clock);
});
afterEach(() => {
  vi.restoreAllMocks();
});

function snapshotOf(value: number): SnapshotOfRun {
  return {
    version: 1,
    config: defaultConfig('softmax'),
    origin: 'training',
    epochs: 0,
    testAccuracy: null,
    weights: [Float32Array.of(value, 1)],
    run: {
      epoch: 0,
      batch: 3,
      dataset: { name: 'mnist', trainTotal: 9 },
      optimizer: { steps: 3, state: [[Float32Array.of(value, 2)]] },
      record: { images: 0, loss: 0, right: 0, trainMs: 0, testMs: 0, test: { done: 0, loss: 0, correct: 0 } },
      finished: false,
    },
  };
}

function keeper(take: () => Promise<SnapshotOfRun>) {
  const events: EngineEvent[] = [];
  return { events, keeper: new SnapshotKeeper(take, (event) => events.push(event)) };
}

/** Trains for some seconds of a fake clock; returns the intervals between snapshots in milliseconds. */
async function train(costMs: number, seconds: number) {
  const taken: number[] = [];
  const { keeper: one } = keeper(async () => {
    taken.push(clock);
    clock += costMs;
    return snapshotOf(1);
  });
  const end = clock + seconds * 1000;
  while (clock < end) {
    clock += 40;
    one.moved();
    if (one.isDue()) await one.keep(true);
  }
  return taken.slice(1).map((at, i) => at - (taken[i] ?? 0));
}

describe('the snapshots of a run', () => {
  it('are taken at least every two seconds', async () => {
    const gaps = await train(30, 60);
    expect(gaps.length).toBeGreaterThan(28);
    expect(Math.max(...gaps) + 30).toBeLessThanOrEqual(2000);
  });

  it('take at most a twentieth of the time where they are costly', async () => {
    const gaps = await train(200, 120);
    expect(gaps.length).toBeGreaterThan(24);
    expect(Math.min(...gaps)).toBeGreaterThanOrEqual(20 * 200);
  });

  it.each([500, 2000])('are at most four seconds of training apart when one takes %i ms', async (cost) => {
    const gaps = await train(cost, 120);
    expect(gaps.length).toBeGreaterThan(15);
    // Plus the chunk that was under way when it became due.
    expect(Math.max(...gaps) - cost).toBeLessThanOrEqual(4000 + 40);
    expect(Math.min(...gaps) - cost).toBeGreaterThanOrEqual(4000);
  });

  it('are due at the end of an epoch, but not without a step since the last one', async () => {
    const { keeper: one } = keeper(async () => snapshotOf(1));
    await one.keep(true);
    one.expectNow();
    expect(one.isDue()).toBe(false);
    one.moved();
    expect(one.isDue()).toBe(true);
  });
});

describe('the latest good snapshot', () => {
  it('is a copy, which stays intact when the emitted one is transferred', async () => {
    const { keeper: one, events } = keeper(async () => snapshotOf(7));
    await one.keep(true);
    const [event] = events;
    if (event?.type !== 'snapshot') throw new Error('no snapshot');
    structuredClone(event.snapshot, { transfer: buffersOf(event.snapshot) });
    expect(event.snapshot.weights[0]?.length).toBe(0);
    expect(one.giveGood()).toEqual(snapshotOf(7));
    expect(one.hasGood).toBe(false);
  });

  it('is not replaced by a snapshot that is not good', async () => {
    let value = 1;
    const { keeper: one, events } = keeper(async () => snapshotOf(value++));
    await one.keep(true);
    await one.keep(false);
    expect(events).toHaveLength(2);
    expect(one.giveGood()).toEqual(snapshotOf(1));
  });

  it.each([Number.NaN, Infinity])(
    'is not replaced by a snapshot with %s, which is not emitted either',
    async (value) => {
      const { keeper: one, events } = keeper(async () => snapshotOf(value));
      expect(await one.keep(true)).toBe(false);
      expect(one.hasGood).toBe(false);
      expect(events).toEqual([]);
    },
  );
});

it('a snapshot from a device that does not answer rejects, and does not count as a lack of memory', async () => {
  const { keeper: one } = keeper(() => Promise.reject(new EngineError('backend', 'no answer: out of memory')));
  await expect(one.keep(true)).rejects.toMatchObject({ code: 'backend' });
});
