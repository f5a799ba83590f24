/**
 * The one engine session of the page. It connects an engine, feeds what that says into the store, keeps the
 * drawing's prediction up to date, and puts a fresh engine in the place of one that has gone.
 */
import { createStore } from 'zustand/vanilla';
import type { RunConfig } from '../core/config.ts';
import { messageOf } from '../core/message-of.ts';
import type { Notice } from '../core/notices.ts';
import { rasterFromStrokes } from '../core/strokes.ts';
import type { Evaluation, Prediction, Stroke } from '../core/types.ts';
import type { Connection } from '../engine/connect.ts';
import {
  EngineError,
  type Engine,
  type EngineEvent,
  type EngineListener,
  type PassedOver,
import type { Snapshot } from '../engine/snapshot.ts';
  type StartOptions,
} from '../engine/engine.ts';
import { createAppStore } from '../store/create-store.ts';
import { type Story, storyOf } from '../store/story.ts';
import { EngineInUse } from './engine-in-use.ts';
import type { Session } from '../store/session.ts';
import type { DrawingView } from '../store/state.ts';
import { createPredictionLoop, toPixels } from './prediction-loop.ts';

export interface SessionOptions extends Omit<StartOptions, 'excluded'> {
  readonly connect: () => Promise<Connection>;
  readonly autostart: boolean;
  readonly drawing: readonly Stroke[];
  /** What there is to say before anything has begun. */
  readonly notices: readonly Notice[];
}

export interface AppSession extends Session {
  /** Settles when there is a backend and a data source, or when it is certain that there will be none. */
  readonly ready: Promise<void>;
  predict(pixels: Float32Array): Promise<Prediction>;
  evaluate(): Promise<Evaluation>;
  /** Everything that the engine says, whichever engine it is at the time. */
  subscribe(listener: EngineListener): () => void;
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
    for (const listener of listeners) listener(event);
  }

  async function open(): Promise<Engine> {
    const connection = await options.connect();
    const { engine } = connection;
    if (disposed) {
      engine.dispose();
      throw new EngineError('aborted', 'The page has been left.');
    }
    live = engine;
    if (connection.where === 'page') {
      notify({ kind: 'warning', code: 'worker-unavailable', params: { reason: connection.reason } });
    }
    engine.subscribe((event) => {
      if (engine !== live) return;
      receive(event);
      if (event.type === 'fatal') recover(engine, event.reason);
    });
    const config = store.getState().model?.config ?? settings.getState();
    const { backend, data, weights, baseUrl } = options;
    await engine.start({ backend, data, weights, baseUrl, config, excluded: [...excluded] });
    if (engine === live) loop.use(engine);
    return engine;
  }

  /** Without a backend there is nothing to go on with; the reason is on the page before the promise rejects. */
  async function openOrExplain(): Promise<Engine> {
    try {
      return await open();
    } catch (error) {
      const { run, notices } = store.getState();
      if (run.state !== 'error') {
        store.dispatch({ type: 'state', runId: run.runId, state: 'error', epoch: run.epoch, step: run.step });
      }
      if (!notices.some(({ notice }) => notice.kind === 'error')) fail(error);
      throw error;
    }
  }

  function recover(engine: Engine, reason: string): void {
    const { backend } = store.getState();
    live = null;
    loop.use(null);
    engine.dispose();
    // Lost before it had named its backend, it would be lost again in the same way.
    if (!backend || restarts >= MAX_RESTARTS) {
      notify({ kind: 'error', code: 'worker-crashed', params: { reason } });
      return;
    }
    notify({ kind: 'error', code: 'backend-lost', params: { backend: backend.backend, reason } });
    restarts += 1;
    excluded.push({ backend: backend.backend, why: 'lost', detail: reason });
    store.dispatch({ type: 'engine-restarted' });
    current = handled(openOrExplain());
  }

  let current = handled(openOrExplain());
  const ready = handled(current.then(() => undefined));

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
    train: async (config) => (await current).train(config ?? (underWay() ? undefined : settings.getState())),
    pause: async () => (await current).pause(),
    resume: async () => (await current).resume(),
    async step() {
      const engine = await current;
      // A first step begins a run, which has to be the one that the controls show.
      if (!underWay() && !sameConfig(settings.getState(), store.getState().model?.config)) {
        await engine.reset(settings.getState());
      }
      await engine.step();
    },
    reset: async (config) => (await current).reset(config ?? settings.getState()),
    async setLearningRate(lr) {
      await (await current).setLearningRate(lr);
      settings.setState({ lr });
    },
    predict: async (pixels) => (await current).predict(pixels),
    async evaluate() {
      const evaluation = await (await current).evaluate();
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
      const { pixels, label, index: found } = await (await current).sample(index);
      show({ strokes: [], raster: pixels, sample: { index: found, label } }, false);
    },
    showPicture: (name, raster) => show({ strokes: [], raster, sample: null, picture: { name } }, false),
    clearDrawing: () => setStrokes([]),
    async learnDrawing(label) {
      const { id: drawingId, raster } = store.getState().drawing;
      if (!raster) throw new EngineError('state', 'There is nothing on the pad to learn');
      const step = await (await current).learnDrawing(toPixels(raster), label);
      store.dispatch({ type: 'lesson', drawingId, label, step });
    },
    undoLearning: async () => (await current).undoLearning(),
    retryData: async () => (await current).retryData(),
    setLens: (lens) => store.dispatch({ type: 'lens', lens }),
    notify,
    dismissNotice: (id) => store.dispatch({ type: 'notice-dismissed', id }),
    attempt,
    subscribe(listener) {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
    dispose() {
      disposed = true;
      live?.dispose();
      live = null;
      loop.use(null);
      listeners.clear();
    },
  };

  for (const notice of options.notices) notify(notice);
  // Megabytes, and of no use once the way back has ended.
  store.subscribe(({ importUndo }, before) => {
    if (!importUndo && before.importUndo) former = null;
  });
  if (options.drawing.length > 0) setStrokes(options.drawing);
  if (options.autostart) {
    attempt(async () => {
      await ready;
      await session.train();
    });
  }
  return session;
}

/** The page has said what went wrong; a promise that nobody waits for must not say it again. */
function handled<T>(promise: Promise<T>): Promise<T> {
  promise.catch(() => undefined);
  return promise;
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
