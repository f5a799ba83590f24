import { describe, expect, it, vi } from 'vitest';
import { defaultConfig } from '../core/config.ts';
import type { Notice } from '../core/notices.ts';
import type { EpochResult, RunState } from '../core/types.ts';
import { createAppStore } from './create-store.ts';
import { INITIAL_STATE } from './initial-state.ts';
import { MAX_NOTICES, reduce, type Action } from './reduce.ts';
import type { AppState } from './state.ts';

const run = (actions: readonly Action[], from: AppState = INITIAL_STATE) => actions.reduce(reduce, from);

const state = (runId: number, name: RunState, step = 0, epoch = 0): Action => ({
  type: 'state',
  runId,
  state: name,
  epoch,
  step,
});

const metrics = (runId: number, step: number, losses: readonly number[], stepsPerEpoch = 10): Action => ({
  type: 'metrics',
  runId,
  epoch: Math.ceil(step / stepsPerEpoch),
  step,
  stepsPerEpoch,
  losses: Float32Array.from(losses),
  accuracies: Float32Array.from(losses, () => 0.5),
  stepsPerSecond: 20,
});

const epochResult = (epoch: number): EpochResult => ({
  epoch,
  trainLoss: 1,
  trainAccuracy: 0.6,
  testLoss: 0.75,
  testAccuracy: 0.5,
  correct: 5,
  total: 10,
  trainMs: 2000,
  testMs: 1000,
});
const epoch = (runId: number, number: number): Action => ({
  type: 'epoch',
  runId,
  step: number * 10,
  result: epochResult(number),
});

const prediction = { digit: 3, logits: [0, 0, 0, 9, 0, 0, 0, 0, 0, 0], probabilities: [0, 0, 0, 1, 0, 0, 0, 0, 0, 0] };
const diverged: Notice = { kind: 'error', code: 'diverged', params: { lr: 0.1, step: 12, back: 0, suggested: 0.01 } };

const setUp: readonly Action[] = [
  {
    type: 'backend',
    report: { backend: 'wasm', path: 'wasm-written-out', device: 'WASM SIMD', software: false, passedOver: [] },
  },
  {
    type: 'data',
    report: {
      dataset: 'mnist',
      source: 'page',
      loaded: 650,
      total: 650,
      trainTotal: 640,
      testTotal: 10,
      failures: [],
    },
  },
  { type: 'model', report: { model: 'mlp', parameters: 10, weights: 'random', config: defaultConfig() } },
];

const loss = (step: number) => 1 / 2 ** (step % 4);

