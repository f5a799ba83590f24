import { describe, expect, it, vi } from 'vitest';
import { openKeeper } from '../testing/open-keeper.ts';
import { snapshotAt } from '../testing/snapshot-at.ts';
import type { FakeRuns } from '../testing/fake-runs.ts';

/** Storage whose saves wait for `releaseSave`. `given`: the epochs of the saved snapshots, in order. */
function slow() {
  const opened = openKeeper();
  const { storage } = opened;
  const given: (number | undefined)[] = [];
  const held: (() => void)[] = [];
  const save = storage.save.bind(storage);
  storage.save = async (run) => {
    given.push(run.snapshot.run?.epoch);
    await new Promise<void>((resolve) => {
      held.push(resolve);
    });
    await save(run);
  };
  const releaseSave = async () => {
    await vi.waitFor(() => expect(held).not.toEqual([]));
    held.shift()?.();
  };
  return { ...opened, given, releaseSave };
}

describe('storage that is slower than training', () => {
  it('gets only the latest snapshot once it is free', async () => {
    const { keeper, given, releaseSave, stored } = slow();
    keeper.keep(snapshotAt(1, 0));
    await vi.waitFor(() => expect(given).toEqual([1]));
    for (let epoch = 2; epoch <= 30; epoch++) keeper.keep(snapshotAt(epoch, 0));
    await releaseSave();
    await releaseSave();
    await stored();
    expect(given).toEqual([1, 30]);
  });

  it('settles a save once its snapshot or a later one is stored, while training continues', async () => {
    const { keeper, storage, given, releaseSave } = slow();
    keeper.keep(snapshotAt(1, 0));
    await vi.waitFor(() => expect(given).toEqual([1]));
    keeper.keep(snapshotAt(2, 0));
    const asked = keeper.settled;
    keeper.keep(snapshotAt(3, 0));
    await releaseSave();
    await vi.waitFor(() => expect(given).toEqual([1, 3]));
    keeper.keep(snapshotAt(4, 0));
    await releaseSave();
    await asked;
    expect([...storage.kept.values()].map(({ snapshot }) => snapshot.run?.epoch)).toEqual([3]);
  });

  it('gets the last snapshot of a run even when the next run has begun', async () => {
    const { keeper, storage, given, releaseSave, beginRun } = slow();
    keeper.keep(snapshotAt(1, 0));
    await vi.waitFor(() => expect(given).toEqual([1]));
    keeper.keep(snapshotAt(2, 0));
    beginRun(2);
    keeper.keep(snapshotAt(5, 0));
    keeper.keep(snapshotAt(6, 0));
    for (let save = 0; save < 3; save++) {
      // oxlint-disable-next-line no-await-in-loop -- one save at a time
      await releaseSave();
    }
    await keeper.settled;
    expect(given).toEqual([1, 2, 6]);
    expect([...storage.kept.values()].map(({ snapshot }) => snapshot.run?.epoch)).toEqual([2, 6]);
  });
});

describe('a storage failure', () => {
  it('is reported once, and again after storage has worked', async () => {
    const { keeper, storage, reported, worksAgain } = openKeeper();
    const fail = async (error: Error | null, batch: number) => {
      storage.failure = error;
      keeper.keep(snapshotAt(0, batch));
      keeper.save();
      await keeper.settled;
    };
    await fail(new DOMException('No room', 'QuotaExceededError'), 1);
    await fail(new DOMException('No room', 'QuotaExceededError'), 2);
    await fail(null, 3);
    await fail(null, 3);
    expect(worksAgain).toHaveBeenCalledOnce();
    await fail(new DOMException('Denied', 'SecurityError'), 4);
    expect(reported.map(({ params }) => params)).toEqual([
      { problem: 'full', detail: 'No room' },
      { problem: 'refused', detail: 'Denied' },
    ]);
    // The snapshot in memory stays.
    expect(keeper.latest?.snapshot.run?.batch).toBe(4);
  });

  it('is not reported again when it was reported at start-up', async () => {
    const { keeper, storage, reported, worksAgain } = openKeeper({ failureReported: true });
    storage.failure = new DOMException('Denied', 'SecurityError');
    keeper.keep(snapshotAt(0, 1));
    await keeper.settled;
    expect(reported).toEqual([]);
    storage.failure = null;
    keeper.save();
    await keeper.settled;
    expect(worksAgain).toHaveBeenCalledOnce();
  });

  it('must precede a report that storage works again', async () => {
    const { keeper, stored, worksAgain } = openKeeper();
    keeper.keep(snapshotAt(0, 1));
    expect(await stored()).toEqual([1]);
    expect(worksAgain).not.toHaveBeenCalled();
  });

  it('is followed by another try at the next save, without a new snapshot', async () => {
    const { keeper, storage, stored } = openKeeper();
    storage.failure = new Error('broken');
    keeper.keep(snapshotAt(0, 1));
    await keeper.settled;
    storage.failure = null;
    keeper.save();
    expect(await stored()).toEqual([1]);
  });

  it('is not thrown to the caller', () => {
    const { keeper, storage } = openKeeper();
    storage.save = vi.fn<FakeRuns['save']>().mockRejectedValue(new Error('broken'));
    expect(() => keeper.keep(snapshotAt(0, 1))).not.toThrow();
  });
});
