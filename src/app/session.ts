/**
 * The page's one session. It passes the engine's events to the store, the pad's drawings to the engine, and the run to
 * storage (`runs/`). `engine-supervisor.ts` provides the engine.
 */
import { createStore, type StoreApi } from 'zustand/vanilla';
import type { RunConfig } from '../core/config.ts';
import { messageOf } from '../core/message-of.ts';
import type { Notice } from '../core/notices.ts';
import type { DigitReading } from '../core/picture.ts';
import type { Evaluation, Prediction, Stroke } from '../core/types.ts';
import type { Connection } from '../engine/connect.ts';
import {
  EngineError,
  type EngineEvent,
  type EngineListener,
  type ImportedWeights,
  type RunEnd,
  type StartOptions,
} from '../engine/engine.ts';
import { createAppStore } from '../store/create-store.ts';
import type { Session } from '../store/session.ts';
import type { LensView } from '../store/state.ts';
import { EngineFollower } from './engine-follower.ts';
import { EngineSupervisor } from './engine-supervisor.ts';
import { ImportUndo } from './import-undo.ts';
import { Pad } from './pad.ts';
import { toPixels } from './prediction-loop.ts';
import { RunKeeper } from './runs/run-keeper.ts';
import type { RunLocks } from './runs/run-locks.ts';
import type { RunStorage } from './runs/run-storage.ts';
import { RunUnusableError, SavedRunOffer } from './runs/saved-run-offer.ts';

export interface SessionOptions extends Omit<StartOptions, 'excluded'> {
  readonly connect: () => Promise<Connection>;
  readonly autostart: boolean;
  readonly drawing: readonly Stroke[];
  /** Notices to show at start-up. */
  readonly notices: readonly Notice[];
  readonly runs: RunStorage;
  readonly locks: RunLocks;
}

export interface AppSession extends Session {
  /** Fulfils when there is a backend and a data source; rejects if no engine can be started. */
  readonly ready: Promise<void>;
  predict(pixels: Float32Array): Promise<Prediction>;
  evaluate(): Promise<Evaluation>;
  /** All events of the current engine, across restarts. */
  subscribe(listener: EngineListener): () => void;
  /** Stores unsaved state: the page may be closed. */
  saveRun(): void;
  dispose(): void;
}

export function createSession(options: SessionOptions): AppSession {
  return new PageSession(options);
}

class PageSession implements AppSession {
  readonly store = createAppStore();
  readonly settings: StoreApi<RunConfig>;
  readonly initialConfig: RunConfig;
  readonly rateInUse: StoreApi<number>;
  readonly ready: Promise<void>;
  readonly #listeners = new Set<EngineListener>();
  readonly #keeper: RunKeeper;
  readonly #imports: ImportUndo;
  readonly #controls: EngineFollower;
  readonly #pad = new Pad(this.store, (error) => this.#report(error));
  readonly #engines: EngineSupervisor;
  readonly #offer: SavedRunOffer;