describe('a run', () => {
  const oneEpoch = [
    state(1, 'running'),
    metrics(1, 4, [1, 2, 3, 4].map(loss)),
    metrics(1, 10, [5, 6, 7, 8, 9, 10].map(loss)),
    epoch(1, 1),
  ];

  it('shows the latest batch, the series and the epochs', () => {
    const after = run([...setUp, ...oneEpoch]);
    expect(after.run).toMatchObject({ runId: 1, state: 'running', epoch: 1, step: 10, stepsPerEpoch: 10 });
    expect(after.run).toMatchObject({ trainLoss: 0.25, trainAccuracy: 0.5, testLoss: 0.75, testAccuracy: 0.5 });
    expect(after.lossSeries.buckets).toHaveLength(10);
    expect(after.accuracySeries.step).toBe(10);
    expect(after.epochs).toEqual([epochResult(1)]);
  });

  it('prints the console from its first line to its last', () => {
    expect(run([...setUp, ...oneEpoch, state(1, 'finished', 10, 1)]).consoleLines).toEqual([
      'Training MNIST Model on wasm (WASM SIMD)',
      '='.repeat(44),
      'Train Epoch: 1 | Batch Status: 0/640 (0%) | Loss: 0.500000',
      'Training time: 0m 2s',
      '='.repeat(27),
      'Test set: Average loss: 0.7500, Accuracy: 5/10 (50%)',
      'Testing time: 0m 1s',
      'Total Time: 0m 3s',
      'Model was trained on wasm (WASM SIMD)!',
    ]);
  });

  it('prints its closing lines once', () => {
    const end = state(1, 'finished', 10, 1);
    const once = run([...setUp, ...oneEpoch, end]);
    expect(run([end], once).consoleLines).toEqual(once.consoleLines);
  });

  it('does not print its header again after a pause', () => {
    const paused = run([...setUp, ...oneEpoch, state(1, 'paused', 10, 1)]);
    expect(paused.run.stepsPerSecond).toBe(0);
    expect(run([state(1, 'running', 10, 1)], paused).consoleLines).toEqual(paused.consoleLines);
  });

  it('is replaced by the next run: series, epochs and console begin again', () => {
    const next = run([...setUp, ...oneEpoch, state(2, 'idle')]);
    expect(next.lossSeries.buckets).toEqual([]);
    expect(next.accuracySeries.buckets).toEqual([]);
    expect(next.epochs).toEqual([]);
    expect(next.consoleLines).toEqual([]);
    expect(next.run).toMatchObject({ runId: 2, state: 'idle', trainLoss: null, testLoss: null });
    expect(next.backend).not.toBeNull();
  });

  it('is cleared at step 0 even under the same id', () => {
    expect(run([...oneEpoch, state(1, 'idle')]).epochs).toEqual([]);
  });

  it('ignores late events of an earlier run', () => {
    const next = run([...oneEpoch, state(2, 'running')]);
    for (const late of [metrics(1, 14, [1, 1, 1, 1]), epoch(1, 2), state(1, 'paused', 14)]) {
      expect(reduce(next, late)).toBe(next);
    }
  });

  it('replaces the epochs and steps that it repeats from a snapshot', () => {
    const back = run([...oneEpoch, metrics(1, 13, [1, 1, 1]), metrics(1, 6, [9, 9])]);
    expect(back.epochs).toEqual([]);
    expect(back.lossSeries.step).toBe(6);
    expect(back.lossSeries.buckets.map(({ mean }) => mean)).toEqual([...[1, 2, 3, 4].map(loss), 9, 9]);
  });

  it('shows the progress of its test until the epoch ends', () => {
    const testing = run([...oneEpoch.slice(0, 3), { type: 'evaluating', runId: 1, done: 2, total: 10 }]);
    expect(testing.run.evaluating).toEqual({ done: 2, total: 10 });
    expect(reduce(testing, epoch(1, 1)).run.evaluating).toBeNull();
    expect(reduce(testing, state(1, 'paused', 10, 1)).run.evaluating).toBeNull();
  });

  it('stays visible after an engine restart until the next run begins', () => {
    const restarted = run([...setUp, ...oneEpoch, { type: 'engine-restarted' }, state(1, 'loading')]);
    expect(restarted.run.state).toBe('loading');
    expect(restarted.backend).toBeNull();
    expect(restarted.epochs).toHaveLength(1);
    expect(run([state(1, 'running', 10, 1)], run([{ type: 'engine-restarted' }], restarted)).epochs).toHaveLength(1);
    expect(run([state(2, 'idle')], restarted).epochs).toEqual([]);
  });

  it('has state error after a fatal failure of the engine', () => {
    expect(run([...oneEpoch, { type: 'fatal', reason: 'gone', cause: 'device' }]).run.state).toBe('error');
  });
});

const ink = (id: number): Action => ({
  type: 'drawing',
  drawing: { id, strokes: [[[0.5, 0.5]]], raster: new Uint8Array(784), sample: null },
});
const sample = (id: number, label: number): Action => ({
  type: 'drawing',
  drawing: { id, strokes: [], raster: new Uint8Array(784), sample: { index: id, label } },
});
const picture = (id: number): Action => ({
  type: 'drawing',
  drawing: {
    id,
    strokes: [],
    raster: new Uint8Array(784),
    sample: null,
    picture: { name: 'digit.png', several: false },
  },
});
const blank: Action = { type: 'drawing', drawing: { id: 2, strokes: [], raster: null, sample: null } };
const answer = (watchId: number): Action => ({ type: 'prediction', prediction, watchId });

