import { describe, expect, it, vi } from 'vitest';
import { defaultConfig } from '../core/config.ts';
import type { Evaluation, Prediction } from '../core/types.ts';
import { EngineError } from '../engine/engine.ts';
import { deferred, FakeEngine, modelReport, predictionOf, snapshotOf } from './testing/fake-engine.ts';
import { LINE, openSession, settled } from './testing/open-session.ts';

describe('the session', () => {
  it('is ready once its engine has a backend and data', async () => {
    const { session } = openSession();
    expect(session.store.getState().run.state).toBe('loading');
    await session.ready;
    expect(session.store.getState()).toMatchObject({ backend: { backend: 'wasm' }, data: { dataset: 'synthetic' } });
    expect(session.store.getState().run.state).toBe('idle');
  });

  it('reports that the engine runs in the page, and why', async () => {
    const engine = new FakeEngine();
    const { session, codes } = openSession({ connect: async () => ({ engine, where: 'page', reason: 'sandboxed' }) });
    await session.ready;
    expect(codes()).toEqual(['worker-unavailable']);
  });

  it('trains with the settings of the controls', async () => {
    const { session, engine } = openSession();
    await session.ready;
    session.settings.setState({ lr: 0.5 });
    await session.train();
    expect(engine.called('train')[0]?.args[0]).toMatchObject({ lr: 0.5 });
  });

  it('continues a paused run with its own config after the controls change', async () => {
    const { session, engine } = openSession();
    await session.ready;
    engine.enter('paused', 5);
    await session.train();
    expect(engine.called('train')[0]?.args).toEqual([undefined]);
  });

  it('takes its first step with the settings of the controls', async () => {
    const { session, engine } = openSession();
    await session.ready;
    await session.step();
    expect(engine.called('reset')).toHaveLength(0);
    session.settings.setState({ batch: 8 });
    await session.step();
    expect(engine.called('reset')).toHaveLength(0);
    expect(engine.called('step').map(({ args }) => args)).toEqual([[undefined], [{ ...defaultConfig(), batch: 8 }]]);
  });

  it('starts training by itself with autostart', async () => {
    const { engine } = openSession({ autostart: true });
    await vi.waitFor(() => expect(engine.called('train')).toHaveLength(1));
  });

  it('sets the controls to the config of a run started with other settings', async () => {
    const { session, engine } = openSession();
    await session.ready;
    engine.emit({ type: 'model', report: modelReport(defaultConfig('cnn')) });
    expect(session.settings.getState().model).toBe('cnn');
  });

  it('keeps changed controls when only the weights change', async () => {
    const { session, engine } = openSession();
    await session.ready;
    session.settings.setState({ batch: 32 });
    engine.emit({ type: 'model', report: { ...modelReport(), weights: 'training' } });
    expect(session.settings.getState().batch).toBe(32);
  });
});

const MISSING = { problem: 'missing', part: 'l1.weight', found: '', expected: '' } as const;

describe('a failure', () => {
  it('to start is shown, and rejects calls that wait for the engine', async () => {
    const engine = new FakeEngine();
    engine.starting = Promise.reject(new EngineError('backend', 'No backend passed its self-test.'));
    const { session, codes } = openSession({}, [engine]);
    await expect(session.ready).rejects.toThrow('No backend');
    expect(session.store.getState().run.state).toBe('error');
    expect(codes()).toEqual(['engine-error']);
    await expect(session.train()).rejects.toThrow('No backend');
  });

  it('that the engine has reported itself is not reported twice', async () => {
    const engine = new FakeEngine();
    const starting = deferred<void>();
    engine.starting = starting.promise;
    const { session, codes } = openSession({}, [engine]);
    await vi.waitFor(() => expect(engine.called('start')).toHaveLength(1));
    engine.emit({ type: 'notice', notice: { kind: 'error', code: 'backend-none', params: { reason: 'none' } } });
    starting.reject(new EngineError('backend', 'none'));
    await expect(session.ready).rejects.toThrow('none');
    expect(codes()).toEqual(['backend-none']);
  });

  it('of an attempt becomes a notice, unless it is an abort', async () => {
    const { session, codes, said } = openSession();
    await session.ready;
    session.attempt(() => Promise.reject(new EngineError('aborted', 'stopped')));
    session.attempt(() => Promise.reject(new EngineError('weights', 'l1.weight is missing', { fault: MISSING })));
    session.attempt(() => Promise.reject(new EngineError('memory', 'no room')));
    session.attempt(() => {
      throw new Error('thrown at once');
    });
    await settled();
    expect(codes().toSorted()).toEqual(['engine-error', 'engine-error', 'weights-invalid']);
    expect(said('engine-error')).toEqual([{ reason: 'thrown at once' }, { reason: 'no room', code: 'memory' }]);
  });
});

