import { describe, expect, it, vi } from 'vitest';
import { defaultConfig } from '../core/config.ts';
import type { Prediction, Stroke } from '../core/types.ts';
import { EngineError, type RunEnd, type StartOptions } from '../engine/engine.ts';
import type { Connection } from '../engine/connect.ts';
import { createSession, type SessionOptions } from './session.ts';
import { deferred, FakeEngine, modelReport, predictionOf } from './testing/fake-engine.ts';
import { FakeLocks, FakeRuns } from './testing/fake-runs.ts';
import { snapshotAt } from './testing/snapshot-at.ts';
import { sessionOptions } from './testing/session-options.ts';

const LINE: Stroke = [
  [0.2, 0.2],
  [0.8, 0.8],
];

function open(options: Partial<SessionOptions> = {}, engines = [new FakeEngine(), new FakeEngine()]) {
  let next = 0;
  const connect = vi.fn(async (): Promise<Connection> => {
    const engine = engines[next++];
    if (!engine) throw new Error('no more engines');
    return { engine, where: 'worker' };
  });
  const session = createSession({
    connect,
    ...sessionOptions(),
    ...options,
  });
  const codes = () => session.store.getState().notices.map(({ notice }) => notice.code);
  return { session, engines, engine: engines[0] ?? new FakeEngine(), connect, codes };
}

const settled = () => vi.waitFor(() => undefined);

describe('the session', () => {
  it('is ready once its engine has a backend and data', async () => {
    const { session } = open();
    expect(session.store.getState().run.state).toBe('loading');
    await session.ready;
    expect(session.store.getState()).toMatchObject({ backend: { backend: 'wasm' }, data: { dataset: 'synthetic' } });
    expect(session.store.getState().run.state).toBe('idle');
  });

  it('says that the work is done in the page, and why', async () => {
    const engine = new FakeEngine();
    const { session, codes } = open({ connect: async () => ({ engine, where: 'page', reason: 'sandboxed' }) });
    await session.ready;
    expect(codes()).toEqual(['worker-unavailable']);
  });

  it('trains with what the controls say', async () => {
    const { session, engine } = open();
    await session.ready;
    session.settings.setState({ lr: 0.5 });
    await session.train();
    expect(engine.called('train')[0]?.args[0]).toMatchObject({ lr: 0.5 });
  });

  it('goes on with a paused run, whatever the controls say meanwhile', async () => {
    const { session, engine } = open();
    await session.ready;
    engine.enter('paused', 5);
    await session.train();
    expect(engine.called('train')[0]?.args).toEqual([undefined]);
  });

  it('takes its first step with what the controls say', async () => {
    const { session, engine } = open();
    await session.ready;
    await session.step();
    expect(engine.called('reset')).toHaveLength(0);
    session.settings.setState({ batch: 8 });
    await session.step();
    expect(engine.called('reset')[0]?.args[0]).toMatchObject({ batch: 8 });
    expect(engine.called('step')).toHaveLength(2);
  });

  it('starts by itself where it was asked to', async () => {
    const { engine } = open({ autostart: true });
    await vi.waitFor(() => expect(engine.called('train')).toHaveLength(1));
  });

  it('lets the controls follow a run that was started with other settings', async () => {
    const { session, engine } = open();
    await session.ready;
    engine.emit({ type: 'model', report: modelReport(defaultConfig('cnn')) });
    expect(session.settings.getState().model).toBe('cnn');
  });

  it('keeps what is being changed in the controls when only the weights change', async () => {
    const { session, engine } = open();
    await session.ready;
    session.settings.setState({ batch: 32 });
    engine.emit({ type: 'model', report: { ...modelReport(), weights: 'training' } });
    expect(session.settings.getState().batch).toBe(32);
  });
});

const MISSING = { problem: 'missing', part: 'l1.weight', found: '', expected: '' } as const;