describe('the prediction for the drawing', () => {
  it('is the answer for the image on the pad', () => {
    expect(run([ink(1), answer(1)]).prediction).toEqual(prediction);
  });

  it('is not the answer for an earlier image', () => {
    expect(run([ink(1), ink(2), answer(1)]).prediction).toBeNull();
  });

  it('stays while ink is added', () => {
    expect(run([ink(1), answer(1), ink(2)]).prediction).toEqual(prediction);
  });

  it('names the digit that it is for until the next digit has its own', () => {
    const first = run([sample(1, 3), answer(1)]);
    expect(first).toMatchObject({ digitId: 1, answered: { digitId: 1, label: 3 } });
    const next = run([sample(2, 7)], first);
    expect(next).toMatchObject({ digitId: 2, prediction, answered: { digitId: 1, label: 3 } });
    expect(run([answer(2)], next).answered).toEqual({ digitId: 2, label: 7 });
  });

  it('keeps its digit id when strokes are added; a cleared pad or another image gets a new one', () => {
    expect(run([ink(1), answer(1), ink(2)])).toMatchObject({ digitId: 1, answered: { digitId: 1, label: null } });
    expect(run([ink(1), blank, ink(3)]).digitId).toBe(3);
    expect(run([ink(1), picture(2)]).digitId).toBe(2);
    expect(run([picture(1), picture(2)]).digitId).toBe(2);
    expect(run([picture(1), ink(2)]).digitId).toBe(2);
  });

  it('is null for an empty pad', () => {
    expect(run([ink(1), answer(1), blank]).prediction).toBeNull();
  });

  it('is null for a network whose numbers have overflowed, and is not recorded', () => {
    const overflown = { digit: 0, logits: Array<number>(10).fill(Number.NaN), probabilities: Array<number>(10).fill(Number.NaN) }; // prettier-ignore
    const moment = { runId: 1, step: 3 };
    const next = run([ink(1), answer(1), { type: 'prediction', prediction: overflown, watchId: 1, moment }]);
    expect(next).toMatchObject({ prediction: null, answered: null, strip: { points: [] } });
    expect(run([ink(1), blank, answer(2)])).toMatchObject({ prediction: null, answered: null });
  });
});

describe('notices', () => {
  it('are not repeated while shown, and appear again once dismissed', () => {
    const once = run([
      { type: 'notice', notice: diverged },
      { type: 'notice', notice: { ...diverged } },
    ]);
    expect(once.notices).toHaveLength(1);
    const again = run(
      [
        { type: 'notice-dismissed', id: once.notices[0]?.id ?? -1 },
        { type: 'notice', notice: diverged },
      ],
      once,
    );
    expect(again.notices).toHaveLength(1);
    expect(again.notices[0]?.id).not.toBe(once.notices[0]?.id);
  });

  it('with other parameters are shown separately', () => {
    const other: Notice = { kind: 'error', code: 'diverged', params: { lr: 0.1, step: 13, back: 0, suggested: 0.01 } };
    expect(
      run([
        { type: 'notice', notice: diverged },
        { type: 'notice', notice: other },
      ]).notices,
    ).toHaveLength(2);
  });

  it('about an unsaved run disappear once it is saved, and no others do', () => {
    const unsaved: Notice = { kind: 'warning', code: 'run-not-saved', params: { problem: 'full', detail: '' } };
    const { notices } = run([
      { type: 'notice', notice: unsaved },
      { type: 'notice', notice: diverged },
      { type: 'run-stored' },
    ]);
    expect(notices.map(({ notice }) => notice)).toEqual([diverged]);
  });

  it('are limited in number, and the oldest are dropped', () => {
    const many = Array.from({ length: MAX_NOTICES + 3 }, (_, step): Action => {
      return { type: 'notice', notice: { kind: 'error', code: 'worker-crashed', params: { reason: String(step) } } };
    });
    const { notices } = run(many);
    expect(notices).toHaveLength(MAX_NOTICES);
    expect(notices[0]?.notice.params).toEqual({ reason: '3' });
  });
});

