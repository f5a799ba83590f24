import { describe, expect, it } from 'vitest';
import { EngineError } from '../../engine/engine.ts';
import { INITIAL_STATE } from '../../store/initial-state.ts';
import { storyOf } from '../../store/story.ts';
import { snapshotOf } from '../testing/fake-engine.ts';
import { openKeeper } from '../testing/open-keeper.ts';
import { snapshotAt } from '../testing/snapshot-at.ts';

/** The times at which a run with a snapshot every `everyMs` is stored, and the gaps between them. */
async function savingsOf(everyMs: number) {
  const { keeper, storage, pass } = openKeeper();
  const savedAt: number[] = [];
  for (let ms = 0; ms < 60_000; ms += everyMs) {
    const { saves } = storage;
    keeper.keep(snapshotAt(0, 1 + ms));
    // oxlint-disable-next-line no-await-in-loop -- one snapshot at a time
    await keeper.settled;
    if (storage.saves > saves) savedAt.push(ms);
    pass(everyMs);
  }
  return { savedAt, gaps: savedAt.slice(1).map((ms, i) => ms - (savedAt[i] ?? 0)) };
}

describe('a run in progress', () => {
  it('is stored at once, then at least every ten seconds, however often there is a snapshot', async () => {
    const { savedAt, gaps } = await savingsOf(1950);
    expect(savedAt[0]).toBe(0);
    expect(Math.max(...gaps)).toBeLessThanOrEqual(10_000);
    expect(Math.min(...gaps)).toBeGreaterThan(5000);
  });

  it.each([4100, 4700, 6200])('is stored at least every ten seconds with a snapshot every %i ms', async (everyMs) => {
    const { gaps } = await savingsOf(everyMs);
    expect(gaps.length).toBeGreaterThan(5);
    expect(Math.max(...gaps)).toBeLessThanOrEqual(10_000);
  });

  it('is stored at the end of an epoch and when it is finished', async () => {
    const { keeper, storage, stored } = openKeeper();
    keeper.keep(snapshotAt(0, 937));
    expect(await stored()).toEqual([937]);
    keeper.keep(snapshotAt(1, 0));
    expect(await stored()).toEqual([0]);
    keeper.keep(snapshotAt(1, 5));
    expect(await stored()).toEqual([0]);
    keeper.keep(snapshotAt(1, 938, true));
    expect(await stored()).toEqual([938]);
    expect(storage.saves).toBe(3);
  });

  it('is stored once when the page requests it', async () => {
    const { keeper, storage, stored } = openKeeper();
    keeper.keep(snapshotAt(0, 1));
    expect(await stored()).toEqual([1]);
    keeper.keep(snapshotAt(0, 2));
    keeper.save();
    keeper.save();
    expect(await stored()).toEqual([2]);
    expect(storage.saves).toBe(2);
  });

  it('is not stored before its first step', async () => {
    const { keeper, stored } = openKeeper();
    keeper.keep(snapshotAt(0, 0));
    expect(await stored()).toEqual([]);
  });

  it('leaves the stored record of the run before it', async () => {
    const { keeper, stored, beginRun, locks } = openKeeper();
    keeper.keep(snapshotAt(0, 7));
    beginRun(2);
    expect(keeper.latest).toBeNull();
    keeper.keep(snapshotAt(0, 8));
    expect(await stored()).toEqual([7, 8]);
    expect(locks.own.size).toBe(2);
  });

  it('that was stored continues in its old record', async () => {
    const { keeper, storage, stored, beginRun } = openKeeper();
    keeper.keep(snapshotAt(0, 7));
    await keeper.settled;
    const [id = ''] = storage.kept.keys();
    beginRun(5);
    const snapshot = snapshotAt(0, 7);
    await keeper.continueStored(id, 5, { snapshot, story: storyOf(INITIAL_STATE) });
    expect(keeper.latest?.snapshot).toBe(snapshot);
    keeper.keep(snapshotAt(1, 0));
    expect(await stored()).toEqual([0]);
  });

  it('that another tab has continued too goes to a record of its own', async () => {
    const { keeper, storage, stored, beginRun, locks } = openKeeper();
    keeper.keep(snapshotAt(0, 7));
    await keeper.settled;
    const [id = ''] = storage.kept.keys();
    locks.others.add(id);
    beginRun(5);
    await keeper.continueStored(id, 5, { snapshot: snapshotAt(0, 7), story: storyOf(INITIAL_STATE) });
    expect(await stored()).toEqual([7, 7]);
    keeper.keep(snapshotAt(1, 0));
    expect(await stored()).toEqual([7, 0]);
    expect(storage.kept.get(id)?.snapshot.run?.batch).toBe(7);
  });

  it('of a lost engine stays separate from the next engine’s runs, even with the same id, until adopted', async () => {
    const { keeper, stored } = openKeeper();
    keeper.keep(snapshotAt(0, 7));
    keeper.detach();
    expect(keeper.latest).toBeNull();
    keeper.adopt(1);
    expect(keeper.latest?.snapshot.run?.batch).toBe(7);
    keeper.detach();
    keeper.keep(snapshotAt(0, 8));
    expect(await stored()).toEqual([7, 8]);
  });
});

describe('weights without a run', () => {
  const weights = snapshotOf();

  it('are kept in memory only, and the run before them keeps its record', async () => {
    const { keeper, stored, beginRun, locks } = openKeeper();
    keeper.keep(snapshotAt(0, 7));
    const { storedId } = keeper;
    beginRun(2);
    await keeper.keepNow({ snapshot: async () => weights });
    expect(keeper.latest?.snapshot).toBe(weights);
    expect(keeper.storedId).toBeNull();
    keeper.save();
    expect(await stored()).toEqual([7]);
    expect(locks.own.size).toBe(1);
    beginRun(3);
    keeper.bringBack(storedId, 3, { snapshot: snapshotAt(0, 9), story: storyOf(INITIAL_STATE) });
    expect(await stored()).toEqual([9]);
    expect(locks.own.size).toBe(1);
  });

  it('are dropped when a run begins before they are read', async () => {
    const { keeper, beginRun } = openKeeper();
    const reading = keeper.keepNow({ snapshot: async () => weights });
    beginRun(2);
    await reading;
    expect(keeper.latest).toBeNull();
  });

  it('that can’t be read are reported, unless the engine has crashed', async () => {
    const { keeper, reported } = openKeeper();
    await keeper.keepNow({ snapshot: () => Promise.reject(new EngineError('crashed', 'gone')) });
    expect(reported).toEqual([]);
    await keeper.keepNow({ snapshot: () => Promise.reject(new RangeError('no room')) });
    expect(reported.map(({ code, params }) => [code, params])).toEqual([['snapshot-failed', { reason: 'no room' }]]);
  });
});