describe('a failure', () => {
  it('to start is shown, and rejects what waits for the engine', async () => {
    const engine = new FakeEngine();
    engine.starting = Promise.reject(new EngineError('backend', 'No backend passed its self-test.'));
    const { session, codes } = open({}, [engine]);
    await expect(session.ready).rejects.toThrow('No backend');
    expect(session.store.getState().run.state).toBe('error');
    expect(codes()).toEqual(['engine-error']);
    await expect(session.train()).rejects.toThrow('No backend');
  });

  it('that the engine has explained itself is not explained twice', async () => {
    const engine = new FakeEngine();
    const starting = deferred<void>();
    engine.starting = starting.promise;
    const { session, codes } = open({}, [engine]);
    await vi.waitFor(() => expect(engine.called('start')).toHaveLength(1));
    engine.emit({ type: 'notice', notice: { kind: 'error', code: 'backend-none', params: { reason: 'none' } } });
    starting.reject(new EngineError('backend', 'none'));
    await expect(session.ready).rejects.toThrow('none');
    expect(codes()).toEqual(['backend-none']);
  });

  it('of an attempt becomes a notice; an abort is none', async () => {
    const { session, codes } = open();
    await session.ready;
    session.attempt(() => Promise.reject(new EngineError('aborted', 'stopped')));
    session.attempt(() => Promise.reject(new EngineError('weights', 'l1.weight is missing', { fault: MISSING })));
    session.attempt(() => {
      throw new Error('thrown at once');
    });
    await settled();
    expect(codes().toSorted()).toEqual(['engine-error', 'weights-invalid']);
  });

  it('of the engine itself brings a fresh one, on another backend, with the drawing kept', async () => {
    const { session, engines, codes } = open();
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

  it('of its worker brings a fresh one on the same backend, and on another the next time', async () => {
    const { session, engines, codes } = open({}, [new FakeEngine(), new FakeEngine(), new FakeEngine()]);
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

  it('in the middle of a run lets the run go on from its latest snapshot, and whoever waits for it', async () => {
    const { session, engines, codes } = open();
    const [first, second] = engines;
    await session.ready;
    const lost = deferred<RunEnd>();
    if (first) first.runEnd = lost.promise;
    const end = session.train();
    await vi.waitFor(() => expect(first?.called('train')).toHaveLength(1));
    first?.enter('running', 40);
    first?.emit({ type: 'snapshot', snapshot: snapshotAt(0, 40) });
    first?.enter('error', 45);
    first?.emit({ type: 'fatal', reason: 'device lost', cause: 'device' });
    lost.reject(new EngineError('crashed', 'gone'));
    await vi.waitFor(() => expect(second?.called('train')).toHaveLength(1));
    expect(second?.called('restore')[0]?.args).toEqual([snapshotAt(0, 40)]);
    expect(second?.called('train')[0]?.args).toEqual([undefined]);
    expect(codes()).toEqual(['backend-lost', 'run-continued']);
    await expect(end).resolves.toBe('finished');
  });

  it('in a pause brings the run back paused', async () => {
    const { session, engines } = open();
    const [first, second] = engines;
    session.setStrokes([LINE]);
    await session.ready;
    first?.enter('paused', 40);
    first?.emit({ type: 'snapshot', snapshot: snapshotAt(0, 40) });
    first?.emit({ type: 'fatal', reason: 'killed', cause: 'crashed' });
    await vi.waitFor(() => expect(second?.called('watch')).not.toHaveLength(0));
    expect(second?.called('restore')).toHaveLength(1);
    expect(second?.called('train')).toHaveLength(0);
  });

  it('before there was a backend is final', async () => {
    const engine = new FakeEngine();
    engine.starting = new Promise(() => undefined);
    const { session, connect, codes } = open({}, [engine]);
    await vi.waitFor(() => expect(engine.called('start')).toHaveLength(1));
    engine.emit({ type: 'fatal', reason: 'out of memory', cause: 'crashed' });
    await settled();
    expect(session.store.getState().run.state).toBe('error');
    expect(codes()).toEqual(['worker-crashed']);
    expect(connect).toHaveBeenCalledTimes(1);
  });
});

describe('the drawing', () => {
  it('is recognised at once and then watched', async () => {
    const { session, engine } = open();
    await session.ready;
    session.setStrokes([LINE]);
    await vi.waitFor(() => expect(session.store.getState().prediction?.digit).toBe(7));
    expect(engine.called('watch').at(-1)?.args[1]).toBe(1);
  });

  it('that was there before the engine is recognised when it comes', async () => {
    const { session } = open({ drawing: [LINE] });
    await session.ready;
    await vi.waitFor(() => expect(session.store.getState().prediction?.digit).toBe(7));
  });

  it('has no prediction when it is cleared, even if one was on its way', async () => {
    const { session, engine } = open();
    await session.ready;
    const answer = deferred<Prediction>();
    engine.answer = () => answer.promise;
    session.setStrokes([LINE]);
    await vi.waitFor(() => expect(engine.called('watch')).toHaveLength(1));
    session.clearDrawing();
    answer.resolve(predictionOf(3));
    await vi.waitFor(() => expect(engine.called('watch').at(-1)?.args[0]).toBeNull());
    expect(session.store.getState().prediction).toBeNull();
  });

  it('may be an image of the test set', async () => {
    const { session } = open();
    await session.showSample(12);
    expect(session.store.getState().drawing).toMatchObject({ sample: { index: 12, label: 4 }, strokes: [] });
  });

  it('takes a late answer while the pen goes on, and none for another drawing', async () => {
    const { session, engine } = open();
    await session.ready;
    const answers: (() => void)[] = [];
    engine.answer = () => new Promise((resolve) => answers.push(() => resolve(predictionOf(answers.length))));
    session.setStrokes([LINE]);
    await vi.waitFor(() => expect(answers).toHaveLength(1));
    session.setStrokes([[...LINE, [0.9, 0.2]]]);
    await vi.waitFor(() => expect(answers).toHaveLength(2));
    answers[0]?.();
    await vi.waitFor(() => expect(session.store.getState().prediction?.digit).toBe(2));
    session.clearDrawing();
    session.setStrokes([[[0.5, 0.1], [0.5, 0.9]]]); // prettier-ignore
    answers[1]?.();
    await vi.waitFor(() => expect(answers).toHaveLength(3));
    expect(session.store.getState().prediction).toBeNull();
  });
});

describe('a step on the drawing', () => {
  it('is taken towards what was meant, shown with the drawing, and taken back', async () => {
    const { session, engine } = open();
    session.setStrokes([LINE]);
    await session.learnDrawing(4);
    const [pixels, label] = engine.called('learnDrawing')[0]?.args ?? [];
    expect(pixels).toBeInstanceOf(Float32Array);
    expect(label).toBe(4);
    expect(session.store.getState()).toMatchObject({ lesson: { label: 4, rate: 0.25 }, undoableSteps: 1 });
    await session.undoLearning();
    expect(session.store.getState()).toMatchObject({ lesson: null, undoableSteps: 0 });
  });

  it('is refused where nothing is drawn', async () => {
    const { session } = open();
    await expect(session.learnDrawing(4)).rejects.toThrow(/nothing on the pad/);
  });
});

async function visit(runs: FakeRuns, locks = new FakeLocks()) {
  const opened = open({ runs, locks });
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