describe('the store', () => {
  it('notifies its listeners only of changes', () => {
    const store = createAppStore();
    const listener = vi.fn<() => void>();
    store.subscribe(listener);
    store.dispatch(state(3, 'idle'));
    expect(listener).toHaveBeenCalledTimes(1);
    store.dispatch(state(2, 'running'));
    expect(listener).toHaveBeenCalledTimes(1);
    expect(store.getState().run).toMatchObject({ runId: 3, state: 'idle' });
  });
});

const inked = (id: number): Action => ({
  type: 'drawing',
  drawing: { id, strokes: [], raster: new Uint8Array(784), sample: null },
});
const learned = (steps: number): Action => ({ type: 'learned', steps });
const answerAt = (runId: number, step: number): Action => ({
  type: 'prediction',
  prediction,
  watchId: 1,
  moment: { runId, step },
});
const recordedSteps = (of: AppState) => of.strip.points.map((point) => point.step);

describe('the lesson on one drawing', () => {
  const step = { before: prediction, after: prediction, rate: 0.1 };
  const lesson = (drawingId: number): Action => ({ type: 'lesson', drawingId, label: 4, step });

  it('is shown only with the drawing of its step', () => {
    const taken = run([inked(1), learned(1), lesson(1)]);
    expect(taken).toMatchObject({ lesson: { label: 4, rate: 0.1 }, undoableSteps: 1 });
    expect(run([inked(2)], taken)).toMatchObject({ lesson: null, undoableSteps: 1 });
    expect(run([inked(2), learned(1), lesson(1)]).lesson).toBeNull();
  });

  it('ends when its step is undone or can no longer be undone', () => {
    expect(run([inked(1), learned(1), lesson(1), learned(0)])).toMatchObject({ lesson: null, undoableSteps: 0 });
    expect(run([inked(1), learned(1), learned(0), lesson(1)]).lesson).toBeNull();
    expect(run([inked(1), learned(1), lesson(1), { type: 'engine-restarted' }]).undoableSteps).toBe(0);
  });
});

describe('the strip of answers', () => {
  it('records all answers of a run, even one that precedes the run’s first state', () => {
    const before = run([inked(1), state(1, 'running'), answerAt(1, 5), state(1, 'finished', 5, 1)]);
    expect(recordedSteps(before)).toEqual([5]);
    const next = run([answerAt(2, 0), state(2, 'running'), answerAt(2, 3)], before);
    expect(recordedSteps(next)).toEqual([0, 3]);
  });

  it('does not record answers outside a run', () => {
    expect(recordedSteps(run([inked(1), { type: 'prediction', prediction, watchId: 1 }]))).toEqual([]);
  });

  it('is cleared by a new drawing and by a reset', () => {
    const recorded = run([inked(1), state(1, 'running'), answerAt(1, 5)]);
    expect(recordedSteps(run([inked(2)], recorded))).toEqual([]);
    expect(recordedSteps(run([state(2, 'idle')], recorded))).toEqual([]);
  });
});

it('the softmax lens keeps every setting that an action changes', () => {
  expect(
    run([
      { type: 'lens', lens: { temperature: 2 } },
      { type: 'lens', lens: { highlight: 3 } },
    ]).lens,
  ).toEqual({
    temperature: 2,
    highlight: 3,
  });
});

const dataReport = (dataset: 'mnist' | 'synthetic'): Action => ({
  type: 'data',
  report: { dataset, source: 'page', loaded: 1, total: 2, trainTotal: 1, testTotal: 1, failures: [] },
});

describe('notices about the data', () => {
  it('disappear once MNIST is loaded, and no others do', () => {
    const before = run([
      { type: 'notice', notice: { kind: 'warning', code: 'data-synthetic', params: {} } },
      { type: 'notice', notice: { kind: 'error', code: 'engine-error', params: { reason: 'x' } } },
      dataReport('synthetic'),
    ]);
    expect(before.notices).toHaveLength(2);
    expect(run([dataReport('mnist')], before).notices.map(({ notice: { code } }) => code)).toEqual(['engine-error']);
  });
});
