/**
 * The one engine session of the page. It feeds what the engine says into the store, keeps the drawing's prediction up
 * to date and the run safe (`runs/`); `engine-in-use.ts` sees to it that there is an engine.
 */
import { createStore } from 'zustand/vanilla';
import type { RunConfig } from '../core/config.ts';
import { messageOf } from '../core/message-of.ts';
import type { Notice } from '../core/notices.ts';
import { rasterFromStrokes } from '../core/strokes.ts';
import type { Evaluation, Prediction, Stroke } from '../core/types.ts';
import type { Connection } from '../engine/connect.ts';
import { EngineError, type EngineEvent, type EngineListener, type StartOptions } from '../engine/engine.ts';
import type { Snapshot } from '../engine/snapshot.ts';
import { createAppStore } from '../store/create-store.ts';
import type { Session } from '../store/session.ts';
import type { DrawingView } from '../store/state.ts';
import { type Story, storyOf } from '../store/story.ts';
import { EngineInUse } from './engine-in-use.ts';
import { createPredictionLoop, toPixels } from './prediction-loop.ts';
import { RunKeeper } from './runs/run-keeper.ts';
import type { RunLocks } from './runs/run-locks.ts';
import type { RunStorage } from './runs/run-storage.ts';

/** How long a run is waited for whose tab may be about to go. */
const CLOSING_MS = 5000;

export interface SessionOptions extends Omit<StartOptions, 'excluded'> {
  readonly connect: () => Promise<Connection>;
  readonly autostart: boolean;
  readonly drawing: readonly Stroke[];
  /** What there is to say before anything has begun. */
  readonly notices: readonly Notice[];
  readonly runs: RunStorage;
  readonly locks: RunLocks;
}

export interface AppSession extends Session {
  /** Settles when there is a backend and a data source, or when it is certain that there will be none. */
  readonly ready: Promise<void>;
  predict(pixels: Float32Array): Promise<Prediction>;
  evaluate(): Promise<Evaluation>;
  /** Everything that the engine says, whichever engine it is at the time. */
  subscribe(listener: EngineListener): () => void;
  /** Puts into storage what is not there yet: the page may be about to go. */
  saveRun(): void;
  dispose(): void;
}

/** What stood before weights were imported. */
interface Former {
  readonly snapshot: Snapshot;
  readonly story: Story;
  readonly settings: RunConfig;
}

