import { describe, expect, it, vi } from 'vitest';
import type { DatasetName, Stroke } from '../core/types.ts';
import { EngineError } from '../engine/engine.ts';
import type { Snapshot } from '../engine/snapshot.ts';
import { DATA, predictionOf } from './testing/fake-engine.ts';
import { FakeLocks, FakeRuns } from './testing/fake-runs.ts';
import { LINE, openSession, settled } from './testing/open-session.ts';
import { snapshotAt } from './testing/snapshot-at.ts';

async function visit(runs: FakeRuns, locks = new FakeLocks()) {
  const opened = openSession({ runs, locks });
  await opened.session.ready;
  return opened;
}

/** Two stored runs; the later one is found first. */
async function leaveTwo() {
  const runs = await leaveOne();
  const [earlier] = runs.kept.values();
  if (!earlier) throw new Error('nothing was left');
  runs.kept.set('later', { ...earlier, id: 'later', savedAt: earlier.savedAt + 1 });
  return { runs, earlier: earlier.id };
}

function onData(name: DatasetName): Snapshot {
  const snapshot = snapshotAt(0, 40);
  return { ...snapshot, run: snapshot.run && { ...snapshot.run, dataset: { name, trainTotal: 60_000 } } };
}

async function leaveOne(snapshot = snapshotAt(0, 40)): Promise<FakeRuns> {
  const runs = new FakeRuns();
  const { session, engine } = await visit(runs);
  session.setStrokes([LINE]);
  engine.enter('running', 40);
  const { id: watchId } = session.store.getState().drawing;
  engine.emit({ type: 'prediction', prediction: predictionOf(7), watchId, moment: { runId: 1, step: 40 } });
  engine.emit({ type: 'snapshot', snapshot });
  engine.enter('paused', 40);
  session.saveRun();
  await vi.waitFor(() => expect(runs.kept.size).toBe(1));
  return runs;
}

