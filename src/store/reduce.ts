/**
 * The only function that makes a new `AppState`. It is pure. It relies on the order of an engine's events, and on the
 * run id to ignore late events of a former run.
 */
import type { Notice } from '../core/notices.ts';
import type { Evaluation, RunState } from '../core/types.ts';
import type {
  DataReport,
  DrawingStep,
  EngineEvent,
  ImportedWeights,
  MetricsEvent,
  ModelReport,
  PredictionEvent,
} from '../engine/engine.ts';
import { appendLines, batchLines, endLines, epochLines, headerLines } from './console-lines.ts';
import { INITIAL_RUN } from './initial-state.ts';
import { append, emptySeries } from './series.ts';
import { EMPTY_STRIP, record } from './strip.ts';
import type { Answered, AppState, DrawingView, LensView, RunView, SavedRunView } from './state.ts';
import { type Story, withStory } from './story.ts';

export type Action =
  | EngineEvent
  /** The pad has changed. The drawing's `id` is its `watchId` at the engine. */
  | { readonly type: 'drawing'; readonly drawing: DrawingView }
  /** The engine has taken a training step on this drawing, towards this label. */
  | { readonly type: 'lesson'; readonly drawingId: number; readonly label: number; readonly step: DrawingStep }
  | { readonly type: 'lens'; readonly lens: Partial<LensView> }
  /** The test set was evaluated outside a run, with weights that are still in use. */
  | { readonly type: 'evaluated'; readonly evaluation: Evaluation }
  /** Weights from a file of this name are in use; the import can be undone. */
  | { readonly type: 'imported'; readonly name: string; readonly weights: ImportedWeights }
  /** The weights before the import are in use again, with their run. */
  | { readonly type: 'import-undone'; readonly story: Story }
  | { readonly type: 'notice-dismissed'; readonly id: number }
  /** Storage works again: remove the notice. */
  | { readonly type: 'run-stored' }
  /** A new engine replaces a failed one; its run ids start again. */
  | { readonly type: 'engine-restarted' }
  /** The engine has announced a restored run: show its history. */
  | { readonly type: 'restored'; readonly story: Story }
  /** The run of an earlier visit to offer; null: none. */
  | { readonly type: 'saved-run'; readonly run: SavedRunView | null };

/** With more notices, the oldest are removed. */
export const MAX_NOTICES = 20;

export function reduce(state: AppState, action: Action): AppState {
  switch (action.type) {
    case 'backend':
      return { ...state, backend: action.report };
    case 'data':
      return { ...state, data: action.report, notices: stillTrue(state.notices, action.report) };
    case 'model':
      return reduceModel(state, action.report);
    case 'state':
    case 'metrics':
    case 'epoch':
    case 'evaluating':
      return reduceRun(state, action);
    case 'prediction':
      return reducePrediction(state, action);
    case 'learned':
      return { ...state, undoableSteps: action.steps, lesson: action.steps === 0 ? null : state.lesson };
    case 'lesson':
      // Ignored if the step was undone or the drawing changed meanwhile.
      return action.drawingId === state.drawing.id && state.undoableSteps > 0
        ? { ...state, lesson: { ...action.step, label: action.label } }
        : state;
    case 'lens':
      return { ...state, lens: { ...state.lens, ...action.lens } };
    case 'notice':
      return addNotice(state, action.notice);
    case 'snapshot':
      // The session keeps it; the page shows nothing of it.
      return state;
    case 'fatal':
      return { ...state, run: { ...state.run, state: 'error', stepsPerSecond: 0, evaluating: null } };
    case 'drawing':
      return reduceDrawing(state, action.drawing);
    case 'evaluated':
      return reduceEvaluated(state, action.evaluation);
    case 'imported':
      return reduceImported(state, action.name, action.weights);
    case 'import-undone':
      return { ...withStory(without('weights-imported', state), action.story), importUndo: null };
    case 'notice-dismissed':
      return { ...state, notices: state.notices.filter(({ id }) => id !== action.id) };
    case 'run-stored':
      return without('run-not-saved', state);
    case 'engine-restarted':
      return withoutEngine(state);
    case 'restored':
      return withStory(state, action.story);
    case 'saved-run':
      return { ...state, savedRun: action.run };
    default:
      return action satisfies never;
  }
}

