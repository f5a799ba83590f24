import { describe, expect, it, vi } from 'vitest';
import type { Stroke } from '../core/types.ts';
import { FakeLocks, FakeRuns } from './testing/fake-runs.ts';
import { LINE, openSession, settled } from './testing/open-session.ts';
import { snapshotAt } from './testing/snapshot-at.ts';

async function visit(runs: FakeRuns, locks = new FakeLocks()) {
  const opened = openSession({ runs, locks });
  await opened.session.ready;
  return opened;
}

async function leaveOne(): Promise<FakeRuns> {
  const runs = new FakeRuns();
  const { session, engine } = await visit(runs);
  session.setStrokes([LINE]);
  engine.enter('running', 40);
  engine.emit({ type: 'snapshot', snapshot: snapshotAt(0, 40) });
  engine.enter('paused', 40);
  session.saveRun();
  await vi.waitFor(() => expect(runs.kept.size).toBe(1));
  return runs;
}

describe('a run of an earlier visit', () => {
  it('is offered, and goes on with its drawing', async () => {
    const { session, engine } = await visit(await leaveOne());
    await vi.waitFor(() => expect(session.store.getState().savedRun).toMatchObject({ model: 'mlp', epoch: 1 }));
    await session.continueRun();
    expect(engine.called('restore')[0]?.args).toEqual([snapshotAt(0, 40)]);
    expect(engine.called('train')).toHaveLength(1);
    expect(session.store.getState()).toMatchObject({ savedRun: null, drawing: { strokes: [LINE] } });
  });

  it('leaves what has been drawn since on the pad', async () => {
    const { session } = await visit(await leaveOne());
    await vi.waitFor(() => expect(session.store.getState().savedRun).not.toBeNull());
    const other: Stroke = [[0.1, 0.9], [0.9, 0.1]]; // prettier-ignore
    session.setStrokes([other]);
    await session.continueRun();
    expect(session.store.getState().drawing.strokes).toEqual([other]);
  });

  it('is not offered while another tab is at work on it', async () => {
    const runs = await leaveOne();
    const locks = new FakeLocks();
    for (const id of runs.kept.keys()) locks.others.add(id);
    const { session } = await visit(runs, locks);
    await settled();
    expect(session.store.getState().savedRun).toBeNull();
  });

  it('is offered as its tab has left it, where that tab is just being closed', async () => {
    const runs = await leaveOne();
    const [run] = runs.kept.values();
    if (!run) throw new Error('nothing was left');
    const locks = new FakeLocks();
    locks.others.add(run.id);
    locks.patience = async () => {
      locks.others.clear();
      runs.kept.set(run.id, { ...run, epoch: 3 });
    };
    const { session } = await visit(runs, locks);
    await vi.waitFor(() => expect(session.store.getState().savedRun).toMatchObject({ id: run.id, epoch: 3 }));
  });

  it('that can no longer be read is told of and offered no more; the page stands as it was', async () => {
    const runs = await leaveOne();
    const { session, engine } = await visit(runs);
    await vi.waitFor(() => expect(session.store.getState().savedRun).not.toBeNull());
    runs.kept.clear();
    await expect(session.continueRun()).rejects.toThrow('no longer in storage');
    expect(session.store.getState().savedRun).toBeNull();
    expect(engine.called('restore')).toHaveLength(0);
  });

  it('is deleted when the reader says so', async () => {
    const runs = await leaveOne();
    const { session } = await visit(runs);
    await vi.waitFor(() => expect(session.store.getState().savedRun).not.toBeNull());
    await session.discardSavedRun();
    expect(runs.kept.size).toBe(0);
  });
});