export function createSession(options: SessionOptions): AppSession {
  const store = createAppStore();
  const settings = createStore<RunConfig>()(() => options.config);
  const listeners = new Set<EngineListener>();
  let former: Former | null = null;
  const { runs, locks } = options;
  const keeper = new RunKeeper({ storage: runs, locks, read: store.getState, notify });

  /** Ids of the drawings that the one on the pad has grown out of, stroke by stroke. */
  const continues = new Set<number>();
  const loop = createPredictionLoop({
    onPrediction(id, prediction) {
      // While the pen moves every answer comes a moment late; it is still the answer for this drawing.
      const { drawing } = store.getState();
      const watchId = id < drawing.id && continues.has(id) ? drawing.id : id;
      receive({ type: 'prediction', prediction, watchId });
    },
    onError: fail,
  });

  function notify(notice: Notice): void {
    receive({ type: 'notice', notice });
  }

  /** Turns a failure into a message. An abort is none, and the end of an engine has been told already. */
  function fail(error: unknown): void {
    if (error instanceof EngineError) {
      if (error.code === 'aborted' || error.code === 'crashed') return;
      if (error.fault) {
        notify({ kind: 'error', code: 'weights-invalid', params: { name: '', ...error.fault } });
        return;
      }
    }
    notify({ kind: 'error', code: 'engine-error', params: { reason: messageOf(error) } });
  }

  function receive(event: EngineEvent): void {
    const before = store.getState();
    store.dispatch(event);
    if (event.type === 'model' && !sameConfig(event.report.config, before.model?.config)) {
      settings.setState(event.report.config, true);
    }
    if (event.type === 'snapshot') keeper.keep(event.snapshot);
    if (event.type === 'state' && event.state !== 'running') keeper.save();
    for (const listener of listeners) listener(event);
  }

  const engines = new EngineInUse({
    connect: options.connect,
    options: { backend: options.backend, data: options.data, weights: options.weights, baseUrl: options.baseUrl },
    config: () => store.getState().model?.config ?? settings.getState(),
    store,
    keeper,
    receive,
    notify,
    fail,
    onEngine: (engine) => loop.use(engine),
  });
  const { ready } = engines;

  /** The latest that no other tab is at work on. Without storage there is none, and nothing to say before it is missed. */
  async function findSavedRun(): Promise<void> {
    try {
      for (const { id } of await runs.list()) {
        // oxlint-disable no-await-in-loop -- an earlier one is looked at only when there is no later one
        if (!(await locks.becomesFree(id, CLOSING_MS))) continue;
        // As its tab has left it, which may have been a moment ago.
        const run = (await runs.list()).find((one) => one.id === id);
        // oxlint-enable no-await-in-loop
        if (run) {
          store.dispatch({ type: 'saved-run', run });
          return;
        }
      }
    } catch {
      // Told when a run is to be saved.
    }
  }

  function show(drawing: Omit<DrawingView, 'id'>, grows: boolean): void {
    const { id } = store.getState().drawing;
    if (grows) continues.add(id);
    else continues.clear();
    store.dispatch({ type: 'drawing', drawing: { ...drawing, id: id + 1 } });
    loop.show({ id: id + 1, raster: drawing.raster });
  }

  function setStrokes(strokes: readonly Stroke[]): void {
    const { drawing } = store.getState();
    const grows = drawing.strokes.length > 0 && drawing.raster !== null && growsFrom(drawing.strokes, strokes);
    show({ strokes, raster: rasterFromStrokes(strokes), sample: null }, grows);
  }

  /** One that can't be read is none: the offer goes, and the reader hears why. */
  async function loadSaved(id: string) {
    try {
      return await runs.load(id);
    } catch (error) {
      store.dispatch({ type: 'saved-run', run: null });
      throw error;
    }
  }

  function underWay(): boolean {
    const { state } = store.getState().run;
    return state === 'running' || state === 'paused';
  }

  function attempt(action: () => Promise<unknown>): void {
    void (async () => {
      try {
        await action();
      } catch (error) {
        fail(error);
      }
    })();
  }

  const session: AppSession = {
    store,
    settings,
    initialConfig: options.config,
    ready,
    train: (config) => engines.train(() => config ?? (underWay() ? undefined : settings.getState())),
    pause: async () => (await engines.current).pause(),
    resume: async () => (await engines.current).resume(),
    async step() {
      const engine = await engines.current;
      // A first step begins a run, which has to be the one that the controls show.
      if (!underWay() && !sameConfig(settings.getState(), store.getState().model?.config)) {
        await engine.reset(settings.getState());
      }
      await engine.step();
    },
    reset: async (config) => (await engines.current).reset(config ?? settings.getState()),
    async setLearningRate(lr) {
      await (await engines.current).setLearningRate(lr);
      settings.setState({ lr });
    },
    predict: async (pixels) => (await engines.current).predict(pixels),
    async evaluate() {
      const evaluation = await (await engines.current).evaluate();
      store.dispatch({ type: 'evaluated', evaluation });
      return evaluation;
    },
    exportWeights: async () => (await engines.current).exportWeights(),
    async importWeights(file, name = '') {
      const engine = await engines.current;
      const before: Former = {
        snapshot: await engine.snapshot(),
        story: storyOf(store.getState()),
        settings: settings.getState(),
      };
      const weights = await engine.importWeights(file);
      former = before;
      store.dispatch({ type: 'imported', name, weights });
      return weights;
    },
    async undoImport() {
      if (!former) throw new EngineError('state', 'There is no import to take back');
      const { snapshot, story, settings: controls } = former;
      await (await engines.current).restore(snapshot);
      settings.setState(controls, true);
      store.dispatch({ type: 'import-undone', story });
    },
    setStrokes,
    async showSample(index) {
      const { pixels, label, index: found } = await (await engines.current).sample(index);
      show({ strokes: [], raster: pixels, sample: { index: found, label } }, false);
    },
    showPicture: (name, raster) => show({ strokes: [], raster, sample: null, picture: { name } }, false),
    clearDrawing: () => setStrokes([]),
    async learnDrawing(label) {
      const { id: drawingId, raster } = store.getState().drawing;
      if (!raster) throw new EngineError('state', 'There is nothing on the pad to learn');
      const step = await (await engines.current).learnDrawing(toPixels(raster), label);
      store.dispatch({ type: 'lesson', drawingId, label, step });
    },
    undoLearning: async () => (await engines.current).undoLearning(),
    retryData: async () => (await engines.current).retryData(),
    setLens: (lens) => store.dispatch({ type: 'lens', lens }),
    notify,
    dismissNotice: (id) => store.dispatch({ type: 'notice-dismissed', id }),
    attempt,
    subscribe(listener) {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
    async continueRun() {
      const saved = store.getState().savedRun;
      if (!saved) throw new EngineError('state', 'There is no saved run to go on with');
      const engine = await engines.current;
      const { snapshot, story, drawing } = await loadSaved(saved.id);
      keeper.save();
      await engine.restore(snapshot);
      keeper.continueStored(saved.id, store.getState().run.runId, { snapshot, story });
      store.dispatch({ type: 'restored', story });
      store.dispatch({ type: 'saved-run', run: null });
      // What the reader has drawn since stays on the pad.
      if (!store.getState().drawing.raster) show(drawing, false);
      if (!saved.finished) await session.train();
    },
    async discardSavedRun() {
      const saved = store.getState().savedRun;
      store.dispatch({ type: 'saved-run', run: null });
      if (saved) await runs.remove(saved.id);
    },
    saveRun: () => keeper.save(),
    dispose() {
      engines.dispose();
      listeners.clear();
    },
  };

  // Megabytes, and of no use once the way back has ended.
  store.subscribe(({ importUndo }, before) => {
    if (!importUndo && before.importUndo) former = null;
  });
  for (const notice of options.notices) notify(notice);
  if (options.drawing.length > 0) setStrokes(options.drawing);
  // Once the page stands: the offer is no part of it.
  void ready.then(findSavedRun, () => undefined);
  if (options.autostart) {
    attempt(async () => {
      await ready;
      await session.train();
    });
  }
  return session;
}

/** The same beginnings, and nothing taken away: the pen has gone on. */
function growsFrom(before: readonly Stroke[], after: readonly Stroke[]): boolean {
  return (
    after.length >= before.length && before.every((stroke, i) => stroke[0] !== undefined && stroke[0] === after[i]?.[0])
  );
}

function sameConfig(a: RunConfig, b: RunConfig | undefined): boolean {
  return JSON.stringify(a) === JSON.stringify(b);
}
