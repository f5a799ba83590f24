import { describe, expect, it, vi } from 'vitest';
import type { Notice } from '../../core/notices.ts';
import { INITIAL_STATE } from '../../store/initial-state.ts';
import type { AppState } from '../../store/state.ts';
import { storyOf } from '../../store/story.ts';
import { FakeLocks, FakeRuns } from '../testing/fake-runs.ts';
import { snapshotAt } from '../testing/snapshot-at.ts';
import { RunKeeper } from './run-keeper.ts';

function open() {
  const storage = new FakeRuns();
  const locks = new FakeLocks();
  const told: Notice[] = [];
  let state: AppState = { ...INITIAL_STATE, run: { ...INITIAL_STATE.run, runId: 1 } };
  let now = 0;
  const keeper = new RunKeeper({ storage, locks, read: () => state, notify: (one) => told.push(one), now: () => now });
  return {
    keeper,
    storage,
    locks,
    told,
    pass: (ms: number) => {
      now += ms;
    },
    beginRun: (runId: number) => {
      state = { ...state, run: { ...state.run, runId } };
    },
    stored: async () => {
      await keeper.settled;
      return [...storage.kept.values()].map(({ snapshot }) => snapshot.run?.batch);
    },
  };
}

describe('a run under way', () => {
  it('is stored at once, then every ten seconds, however often there is a snapshot', async () => {
    const { keeper, storage, stored, pass } = open();
    for (let second = 0; second < 25; second += 2) {
      keeper.keep(snapshotAt(0, 100 + second));
      pass(2000);
    }
    expect(await stored()).toEqual([120]);
    expect(storage.saves).toBe(3);
  });

  it('is stored at the end of an epoch and when it is finished', async () => {
    const { keeper, storage, stored } = open();
    keeper.keep(snapshotAt(0, 937));
    keeper.keep(snapshotAt(1, 0));
    keeper.keep(snapshotAt(1, 5));
    keeper.keep(snapshotAt(1, 938, true));
    expect(await stored()).toEqual([938]);
    expect(storage.saves).toBe(3);
  });

  it('is stored when the page asks for it, once', async () => {
    const { keeper, storage, stored } = open();
    keeper.keep(snapshotAt(0, 1));
    keeper.keep(snapshotAt(0, 2));
    keeper.save();
    keeper.save();
    expect(await stored()).toEqual([2]);
    expect(storage.saves).toBe(2);
  });

  it('is not worth storing before its first step', async () => {
    const { keeper, stored } = open();
    keeper.keep(snapshotAt(0, 0));
    expect(await stored()).toEqual([]);
  });

  it('leaves the run before it in its place', async () => {
    const { keeper, stored, beginRun, locks } = open();
    keeper.keep(snapshotAt(0, 7));
    beginRun(2);
    expect(keeper.latest).toBeNull();
    keeper.keep(snapshotAt(0, 8));
    expect(await stored()).toEqual([7, 8]);
    expect(locks.own.size).toBe(2);
  });

  it('that was stored goes on in its old place', async () => {
    const { keeper, storage, stored, beginRun } = open();
    keeper.keep(snapshotAt(0, 7));
    await keeper.settled;
    const [id = ''] = storage.kept.keys();
    beginRun(5);
    const snapshot = snapshotAt(0, 7);
    keeper.continueStored(id, 5, { snapshot, story: storyOf(INITIAL_STATE) });
    expect(keeper.latest?.snapshot).toBe(snapshot);
    keeper.keep(snapshotAt(1, 0));
    expect(await stored()).toEqual([0]);
  });
});

describe('storage that refuses', () => {
  it('is told of once, and again after it has worked', async () => {
    const { keeper, storage, told } = open();
    const fail = async (error: Error | null, batch: number) => {
      storage.failure = error;
      keeper.keep(snapshotAt(0, batch));
      keeper.save();
      await keeper.settled;
    };
    await fail(new DOMException('No room', 'QuotaExceededError'), 1);
    await fail(new DOMException('No room', 'QuotaExceededError'), 2);
    await fail(null, 3);
    await fail(new DOMException('Denied', 'SecurityError'), 4);
    expect(told.map(({ params }) => params)).toEqual([
      { problem: 'full', detail: 'No room' },
      { problem: 'refused', detail: 'Denied' },
    ]);
    // What is in memory is there all the same.
    expect(keeper.latest?.snapshot.run?.batch).toBe(4);
  });

  it('never fails whoever trains', () => {
    const { keeper, storage } = open();
    storage.save = vi.fn<FakeRuns['save']>().mockRejectedValue(new Error('broken'));
    expect(() => keeper.keep(snapshotAt(0, 1))).not.toThrow();
  });
});
