import { describe, expect, it, vi } from 'vitest';
import { defaultConfig } from '../core/config.ts';
import { EngineError, type EngineEvent } from '../engine/engine.ts';
import { createSession } from './session.ts';
import { FakeEngine, modelReport, snapshotOf } from './testing/fake-engine.ts';
import { FakeRuns } from './testing/fake-runs.ts';
import { sessionOptions } from './testing/session-options.ts';
import { snapshotAt } from './testing/snapshot-at.ts';

const FILE = new ArrayBuffer(8);
const RUN = {
  epoch: 1,
  batch: 3,
  dataset: { name: 'synthetic', trainTotal: 20_000 },
  optimizer: { steps: 0, state: [] },
  record: { images: 0, loss: 0, right: 0, trainMs: 0, testMs: 0, test: { done: 0, loss: 0, correct: 0 } },
  finished: false,
} as const;

const BEFORE = snapshotOf({ ...defaultConfig(), lr: 0.05 }, RUN);
const IMPORTED = { ...snapshotOf(), origin: 'imported' } as const;

/** Announces imported weights as the real engine does: with a new run id at step 0. */
class ImportingEngine extends FakeEngine {
  override async importWeights(file: ArrayBuffer) {
    const imported = await super.importWeights(file);
    this.emit({ type: 'model', report: { ...modelReport(defaultConfig()), weights: 'imported' } });
    this.emit({ type: 'state', runId: ++this.runs, state: 'idle', epoch: 0, step: 0 });
    return imported;
  }

  override async snapshot() {
    await super.snapshot();
    return this.called('importWeights').length > 0 ? IMPORTED : BEFORE;
  }
}

const METRICS: EngineEvent = {
  type: 'metrics',
  runId: 1,
  epoch: 1,
  step: 2,
  stepsPerEpoch: 10,
  losses: Float32Array.of(2.3, 2.1),
  accuracies: Float32Array.of(0.1, 0.25),
  stepsPerSecond: 5,
};

async function withRun() {
  const [engine, next] = [new ImportingEngine(), new ImportingEngine()];
  const runs = new FakeRuns();
  let connections = 0;
  const session = createSession({
    connect: async () => ({ engine: connections++ === 0 ? engine : next, where: 'worker' }),
    ...sessionOptions(),
    runs,
  });
  await session.ready;
  engine.emit({ type: 'state', runId: 1, state: 'running', epoch: 1, step: 0 });
  engine.emit(METRICS);
  engine.emit({ type: 'state', runId: 1, state: 'paused', epoch: 1, step: 2 });
  const state = () => session.store.getState();
  const codes = () => state().notices.map(({ notice }) => notice.code);
  const loseEngine = () => engine.emit({ type: 'fatal', reason: 'killed', cause: 'crashed' });
  return { engine, next, runs, session, state, codes, loseEngine };
}