/**
 * An import can be undone until its weights are trained, reinitialised or replaced. A new engine's report before its
 * first run does not count: the former model has not been restored yet.
 */
function reduceModel(state: AppState, model: ModelReport): AppState {
  const staysUndoable = model.weights === 'imported' || state.run.runId === 0;
  return { ...state, model, importUndo: staysUndoable ? state.importUndo : null };
}

function reduceDrawing(state: AppState, drawing: DrawingView): AppState {
  return {
    ...state,
    drawing,
    digitId: continues(state.drawing, drawing) ? state.digitId : drawing.id,
    ...keptAnswer(state, drawing),
    lesson: null,
    strip: EMPTY_STRIP,
  };
}

function reduceEvaluated(state: AppState, { loss, accuracy }: Evaluation): AppState {
  return { ...state, run: { ...state.run, testLoss: loss, testAccuracy: accuracy } };
}

function reduceImported(state: AppState, name: string, weights: ImportedWeights): AppState {
  const { model, testAccuracy: accuracy, notes } = weights;
  const notice = { kind: 'info', code: 'weights-imported', params: { name, model, accuracy, notes } } as const;
  return { ...addNotice(without('weights-imported', state), notice), importUndo: { name } };
}

/** Curves and console stay until the next run begins, so that they do not disappear while an engine restarts. */
function withoutEngine(state: AppState): AppState {
  return { ...state, run: INITIAL_RUN, backend: null, data: null, model: null, lesson: null, undoableSteps: 0 };
}

function isWithoutMnist(notice: Notice): boolean {
  const { code } = notice;
  if (code === 'run-on-other-data') return notice.params.has === 'synthetic';
  return code === 'data-synthetic' || code === 'data-again-failed';
}

/** Removes notices about missing MNIST once MNIST is loaded. */
function stillTrue(notices: AppState['notices'], { dataset }: DataReport): AppState['notices'] {
  return dataset === 'mnist' && notices.some(({ notice }) => isWithoutMnist(notice))
    ? notices.filter(({ notice }) => !isWithoutMnist(notice))
    : notices;
}

function reducePrediction(state: AppState, { prediction, watchId, moment }: PredictionEvent): AppState {
  if (watchId !== state.drawing.id || !state.drawing.raster) return state;
  // The weights have overflowed; the run is about to return to its last good snapshot.
  if (!prediction.logits.every(Number.isFinite)) return { ...state, prediction: null, answered: null };
  const answered: Answered = { digitId: state.digitId, label: state.drawing.sample?.label ?? null };
  return { ...state, prediction, answered, strip: moment ? record(state.strip, moment, prediction) : state.strip };
}

type RunEvent = Extract<EngineEvent, { readonly runId: number }>;

function reduceRun(previous: AppState, event: RunEvent): AppState {
  if (event.runId < previous.run.runId) return previous;
  const state = beginsRun(previous.run, event) ? withoutRun(previous, event.runId) : previous;
  const run: RunView = { ...state.run, runId: event.runId };
  switch (event.type) {
    case 'state':
      return reduceState(state, run, event);
    case 'metrics':
      return reduceMetrics(state, run, event);
    case 'epoch': {
      const { result, step } = event;
      const { testLoss, testAccuracy } = result;
      return withLines(
        {
          ...state,
          run: { ...run, step, epoch: result.epoch, testLoss, testAccuracy, evaluating: null },
          epochs: [...state.epochs.filter(({ epoch }) => epoch < result.epoch), result],
        },
        epochLines(result),
      );
    }
    case 'evaluating':
      return { ...state, run: { ...run, evaluating: { done: event.done, total: event.total } } };
    default:
      return event satisfies never;
  }
}

/**
 * A new id begins a run, and so does a return to step 0. A new engine (run id 0 so far) that continues from a snapshot
 * does not: the curves so far belong to the same run.
 */
function beginsRun(run: RunView, event: RunEvent): boolean {
  const backAtZero = event.type === 'state' && event.step === 0;
  if (event.runId === run.runId) return backAtZero && run.step > 0;
  return run.runId !== 0 || (backAtZero && event.state !== 'loading');
}

