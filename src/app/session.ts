/**
 * The one engine session of the page. It feeds what the engine says into the store, keeps the drawing's prediction up
 * to date and the run safe (`runs/`); `engine-supervisor.ts` sees to it that there is an engine.
 */
import { createStore } from 'zustand/vanilla';
import type { RunConfig } from '../core/config.ts';
import { messageOf } from '../core/message-of.ts';
import type { Notice } from '../core/notices.ts';
import { rasterFromStrokes } from '../core/strokes.ts';
import type { Evaluation, Prediction, Stroke } from '../core/types.ts';
import type { Connection } from '../engine/connect.ts';
import {
  type Engine,
  EngineError,
  type EngineEvent,
  type EngineListener,
  type StartOptions,
} from '../engine/engine.ts';
import { createAppStore } from '../store/create-store.ts';
import type { Session } from '../store/session.ts';
import type { DrawingView } from '../store/state.ts';
import { EngineFollower } from './engine-follower.ts';
import { EngineSupervisor } from './engine-supervisor.ts';
import { ImportUndo } from './import-undo.ts';
import { LateImages } from './late-images.ts';
import { createPredictionLoop, toPixels } from './prediction-loop.ts';
import { RunKeeper } from './runs/run-keeper.ts';
import type { RunLocks } from './runs/run-locks.ts';
import type { RunStorage } from './runs/run-storage.ts';
import { RunUnusableError, SavedRunOffer } from './runs/saved-run-offer.ts';

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

export function createSession(options: SessionOptions): AppSession {
  const store = createAppStore();
  const settings = createStore<RunConfig>()(() => options.config);
  const listeners = new Set<EngineListener>();
  const { runs, locks } = options;
  const keeper = new RunKeeper({
    storage: runs,
    locks,
    read: store.getState,
    notify,
    worksAgain: () => store.dispatch({ type: 'run-stored' }),
    told: options.notices.some(({ code }) => code === 'run-not-saved'),
  });
  const imports = new ImportUndo({ store, settings, keeper });
  const controls = new EngineFollower(settings);
  const images = new LateImages();

  /** Ids of the drawings that the one on the pad has grown out of, stroke by stroke. */
  const continues = new Set<number>();
  const loop = createPredictionLoop(fail);

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
    if (error instanceof RunUnusableError) {
      notify({ kind: 'error', code: 'run-unusable', params: { reason: error.message } });
      return;
    }
    const code = error instanceof EngineError && { code: error.code };
    notify({ kind: 'error', code: 'engine-error', params: { reason: messageOf(error), ...code } });
  }

  /** While the pen moves every first answer comes late; it counts for the drawing that its own has grown into. */
  function forDrawing(event: EngineEvent): EngineEvent {
    if (event.type !== 'prediction' || event.moment || !continues.has(event.watchId)) return event;
    return { ...event, watchId: store.getState().drawing.id };
  }

  function receive(given: EngineEvent): void {
    const event = forDrawing(given);
    const before = store.getState();
    store.dispatch(event);
    if (event.type === 'model') controls.follow(event.report.config, before.model?.config);
    if (event.type === 'snapshot') keeper.keep(event.snapshot);
    if (event.type === 'state' && event.state !== 'running') keeper.save();
    for (const listener of listeners) listener(event);
  }

  const engines = new EngineSupervisor({
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

  function show(drawing: Omit<DrawingView, 'id'>, grows: boolean): void {
    const { id } = store.getState().drawing;
    images.forget();
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

  /** The config of a new model, if it is another than the engine has, or is to have. */
  function wish(): RunConfig | undefined {
    return controls.wish(store.getState().model?.config);
  }

  function goOn(): Parameters<Engine['train']> {
    const config = wish();
    return config ? [config, { goOn: true }] : [];
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

  const offer = new SavedRunOffer({
    store,
    storage: runs,
    locks,
    keeper,
    engine: () => engines.current,
    show: (drawing) => show(drawing, false),
    train: () => session.train(),
    notify,
  });

  const session: AppSession = {
    store,
    settings,
    rateInUse: controls.rate,
    initialConfig: options.config,
    ready,
    train: (config) => (config ? controls.say(config, () => engines.train(() => [config])) : engines.train(goOn)),
    pause: () => engines.ask((engine) => engine.pause()),
    resume: async () => (await engines.current).resume(),
    // A first step begins a run, which has to be the one that the controls show.
    step: async () => (await engines.current).step(wish()),
    reset: async (config) =>
      config
        ? controls.say(config, async () => (await engines.current).reset(config))
        : (await engines.current).reset(wish()),
    setLearningRate: (lr) => controls.setLearningRate(lr, engines.current),
    predict: (pixels) => engines.ask((engine) => engine.predict(pixels)),
    async evaluate() {
      const { evaluation, run, epochs } = await engines.ask(async (engine) => {
        const before = store.getState();
        return { run: before.run, epochs: before.epochs, evaluation: await engine.evaluate() };
      });
      // Other weights have a run id of their own, and the end of an epoch has later figures than these.
      const now = store.getState();
      if (now.run.runId === run.runId && now.epochs === epochs) store.dispatch({ type: 'evaluated', evaluation });
      return evaluation;
    },
    exportWeights: () => engines.ask((engine) => engine.exportWeights()),
    importWeights: async (file, name = '') => imports.take(await engines.current, file, name),
    undoImport: async () => imports.undo(await engines.current),
    setStrokes,
    showSample: (asked) =>
      images.bring(
        engines.ask((engine) => engine.sample(asked)),
        ({ pixels, label, index }) => show({ strokes: [], raster: pixels, sample: { index, label } }, false),
      ),
    showPicture: (name, picture) =>
      images.bring(picture, (raster) => show({ strokes: [], raster, sample: null, picture: { name } }, false)),
    clearDrawing: () => setStrokes([]),
    async learnDrawing(label) {
      const { id: drawingId, raster } = store.getState().drawing;
      if (!raster) throw new EngineError('state', 'There is nothing on the pad to learn');
      const engine = await engines.current;
      const step = await engine.learnDrawing(toPixels(raster), label);
      store.dispatch({ type: 'lesson', drawingId, label, step });
      void keeper.keepNow(engine);
    },
    async undoLearning() {
      const engine = await engines.current;
      await engine.undoLearning();
      void keeper.keepNow(engine);
    },
    retryData: async () => (await engines.current).retryData(),
    setLens: (lens) => store.dispatch({ type: 'lens', lens }),
    notify,
    dismissNotice: (id) => store.dispatch({ type: 'notice-dismissed', id }),
    attempt,
    subscribe(listener) {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
    continueRun: () => offer.continue(),
    discardSavedRun: () => offer.discard(),
    saveRun: () => keeper.save(),
    dispose() {
      engines.dispose();
      listeners.clear();
    },
  };

  for (const notice of options.notices) notify(notice);
  if (options.drawing.length > 0) setStrokes(options.drawing);
  // Once the page stands: the offer is no part of it.
  void ready.then(
    () => offer.find(),
    () => undefined,
  );
  // Before anybody can ask for anything else: a pause, while the engine is still starting, is to have the last word.
  if (options.autostart) attempt(() => session.train());
  return session;
}

/** The same beginnings, and nothing taken away: the pen has gone on. */
function growsFrom(before: readonly Stroke[], after: readonly Stroke[]): boolean {
  return (
    after.length >= before.length && before.every((stroke, i) => stroke[0] !== undefined && stroke[0] === after[i]?.[0])
  );
}