describe('an import', () => {
  it('is reported with the file’s name and accuracy, and can be undone', async () => {
    const { session, state } = await withRun();
    await session.importWeights(FILE, 'a.safetensors');
    expect(state().importUndo).toEqual({ name: 'a.safetensors' });
    expect(state().lossSeries.buckets).toHaveLength(0);
    expect(state().notices.map(({ notice }) => notice)).toEqual([
      {
        kind: 'info',
        code: 'weights-imported',
        params: { name: 'a.safetensors', model: 'mlp', accuracy: 0.97, notes: [] },
      },
    ]);
  });

  it('that is refused changes nothing, and an earlier import can still be undone', async () => {
    const { engine, session, state } = await withRun();
    await session.importWeights(FILE, 'good.safetensors');
    const before = state();
    engine.importWeights = () => Promise.reject(new EngineError('weights', 'no'));
    await expect(session.importWeights(FILE, 'bad.safetensors')).rejects.toThrow('no');
    expect(state()).toBe(before);
    await session.undoImport();
    expect(engine.called('restore')).toHaveLength(1);
  });

  it('that is undone restores the run, its curves and the settings', async () => {
    const { engine, session, state, codes } = await withRun();
    session.settings.setState({ lr: 0.3 });
    const { lossSeries, accuracySeries, consoleLines } = state();
    await session.importWeights(FILE, 'a.safetensors');
    await session.undoImport();
    expect(engine.called('restore')[0]?.args).toEqual([BEFORE]);
    expect(state()).toMatchObject({ lossSeries, accuracySeries, consoleLines, importUndo: null });
    expect(state().run).toMatchObject({ state: 'paused', trainLoss: Math.fround(2.1), stepsPerEpoch: 10 });
    expect(session.settings.getState().lr).toBe(0.3);
    expect(codes()).toEqual([]);
  });

  it.each([
    ['trained', { ...modelReport(defaultConfig()), weights: 'training' }],
    ['drawn anew', { ...modelReport(defaultConfig()), weights: 'random' }],
  ] as const)('can no longer be undone once its weights are %s', async (_, report) => {
    const { engine, session, state } = await withRun();
    await session.importWeights(FILE);
    engine.emit({ type: 'model', report });
    expect(state().importUndo).toBeNull();
    await expect(session.undoImport()).rejects.toMatchObject({ code: 'state' });
    expect(engine.called('restore')).toHaveLength(0);
  });

  it('is restored after the loss of its engine and can still be undone', async () => {
    const { next, session, state, loseEngine } = await withRun();
    const { lossSeries } = state();
    await session.importWeights(FILE, 'a.safetensors');
    loseEngine();
    await vi.waitFor(() => expect(state().model?.weights).toBe('imported'));
    expect(next.called('restore')[0]?.args).toEqual([IMPORTED]);
    expect(state().importUndo).toEqual({ name: 'a.safetensors' });
    await session.undoImport();
    expect(next.called('restore')[1]?.args).toEqual([BEFORE]);
    expect(state()).toMatchObject({ lossSeries, importUndo: null, run: { state: 'paused' } });
  });

  it('that is undone keeps the run’s stored record, and the run survives the loss of the engine', async () => {
    const { engine, next, runs, session, loseEngine } = await withRun();
    engine.emit({ type: 'snapshot', snapshot: snapshotAt(0, 2) });
    await vi.waitFor(() => expect(runs.kept.size).toBe(1));
    await session.importWeights(FILE, 'a.safetensors');
    await session.undoImport();
    await vi.waitFor(() => expect([...runs.kept.values()].map(({ snapshot }) => snapshot)).toEqual([BEFORE]));
    engine.emit({ type: 'snapshot', snapshot: snapshotAt(2, 0) });
    await vi.waitFor(() => expect([...runs.kept.values()].map(({ epoch }) => epoch)).toEqual([3]));
    loseEngine();
    await vi.waitFor(() => expect(next.called('restore')).toHaveLength(1));
    expect(next.called('restore')[0]?.args).toEqual([snapshotAt(2, 0)]);
  });

  it('that is undone stores a run not stored before, and that run survives the loss of the engine', async () => {
    const { next, runs, session, loseEngine } = await withRun();
    await session.importWeights(FILE, 'a.safetensors');
    await session.undoImport();
    await vi.waitFor(() => expect(runs.kept.size).toBe(1));
    loseEngine();
    await vi.waitFor(() => expect(next.called('restore')[0]?.args).toEqual([BEFORE]));
  });

  it('can still be undone after a change of only its learning rate', async () => {
    const { engine, session, state } = await withRun();
    await session.importWeights(FILE);
    engine.emit({ type: 'model', report: { ...modelReport({ ...defaultConfig(), lr: 1 }), weights: 'imported' } });
    expect(state().importUndo).not.toBeNull();
  });

  it('after another replaces its notice and its undo', async () => {
    const { session, state, codes } = await withRun();
    await session.importWeights(FILE, 'a.safetensors');
    await session.importWeights(FILE, 'b.safetensors');
    expect(state().importUndo).toEqual({ name: 'b.safetensors' });
    expect(codes()).toEqual(['weights-imported']);
  });
});