  constructor(options: SessionOptions) {
    const { runs: storage, locks, config, notices } = options;
    const { store } = this;
    const settings = createStore<RunConfig>()(() => config);
    const notify = (notice: Notice): void => this.notify(notice);
    const keeper = new RunKeeper({
      storage,
      locks,
      read: store.getState,
      notify,
      worksAgain: () => store.dispatch({ type: 'run-stored' }),
      failureReported: notices.some(({ code }) => code === 'run-not-saved'),
    });
    this.settings = settings;
    this.initialConfig = config;
    this.#keeper = keeper;
    this.#imports = new ImportUndo({ store, settings, keeper });
    this.#controls = new EngineFollower(settings);
    this.rateInUse = this.#controls.rate;
    this.#engines = new EngineSupervisor({
      connect: options.connect,
      options: { backend: options.backend, data: options.data, weights: options.weights, baseUrl: options.baseUrl },
      config: () => store.getState().model?.config ?? settings.getState(),
      store,
      keeper,
      receive: (event) => this.#receive(event),
      notify,
      fail: (error) => this.#report(error),
      onEngine: (engine) => this.#pad.use(engine),
    });
    this.ready = this.#engines.ready;
    this.#offer = new SavedRunOffer({
      store,
      storage,
      locks,
      keeper,
      engine: () => this.#engines.current,
      show: (drawing) => this.#pad.show(drawing),
      train: () => this.train(),
      notify,
    });
    this.#begin(options);
  }

  #begin({ notices, drawing, autostart }: SessionOptions): void {
    for (const notice of notices) this.notify(notice);
    if (drawing.length > 0) this.setStrokes(drawing);
    // `ready` does not wait for the offer.
    void this.ready.then(
      () => this.#offer.find(),
      () => undefined,
    );
    // First of all calls: a pause requested while the engine starts must come after it.
    if (autostart) this.attempt(() => this.train());
  }

  train(config?: RunConfig): Promise<RunEnd> {
    if (config) return this.#controls.setConfig(config, () => this.#engines.train(() => [config]));
    return this.#engines.train(() => {
      const desired = this.#desiredConfig();
      return desired ? [desired, { continueRun: true }] : [];
    });
  }

  pause(): Promise<void> {
    return this.#engines.ask((engine) => engine.pause());
  }

  async resume(): Promise<void> {
    await (await this.#engines.current).resume();
  }

  /** A first step begins a run, with the controls' config. */
  async step(): Promise<void> {
    await (await this.#engines.current).step(this.#desiredConfig());
  }

  async reset(config?: RunConfig): Promise<void> {
    if (config) await this.#controls.setConfig(config, async () => (await this.#engines.current).reset(config));
    else await (await this.#engines.current).reset(this.#desiredConfig());
  }

  setLearningRate(lr: number): Promise<void> {
    return this.#controls.setLearningRate(lr, this.#engines.current);
  }

  predict(pixels: Float32Array): Promise<Prediction> {
    return this.#engines.ask((engine) => engine.predict(pixels));
  }

  async evaluate(): Promise<Evaluation> {
    const { store } = this;
    const { evaluation, run, epochs } = await this.#engines.ask(async (engine) => {
      const before = store.getState();
      return { run: before.run, epochs: before.epochs, evaluation: await engine.evaluate() };
    });
    // Dropped if the weights are now another run's, or if an epoch has ended with later figures.
    const now = store.getState();
    if (now.run.runId === run.runId && now.epochs === epochs) store.dispatch({ type: 'evaluated', evaluation });
    return evaluation;
  }

  exportWeights(): Promise<ArrayBuffer> {
    return this.#engines.ask((engine) => engine.exportWeights());
  }

  async importWeights(file: ArrayBuffer, name = ''): Promise<ImportedWeights> {
    return this.#imports.importWeights(await this.#engines.current, file, name);
  }

  async undoImport(): Promise<void> {
    await this.#imports.undo(await this.#engines.current);
  }

  setStrokes(strokes: readonly Stroke[]): void {
    this.#pad.setStrokes(strokes);
  }

  showSample(index?: number): Promise<void> {
    return this.#pad.showSample(this.#engines.ask((engine) => engine.sample(index)));
  }

  showPicture(name: string, reading: Promise<DigitReading>): Promise<void> {
    return this.#pad.showPicture(name, reading);
  }

  clearDrawing(): void {
    this.#pad.setStrokes([]);
  }

  async learnDrawing(label: number): Promise<void> {
    const { id: drawingId, raster } = this.store.getState().drawing;
    if (!raster) throw new EngineError('state', 'There is nothing on the pad to learn');
    const engine = await this.#engines.current;
    const step = await engine.learnDrawing(toPixels(raster), label);
    this.store.dispatch({ type: 'lesson', drawingId, label, step });
    void this.#keeper.keepNow(engine);
  }

  async undoLearning(): Promise<void> {
    const engine = await this.#engines.current;
    await engine.undoLearning();
    void this.#keeper.keepNow(engine);
  }

  async retryData(): Promise<void> {
    await (await this.#engines.current).retryData();
  }

  setLens(lens: Partial<LensView>): void {
    this.store.dispatch({ type: 'lens', lens });
  }

  notify(notice: Notice): void {
    this.#receive({ type: 'notice', notice });
  }

  dismissNotice(id: number): void {
    this.store.dispatch({ type: 'notice-dismissed', id });
  }

  attempt(action: () => Promise<unknown>): void {
    void (async () => {
      try {
        await action();
      } catch (error) {
        this.#report(error);
      }
    })();
  }

  subscribe(listener: EngineListener): () => void {
    this.#listeners.add(listener);
    return () => this.#listeners.delete(listener);
  }

  continueRun(): Promise<void> {
    return this.#offer.continue();
  }

  discardSavedRun(): Promise<void> {
    return this.#offer.discard();
  }

  saveRun(): void {
    this.#keeper.save();
  }

  dispose(): void {
    this.#engines.dispose();
    this.#listeners.clear();
  }

  #receive(given: EngineEvent): void {
    const event = this.#pad.forDrawing(given);
    const before = this.store.getState();
    this.store.dispatch(event);
    if (event.type === 'model') this.#controls.follow(event.report.config, before.model?.config);
    if (event.type === 'snapshot') this.#keeper.keep(event.snapshot);
    if (event.type === 'state' && event.state !== 'running') this.#keeper.save();
    for (const listener of this.#listeners) listener(event);
  }

  #report(error: unknown): void {
    const notice = noticeOf(error);
    if (notice) this.notify(notice);
  }

  /** The config for a new model; undefined if the engine has it or has been asked for it. */
  #desiredConfig(): RunConfig | undefined {
    return this.#controls.desiredConfig(this.store.getState().model?.config);
  }
}

/** Null for an abort, which is not a failure, and for the end of an engine, which the supervisor has reported. */
function noticeOf(error: unknown): Notice | null {
  if (error instanceof RunUnusableError) {
    return { kind: 'error', code: 'run-unusable', params: { reason: error.message } };
  }
  const reason = messageOf(error);
  if (!(error instanceof EngineError)) return { kind: 'error', code: 'engine-error', params: { reason } };
  if (error.code === 'aborted' || error.code === 'crashed') return null;
  if (error.fault) return { kind: 'error', code: 'weights-invalid', params: { name: '', ...error.fault } };
  return { kind: 'error', code: 'engine-error', params: { reason, code: error.code } };
}