describe('a run of an earlier visit', () => {
  it('is offered, and continues with its drawing and the answers for it', async () => {
    const { session, engine } = await visit(await leaveOne());
    await vi.waitFor(() => expect(session.store.getState().savedRun).toMatchObject({ model: 'mlp', epoch: 1 }));
    await session.continueRun();
    expect(engine.called('restore')[0]?.args).toEqual([snapshotAt(0, 40)]);
    expect(engine.called('train')).toHaveLength(1);
    expect(session.store.getState()).toMatchObject({ savedRun: null, drawing: { strokes: [LINE] } });
    expect(session.store.getState().strip.points).toEqual([{ step: 40, prediction: predictionOf(7) }]);
  });

  it('continues only once and in its own record, however often it is requested', async () => {
    const runs = await leaveOne();
    const [id = ''] = runs.kept.keys();
    const { session, engine } = await visit(runs);
    await vi.waitFor(() => expect(session.store.getState().savedRun).not.toBeNull());
    await Promise.all([session.continueRun(), session.continueRun(), session.discardSavedRun()]);
    expect(engine.called('restore')).toHaveLength(1);
    expect(engine.called('train')).toHaveLength(1);
    engine.emit({ type: 'snapshot', snapshot: snapshotAt(1, 0) });
    await vi.waitFor(() => expect(runs.kept.get(id)).toMatchObject({ epoch: 2 }));
    expect([...runs.kept.keys()]).toEqual([id]);
  });

  it.each([
    { had: 'synthetic', has: 'mnist' },
    { had: 'mnist', has: 'synthetic' },
  ] as const)('that learned from $had is reported when it continues with $has', async ({ had, has }) => {
    const runs = await leaveOne(onData(had));
    const { session, engine, said } = await visit(runs);
    engine.emit({ type: 'data', report: { ...DATA, dataset: has } });
    await vi.waitFor(() => expect(session.store.getState().savedRun).not.toBeNull());
    await session.continueRun();
    expect(said('run-on-other-data')).toEqual([{ had, has }]);
    // MNIST may load after a retry.
    engine.emit({ type: 'data', report: { ...DATA, dataset: 'mnist' } });
    expect(said('run-on-other-data')).toHaveLength(has === 'mnist' ? 1 : 0);
  });

  it.each(['synthetic', 'mnist'] as const)(
    'that continues with the same images (%s) causes no notice',
    async (name) => {
      const { session, engine, codes } = await visit(await leaveOne(onData(name)));
      engine.emit({ type: 'data', report: { ...DATA, dataset: name } });
      await vi.waitFor(() => expect(session.store.getState().savedRun).not.toBeNull());
      await session.continueRun();
      expect(codes()).toEqual([]);
    },
  );

  it('does not replace strokes drawn since', async () => {
    const { session } = await visit(await leaveOne());
    await vi.waitFor(() => expect(session.store.getState().savedRun).not.toBeNull());
    const other: Stroke = [[0.1, 0.9], [0.9, 0.1]]; // prettier-ignore
    session.setStrokes([other]);
    await session.continueRun();
    expect(session.store.getState().drawing.strokes).toEqual([other]);
    expect(session.store.getState().strip.points).toEqual([]);
  });

  it('is not offered while another tab uses it', async () => {
    const runs = await leaveOne();
    const locks = new FakeLocks();
    for (const id of runs.kept.keys()) locks.others.add(id);
    const { session } = await visit(runs, locks);
    await settled();
    expect(session.store.getState().savedRun).toBeNull();
  });

  it('is offered as its tab left it when that tab is just closing', async () => {
    const runs = await leaveOne();
    const [run] = runs.kept.values();
    if (!run) throw new Error('nothing was left');
    const locks = new FakeLocks();
    locks.others.add(run.id);
    locks.beforeFree = async () => {
      locks.others.clear();
      runs.kept.set(run.id, { ...run, epoch: 3 });
    };
    const { session } = await visit(runs, locks);
    await vi.waitFor(() => expect(session.store.getState().savedRun).toMatchObject({ id: run.id, epoch: 3 }));
  });

  it('that can no longer be read is no longer offered, and the page does not change', async () => {
    const runs = await leaveOne();
    const { session, engine } = await visit(runs);
    await vi.waitFor(() => expect(session.store.getState().savedRun).not.toBeNull());
    runs.kept.clear();
    await expect(session.continueRun()).rejects.toThrow('no longer in storage');
    expect(session.store.getState().savedRun).toBeNull();
    expect(engine.called('restore')).toHaveLength(0);
  });

  it('that can no longer be read is replaced by the run before it', async () => {
    const { runs, earlier } = await leaveTwo();
    const { session } = await visit(runs);
    await vi.waitFor(() => expect(session.store.getState().savedRun).toMatchObject({ id: 'later' }));
    runs.kept.delete('later');
    await expect(session.continueRun()).rejects.toThrow('no longer in storage');
    await vi.waitFor(() => expect(session.store.getState().savedRun).toMatchObject({ id: earlier }));
  });

  it.each(['argument', 'range', 'weights'] as const)(
    'that the engine refuses (%s) is reported, removed from storage, and replaced by the run before it',
    async (code) => {
      const { runs, earlier } = await leaveTwo();
      const { session, engine, said } = await visit(runs);
      await vi.waitFor(() => expect(session.store.getState().savedRun).toMatchObject({ id: 'later' }));
      const restore = vi.spyOn(engine, 'restore').mockRejectedValueOnce(new EngineError(code, 'version: 77'));
      session.attempt(() => session.continueRun());
      await vi.waitFor(() => expect(session.store.getState().savedRun).toMatchObject({ id: earlier }));
      expect([...runs.kept.keys()]).toEqual([earlier]);
      expect(said('run-unusable')).toEqual([{ reason: 'version: 77' }]);
      expect(said('engine-error')).toEqual([]);
      await session.continueRun();
      expect(restore).toHaveBeenCalledTimes(2);
      expect(session.store.getState().savedRun).toBeNull();
    },
  );

  it('that the engine refuses is replaced even when storage can’t remove it', async () => {
    const { runs, earlier } = await leaveTwo();
    const { session, engine } = await visit(runs);
    await vi.waitFor(() => expect(session.store.getState().savedRun).toMatchObject({ id: 'later' }));
    vi.spyOn(engine, 'restore').mockRejectedValueOnce(new EngineError('argument', 'version: 77'));
    vi.spyOn(runs, 'remove').mockRejectedValueOnce(new Error('refused'));
    await expect(session.continueRun()).rejects.toThrow('version: 77');
    await vi.waitFor(() => expect(session.store.getState().savedRun).toMatchObject({ id: earlier }));
  });

  it.each(['state', 'backend', 'data', 'aborted', 'memory', 'crashed', 'internal'] as const)(
    'can still be continued after a passing failure of the engine (%s)',
    async (code) => {
      const runs = await leaveOne();
      const { session, engine } = await visit(runs);
      await vi.waitFor(() => expect(session.store.getState().savedRun).not.toBeNull());
      vi.spyOn(engine, 'restore').mockRejectedValueOnce(new EngineError(code, 'not now'));
      await expect(session.continueRun()).rejects.toMatchObject({ code });
      expect(runs.kept.size).toBe(1);
      await session.continueRun();
      expect(engine.called('train')).toHaveLength(1);
    },
  );

  it('that another tab has continued since the offer continues under a new id from the same step', async () => {
    const runs = await leaveOne();
    const locks = new FakeLocks();
    const { session, engine } = await visit(runs, locks);
    await vi.waitFor(() => expect(session.store.getState().savedRun).not.toBeNull());
    const [id = ''] = runs.kept.keys();
    locks.others.add(id);
    await session.continueRun();
    expect(engine.called('restore')[0]?.args).toEqual([snapshotAt(0, 40)]);
    await vi.waitFor(() => expect(runs.kept.size).toBe(2));
    expect([...runs.kept.values()].map(({ drawing }) => drawing.strokes)).toEqual([[LINE], [LINE]]);
    const elsewhere = runs.kept.get(id);
    engine.emit({ type: 'snapshot', snapshot: snapshotAt(1, 0) });
    await vi.waitFor(() => expect([...runs.kept.values()].map(({ epoch }) => epoch)).toEqual([1, 2]));
    expect(runs.kept.get(id)).toBe(elsewhere);
  });

  it('that another tab has continued since the offer is not deleted by this tab', async () => {
    const runs = await leaveOne();
    const locks = new FakeLocks();
    const { session } = await visit(runs, locks);
    await vi.waitFor(() => expect(session.store.getState().savedRun).not.toBeNull());
    for (const id of runs.kept.keys()) locks.others.add(id);
    await session.discardSavedRun();
    expect(session.store.getState().savedRun).toBeNull();
    expect(runs.kept.size).toBe(1);
  });

  it('is deleted when the reader discards it', async () => {
    const runs = await leaveOne();
    const { session } = await visit(runs);
    await vi.waitFor(() => expect(session.store.getState().savedRun).not.toBeNull());
    await session.discardSavedRun();
    expect(runs.kept.size).toBe(0);
  });
});
