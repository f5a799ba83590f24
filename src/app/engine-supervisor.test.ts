import { describe, expect, it, vi } from 'vitest';
import { EngineError, type RunEnd, type StartOptions } from '../engine/engine.ts';
import type { Prediction } from '../core/types.ts';
import type { AppSession } from './session.ts';
import { BACKEND, deferred, FakeEngine, predictionOf, snapshotOf } from './testing/fake-engine.ts';
import { FakeRuns } from './testing/fake-runs.ts';
import { LINE, openSession, settled } from './testing/open-session.ts';
import { snapshotAt } from './testing/snapshot-at.ts';

/** An awaited run of 40 steps with a snapshot; `lose` rejects it as the engine's client does. */
async function trainOn(session: AppSession, engine: FakeEngine | undefined) {
  if (!engine) throw new Error('There has to be an engine');
  await session.ready;
  const lost = deferred<RunEnd>();
  engine.runEnd = lost.promise;
  const end = session.train();
  await vi.waitFor(() => expect(engine.called('train')).toHaveLength(1));
  engine.enter('running', 40);
  engine.emit({ type: 'snapshot', snapshot: snapshotAt(0, 40) });
  return { end, lose: () => lost.reject(new EngineError('crashed', 'gone')) };
}

describe('an engine failure', () => {
  it('of the device starts a new engine on another backend and keeps the drawing', async () => {
    const { session, engines, codes } = openSession();
    const [first, second] = engines;
    await session.ready;
    session.setStrokes([LINE]);
    first?.emit({ type: 'fatal', reason: 'device lost', cause: 'device' });
    expect(codes()).toEqual(['backend-lost']);
    expect(first?.disposed).toBe(true);
    await vi.waitFor(() => expect(second?.called('watch')).not.toHaveLength(0));
    const options = second?.called('start')[0]?.args[0] as StartOptions;
    expect(options.excluded).toEqual([{ backend: 'wasm', why: 'lost', detail: 'device lost' }]);
    expect(session.store.getState().drawing.strokes).toEqual([LINE]);
    expect(session.store.getState().run.state).toBe('idle');
    await session.train();
    expect(second?.called('train')).toHaveLength(1);
  });

  it('of the worker starts a new engine on the same backend, and the second time on another', async () => {
    const { session, engines, codes } = openSession({}, [new FakeEngine(), new FakeEngine(), new FakeEngine()]);
    const [first, second, third] = engines;
    session.setStrokes([LINE]);
    await session.ready;
    first?.emit({ type: 'fatal', reason: 'killed', cause: 'crashed' });
    expect(codes()).toEqual(['engine-restarted']);
    await vi.waitFor(() => expect(second?.called('watch')).not.toHaveLength(0));
    expect(second?.called('start')[0]?.args[0]).toMatchObject({ excluded: [] });
    second?.emit({ type: 'fatal', reason: 'silent', cause: 'hung' });
    await vi.waitFor(() => expect(third?.called('start')).toHaveLength(1));
    expect(third?.called('start')[0]?.args[0]).toMatchObject({ excluded: [{ backend: 'wasm' }] });
  });

  it('of the images, even twice, excludes no backend', async () => {
    const { session, engines, codes } = openSession({}, [new FakeEngine(), new FakeEngine(), new FakeEngine()]);
    const [first, second, third] = engines;
    session.setStrokes([LINE]);
    await session.ready;
    first?.emit({ type: 'fatal', reason: 'no images', cause: 'data' });
    await vi.waitFor(() => expect(second?.called('watch')).not.toHaveLength(0));
    second?.emit({ type: 'fatal', reason: 'no images', cause: 'data' });
    await vi.waitFor(() => expect(third?.called('start')).toHaveLength(1));
    expect(third?.called('start')[0]?.args[0]).toMatchObject({ excluded: [] });
    expect(codes()).not.toContain('backend-lost');
  });

  it('during a run continues the run from its latest snapshot, and its end settles the first call of train', async () => {
    const { session, engines, codes } = openSession();
    const [first, second] = engines;
    const { end, lose } = await trainOn(session, first);
    first?.enter('error', 45);
    first?.emit({ type: 'fatal', reason: 'device lost', cause: 'device' });
    lose();
    await vi.waitFor(() => expect(second?.called('train')).toHaveLength(1));
    expect(second?.called('restore')[0]?.args).toEqual([snapshotAt(0, 40)]);
    expect(second?.called('train')[0]?.args).toEqual([undefined]);
    expect(codes()).toEqual(['backend-lost', 'run-continued']);
    await expect(end).resolves.toBe('finished');
  });

  it('that costs steps reports how many are trained again', async () => {
    const { session, engines, said } = openSession();
    const [first, second] = engines;
    await session.ready;
    first?.enter('running', 40);
    first?.emit({ type: 'snapshot', snapshot: snapshotAt(0, 40) });
    first?.enter('running', 75);
    first?.emit({ type: 'fatal', reason: 'killed', cause: 'hung' });
    await vi.waitFor(() => expect(second?.called('train')).toHaveLength(1));
    expect(said('run-continued')).toEqual([{ backend: 'wasm', state: 'running', step: 40, again: 35 }]);
  });

  it('after a run has ended restores it as finished, and reports only that', async () => {
    const { session, engines, said } = openSession();
    const [first, second] = engines;
    await session.ready;
    first?.enter('running', 8442);
    first?.emit({ type: 'snapshot', snapshot: snapshotAt(8, 938, true) });
    first?.enter('finished', 8442);
    first?.emit({ type: 'fatal', reason: 'killed', cause: 'crashed' });
    await vi.waitFor(() => expect(said('run-continued')).toMatchObject([{ state: 'finished', again: 0 }]));
    expect(second?.called('train')).toHaveLength(0);
  });

  it('during a pause restores the run paused', async () => {
    const { session, engines, said } = openSession();
    const [first, second] = engines;
    session.setStrokes([LINE]);
    await session.ready;
    first?.enter('paused', 40);
    first?.emit({ type: 'snapshot', snapshot: snapshotAt(0, 40) });
    first?.emit({ type: 'fatal', reason: 'killed', cause: 'crashed' });
    await vi.waitFor(() => expect(second?.called('watch')).not.toHaveLength(0));
    expect(second?.called('restore')).toHaveLength(1);
    expect(second?.called('train')).toHaveLength(0);
    expect(said('run-continued')).toEqual([{ backend: 'wasm', state: 'paused', step: 40, again: 0 }]);
  });

  it('before a pause is answered pauses the restored run', async () => {
    const { session, engines } = openSession();
    const [first, second] = engines;
    const { end, lose } = await trainOn(session, first);
    const unanswered = deferred<void>();
    if (first) first.pause = () => unanswered.promise;
    const paused = session.pause();
    await settled();
    unanswered.reject(new EngineError('crashed', 'gone'));
    first?.emit({ type: 'fatal', reason: 'silent', cause: 'hung' });
    lose();
    await paused;
    expect(second?.calls.map(({ name }) => name).filter((name) => name === 'train' || name === 'pause')).toEqual([
      'train',
      'pause',
    ]);
    await end;
  });

  it('while the next engine starts loses neither the run nor the call of train', async () => {
    const { session, engines, codes } = openSession({}, [new FakeEngine(), new FakeEngine(), new FakeEngine()]);
    const [first, second, third] = engines;
    const { end, lose } = await trainOn(session, first);
    const starting = deferred<void>();
    if (second) second.start = () => starting.promise;
    first?.emit({ type: 'fatal', reason: 'device lost', cause: 'device' });
    lose();
    await vi.waitFor(() => expect(second?.listeners.size).toBe(1));
    second?.emit({ type: 'backend', report: { ...BACKEND, backend: 'cpu' } });
    second?.emit({ type: 'state', runId: 0, state: 'loading', epoch: 0, step: 0 });
    second?.emit({ type: 'fatal', reason: 'killed', cause: 'crashed' });
    starting.reject(new EngineError('crashed', 'gone'));
    await vi.waitFor(() => expect(third?.called('train')).toHaveLength(1));
    expect(third?.called('start')[0]?.args[0]).toMatchObject({ excluded: [{ backend: 'wasm' }, { backend: 'cpu' }] });
    expect(third?.called('restore')[0]?.args).toEqual([snapshotAt(0, 40)]);
    expect(codes()).toEqual(['backend-lost', 'backend-lost', 'run-continued']);
    await expect(end).resolves.toBe('finished');
    expect(third?.called('train')).toHaveLength(1);
  });

  it('of a new engine that has not named its backend excludes nothing and starts another', async () => {
    const { session, engines, codes } = openSession({}, [new FakeEngine(), new FakeEngine(), new FakeEngine()]);
    const [first, second, third] = engines;
    await session.ready;
    const starting = deferred<void>();
    if (second) second.starting = starting.promise;
    first?.emit({ type: 'fatal', reason: 'killed', cause: 'crashed' });
    await vi.waitFor(() => expect(second?.called('start')).toHaveLength(1));
    second?.emit({ type: 'fatal', reason: 'killed', cause: 'crashed' });
    starting.reject(new EngineError('crashed', 'gone'));
    await session.train();
    expect(third?.called('train')).toHaveLength(1);
    expect(third?.called('start')[0]?.args[0]).toMatchObject({ excluded: [] });
    expect(codes()).toEqual(['engine-restarted']);
    expect(session.store.getState().run.state).toBe('idle');
  });

  it('of the last engine rejects the call of train', async () => {
    const five = Array.from({ length: 5 }, () => new FakeEngine());
    const { session, engines, codes } = openSession({}, five);
    const { end, lose } = await trainOn(session, engines[0]);
    let loseRun = lose;
    for (const [i, engine] of engines.entries()) {
      // oxlint-disable no-await-in-loop -- one after the other is the point
      await vi.waitFor(() => expect(engine.called('train')).toHaveLength(1));
      const next = deferred<RunEnd>();
      const following = engines[i + 1];
      if (following) following.runEnd = next.promise;
      engine.emit({ type: 'fatal', reason: 'killed', cause: 'crashed' });
      loseRun();
      loseRun = () => next.reject(new EngineError('crashed', 'gone'));
      if (following) await vi.waitFor(() => expect(following.called('train')).toHaveLength(1));
      // oxlint-enable no-await-in-loop
    }
    await expect(end).rejects.toThrow('gone');
    expect(codes().at(-1)).toBe('worker-crashed');
  });

  it('of the last engine rejects later commands instead of retrying them', async () => {
    const five = Array.from({ length: 5 }, () => new FakeEngine());
    const { session, engines } = openSession({}, five);
    await session.ready;
    for (const engine of engines) {
      engine.pause = () => Promise.reject(new EngineError('aborted', 'disposed of'));
      // oxlint-disable-next-line no-await-in-loop -- each replaces the one before it
      await vi.waitFor(() => expect(engine.called('start')).toHaveLength(1));
      engine.emit({ type: 'fatal', reason: 'killed', cause: 'crashed' });
    }
    await expect(session.pause()).rejects.toMatchObject({
      code: 'crashed',
      message: expect.stringContaining('Reload') as unknown,
    });
  });

  it('drops the failed engine’s late answers about the drawing', async () => {
    const { session, engines } = openSession();
    const [first, second] = engines;
    await session.ready;
    if (first) first.answer = () => new Promise(() => undefined);
    if (second) second.answer = () => new Promise(() => undefined);
    session.setStrokes([LINE]);
    const watchId = session.store.getState().drawing.id;
    first?.emit({ type: 'fatal', reason: 'device lost', cause: 'device' });
    first?.emit({ type: 'prediction', prediction: predictionOf(1), watchId });
    expect(session.store.getState().prediction).toBeNull();
    await vi.waitFor(() => expect(second?.called('watch')).toHaveLength(1));
    second?.emit({ type: 'prediction', prediction: predictionOf(2), watchId });
    expect(session.store.getState().prediction?.digit).toBe(2);
  });

  it('before a question is answered repeats the question to the next engine', async () => {
    const { session, engines } = openSession();
    const [first, second] = engines;
    await session.ready;
    const answer = deferred<Prediction>();
    if (first) first.answer = () => answer.promise;
    if (second) second.answer = () => Promise.resolve(predictionOf(4));
    const asked = session.predict(new Float32Array(784));
    await vi.waitFor(() => expect(first?.called('predict')).toHaveLength(1));
    first?.emit({ type: 'fatal', reason: 'no answer from the device', cause: 'device' });
    answer.reject(new EngineError('aborted', 'disposed of'));
    await expect(asked).resolves.toMatchObject({ digit: 4 });
  });

  it('after which no engine starts ends in state error with the reason', async () => {
    const { session, engines, codes } = openSession();
    const [first, second] = engines;
    await session.ready;
    if (second) second.start = () => Promise.reject(new EngineError('backend', 'No way to calculate works'));
    first?.emit({ type: 'fatal', reason: 'device lost', cause: 'device' });
    await vi.waitFor(() => expect(session.store.getState().run.state).toBe('error'));
    expect(codes()).toEqual(['backend-lost', 'engine-error']);
  });

  it('of the first engine after it has named its backend only delays autostart', async () => {
    const { session, engines, codes } = openSession({ autostart: true });
    const [first, second] = engines;
    const starting = deferred<void>();
    if (first) first.start = () => starting.promise;
    await vi.waitFor(() => expect(first?.listeners.size).toBe(1));
    first?.emit({ type: 'backend', report: BACKEND });
    first?.emit({ type: 'fatal', reason: 'killed', cause: 'crashed' });
    starting.reject(new EngineError('crashed', 'gone'));
    await session.ready;
    await vi.waitFor(() => expect(second?.called('train')).toHaveLength(1));
    expect(codes()).toEqual(['engine-restarted']);
  });

  it('stores the next engine’s run beside the former run, even with the same id', async () => {
    const runs = new FakeRuns();
    const { session, engines } = openSession({ runs });
    const [first, second] = engines;
    await session.ready;
    first?.enter('running', 40);
    first?.emit({ type: 'snapshot', snapshot: snapshotAt(0, 40) });
    first?.emit({ type: 'state', runId: 2, state: 'idle', epoch: 0, step: 0 });
    first?.emit({ type: 'fatal', reason: 'killed', cause: 'crashed' });
    await session.train();
    expect(second?.called('restore')).toHaveLength(0);
    second?.enter('running', 50);
    second?.emit({ type: 'snapshot', snapshot: snapshotAt(0, 50) });
    await vi.waitFor(() => expect(runs.kept.size).toBe(2));
  });

  it('whose run can’t be restored is reported, and starts no other run', async () => {
    const { session, engines, codes } = openSession();
    const [first, second] = engines;
    const { end, lose } = await trainOn(session, first);
    if (second) second.restore = () => Promise.reject(new EngineError('memory', 'no room'));
    first?.emit({ type: 'fatal', reason: 'killed', cause: 'crashed' });
    lose();
    await expect(end).resolves.toBe('reset');
    expect(second?.called('train')).toHaveLength(0);
    expect(codes()).toEqual(['engine-restarted', 'engine-error']);
  });

  it.each([
    ['a step on the drawing', 1],
    ['taking one back', 2],
  ])('restores %s without a run', async (_, changes) => {
    const { session, engines, codes } = openSession();
    const [first, second] = engines;
    await session.ready;
    session.setStrokes([LINE]);
    await session.learnDrawing(4);
    if (changes > 1) await session.undoLearning();
    await vi.waitFor(() => expect(first?.called('snapshot')).toHaveLength(changes));
    await settled();
    first?.emit({ type: 'fatal', reason: 'killed', cause: 'crashed' });
    await vi.waitFor(() => expect(second?.called('restore')[0]?.args).toEqual([snapshotOf()]));
    expect(codes()).toEqual(['engine-restarted']);
  });

  it('at the start leaves no worker behind', async () => {
    const engine = new FakeEngine();
    engine.starting = Promise.reject(new EngineError('backend', 'nothing works here'));
    const { session } = openSession({}, [engine]);
    await expect(session.ready).rejects.toThrow('nothing works here');
    expect(engine.disposed).toBe(true);
  });

  it('of the first engine before it has named its backend is final', async () => {
    const engine = new FakeEngine();
    engine.starting = new Promise(() => undefined);
    const { session, connect, codes } = openSession({}, [engine]);
    await vi.waitFor(() => expect(engine.called('start')).toHaveLength(1));
    engine.emit({ type: 'fatal', reason: 'out of memory', cause: 'crashed' });
    await settled();
    expect(session.store.getState().run.state).toBe('error');
    expect(codes()).toEqual(['worker-crashed']);
    expect(connect).toHaveBeenCalledTimes(1);
  });
});