/** A run's first answer comes before the run is announced, so its strip may have begun. */
function withoutRun(state: AppState, next: number): AppState {
  return {
    ...state,
    strip: state.strip.runId === next ? state.strip : EMPTY_STRIP,
    run: INITIAL_RUN,
    lossSeries: emptySeries(),
    accuracySeries: emptySeries(),
    epochs: [],
    consoleLines: [],
    consoleDropped: 0,
  };
}

const MOVING: ReadonlySet<RunState> = new Set(['running', 'paused']);

function reduceState(state: AppState, run: RunView, event: Extract<RunEvent, { readonly type: 'state' }>): AppState {
  const moved: AppState = {
    ...state,
    run: {
      ...run,
      state: event.state,
      epoch: event.epoch,
      step: event.step,
      stepsPerSecond: event.state === 'running' ? run.stepsPerSecond : 0,
      evaluating: event.state === 'running' ? run.evaluating : null,
    },
  };
  if (event.state === 'running') return withHeader(moved);
  const ends = event.state === 'finished' && MOVING.has(run.state) && state.epochs.length > 0;
  return ends ? withLines(moved, endLines(state.epochs, state.backend)) : moved;
}

function reduceMetrics(state: AppState, run: RunView, event: MetricsEvent): AppState {
  const { step, epoch, stepsPerEpoch, stepsPerSecond } = event;
  const batch = state.model?.config.batch ?? 0;
  const images = state.data?.trainTotal ?? stepsPerEpoch * batch;
  const repeated = state.epochs.some((result) => result.epoch * stepsPerEpoch > step);
  const moved: AppState = {
    ...state,
    lossSeries: append(state.lossSeries, step, event.losses),
    accuracySeries: append(state.accuracySeries, step, event.accuracies),
    // A run that returned to a snapshot repeats these epochs.
    epochs: repeated ? state.epochs.filter((result) => result.epoch * stepsPerEpoch <= step) : state.epochs,
    run: {
      ...run,
      epoch,
      step,
      stepsPerEpoch,
      stepsPerSecond,
      trainLoss: event.losses.at(-1) ?? run.trainLoss,
      trainAccuracy: event.accuracies.at(-1) ?? run.trainAccuracy,
      evaluating: null,
    },
  };
  return withLines(withHeader(moved), batchLines(event, batch, images));
}

function withHeader(state: AppState): AppState {
  if (state.consoleLines.length > 0) return state;
  return withLines(state, headerLines(state.data?.dataset ?? 'mnist', state.backend));
}

function withLines(state: AppState, added: readonly string[]): AppState {
  const { lines, dropped } = appendLines({ lines: state.consoleLines, dropped: state.consoleDropped }, added);
  return { ...state, consoleLines: lines, consoleDropped: dropped };
}

/** Whether strokes were added or undone. Strokes on an image or a blank pad begin another digit. */
function continues(before: DrawingView, now: DrawingView): boolean {
  return before.strokes.length > 0 && now.strokes.length > 0;
}

/** While there is ink, the last answer stays until the next one: otherwise the bars would blink. */
function keptAnswer(state: AppState, drawing: DrawingView): Pick<AppState, 'prediction' | 'answered'> {
  const { prediction, answered } = state;
  return drawing.raster ? { prediction, answered } : { prediction: null, answered: null };
}

/** The state without notices of this code. */
function without(code: Notice['code'], state: AppState): AppState {
  return { ...state, notices: state.notices.filter(({ notice }) => notice.code !== code) };
}

function addNotice(state: AppState, notice: Notice): AppState {
  if (state.notices.some((entry) => sameNotice(entry.notice, notice))) return state;
  const id = state.nextNoticeId;
  return { ...state, notices: [...state.notices, { id, notice }].slice(-MAX_NOTICES), nextNoticeId: id + 1 };
}

/** The parameters of a notice are flat: strings and numbers. */
function sameNotice(a: Notice, b: Notice): boolean {
  if (a.code !== b.code) return false;
  const mine = new Map<string, unknown>(Object.entries(a.params));
  const theirs = Object.entries(b.params);
  return mine.size === theirs.length && theirs.every(([name, value]) => Object.is(mine.get(name), value));
}