describe('the drawing', () => {
  it('is recognised at once and then watched', async () => {
    const { session, engine } = openSession();
    await session.ready;
    session.setStrokes([LINE]);
    await vi.waitFor(() => expect(session.store.getState().prediction?.digit).toBe(7));
    expect(engine.called('watch').at(-1)?.args[1]).toBe(1);
  });

  it('made before the engine starts is recognised once the engine is ready', async () => {
    const { session } = openSession({ drawing: [LINE] });
    await session.ready;
    await vi.waitFor(() => expect(session.store.getState().prediction?.digit).toBe(7));
  });

  it('has no prediction after it is cleared, even if one was pending', async () => {
    const { session, engine } = openSession();
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
    const { session } = openSession();
    await session.showSample(12);
    expect(session.store.getState().drawing).toMatchObject({ sample: { index: 12, label: 4 }, strokes: [] });
  });

  it('gets a late answer while its strokes continue, but none meant for another drawing', async () => {
    const { session, engine } = openSession();
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
  it('uses the given label, is shown with the drawing, and can be undone', async () => {
    const { session, engine } = openSession();
    session.setStrokes([LINE]);
    await session.learnDrawing(4);
    const [pixels, label] = engine.called('learnDrawing')[0]?.args ?? [];
    expect(pixels).toBeInstanceOf(Float32Array);
    expect(label).toBe(4);
    expect(session.store.getState()).toMatchObject({ lesson: { label: 4, rate: 0.25 }, undoableSteps: 1 });
    await session.undoLearning();
    expect(session.store.getState()).toMatchObject({ lesson: null, undoableSteps: 0 });
  });

  it('is refused on an empty pad', async () => {
    const { session } = openSession();
    await expect(session.learnDrawing(4)).rejects.toThrow(/nothing on the pad/);
  });
});

const RESULT: Evaluation = { loss: 0.1, accuracy: 0.97, correct: 9700, total: 10_000 };

async function withEvaluation() {
  const { session, engine } = openSession();
  await session.ready;
  engine.enter('running', 5);
  const answer = deferred<Evaluation>();
  const evaluate = vi.fn(() => answer.promise);
  engine.evaluate = evaluate;
  const evaluation = session.evaluate();
  await vi.waitFor(() => expect(evaluate).toHaveBeenCalled());
  return { engine, evaluation, answer, run: () => session.store.getState().run };
}

describe('an evaluation', () => {
  it('is shown with the run whose weights it measured', async () => {
    const { evaluation, answer, run } = await withEvaluation();
    answer.resolve(RESULT);
    await evaluation;
    expect(run()).toMatchObject({ testLoss: 0.1, testAccuracy: 0.97 });
  });

  it('is returned but not shown when the weights have changed since', async () => {
    const { engine, evaluation, answer, run } = await withEvaluation();
    await engine.restore(snapshotOf());
    answer.resolve(RESULT);
    await expect(evaluation).resolves.toEqual(RESULT);
    expect(run()).toMatchObject({ runId: 2, testLoss: null, testAccuracy: null });
  });

  it('does not replace the results of an epoch that has ended since', async () => {
    const { engine, evaluation, answer, run } = await withEvaluation();
    const result = { epoch: 1, trainLoss: 1, trainAccuracy: 0.6, testLoss: 0.05, testAccuracy: 0.98, correct: 9800 };
    engine.emit({
      type: 'epoch',
      runId: 1,
      step: 938,
      result: { ...result, total: 10_000, trainMs: 2000, testMs: 1000 },
    });
    answer.resolve(RESULT);
    await evaluation;
    expect(run()).toMatchObject({ testLoss: 0.05, testAccuracy: 0.98 });
  });

  it('does not hide the progress of the run’s own test', async () => {
    const { engine, evaluation, answer, run } = await withEvaluation();
    engine.emit({ type: 'evaluating', runId: 1, done: 2000, total: 10_000 });
    answer.resolve(RESULT);
    await evaluation;
    expect(run().evaluating).toEqual({ done: 2000, total: 10_000 });
  });
});
