/**
 * The engine that the page has at the time. One that fails is replaced: by a fresh one on the same backend where only
 * its worker broke down, without that backend where the device did; and the run goes on from its latest snapshot, two
 * seconds of training earlier at most.
 */
import type { RunConfig } from '../core/config.ts';
import type { Notice } from '../core/notices.ts';
import type { Connection } from '../engine/connect.ts';
import {
  EngineError,
  type Engine,
  type EngineEvent,
  type FatalCause,
  type PassedOver,
  type RunEnd,
  type StartOptions,
} from '../engine/engine.ts';
import type { AppStore } from '../store/create-store.ts';
import type { KeptRun, RunKeeper } from './runs/run-keeper.ts';

export interface EngineInUseParts {
  readonly connect: () => Promise<Connection>;
  readonly options: Omit<StartOptions, 'excluded' | 'config'>;
  /** What an engine starts with where there is no run to go on with. */
  readonly config: () => RunConfig;
  readonly store: AppStore;
  readonly keeper: Pick<RunKeeper, 'latest' | 'save' | 'adopt'>;
  readonly receive: (event: EngineEvent) => void;
  readonly notify: (notice: Notice) => void;
  /** Tells the reader of a failure. */
  readonly fail: (error: unknown) => void;
  /** Null: there is none until the next call. */
  readonly onEngine: (engine: Engine | null) => void;
}

/** A page that has lost this many engines won't be helped by another one. */
const MAX_RESTARTS = 4;

export class EngineInUse {
  readonly #parts: EngineInUseParts;
  readonly #excluded: PassedOver[] = [];
  #live: Engine | null = null;
  #current: Promise<Engine>;
  #restarts = 0;
  #disposed = false;
  /** Whether a run was going on before anything went wrong. */
  #running = false;
  /** How the run goes on that the latest engine has taken over. */
  #continuation: Promise<RunEnd> | null = null;
  readonly ready: Promise<void>;

  constructor(parts: EngineInUseParts) {
    this.#parts = parts;
    this.#current = handled(this.#openOrExplain());
    this.ready = handled(this.#current.then(() => undefined));
  }

  /** Rejects where there is none and will be none. */
  get current(): Promise<Engine> {
    return this.#current;
  }

  /**
   * As `Engine.train`, over the end of an engine: whoever waits hears how the run ended, on whichever it did.
   * `config` is asked once there is an engine.
   */
  async train(config: () => RunConfig | undefined): Promise<RunEnd> {
    const engine = await this.#current;
    return this.#trainOn(engine, config());
  }

  dispose(): void {
    this.#disposed = true;
    this.#live?.dispose();
    this.#live = null;
    this.#parts.onEngine(null);
  }

  async #trainOn(engine: Engine, config?: RunConfig): Promise<RunEnd> {
    try {
      const end = await engine.train(config);
      if (engine === this.#live || !this.#continuation) return end;
    } catch (error) {
      if (engine === this.#live || !this.#continuation) throw error;
    }
    return this.#continuation;
  }

  async #open(kept: KeptRun | null): Promise<Engine> {
    const { connect, options, config, notify, receive, onEngine } = this.#parts;
    const connection = await connect();
    const { engine } = connection;
    if (this.#disposed) {
      engine.dispose();
      throw new EngineError('aborted', 'The page has been left.');
    }
    this.#live = engine;
    if (connection.where === 'page') {
      notify({ kind: 'warning', code: 'worker-unavailable', params: { reason: connection.reason } });
    }
    engine.subscribe((event) => {
      if (engine !== this.#live) return;
      this.#watch(event);
      receive(event);
      if (event.type === 'fatal') this.#recover(engine, event);
    });
    // Weights that are to be replaced at once need not be fetched.
    const weights = kept ? 'random' : options.weights;
    await engine.start({ ...options, weights, config: config(), excluded: [...this.#excluded] });
    if (kept && engine === this.#live) await this.#goOn(engine, kept);
    if (engine === this.#live) onEngine(engine);
    return engine;
  }

  /** Without a backend there is nothing to go on with; the reason is on the page before the promise rejects. */
  async #openOrExplain(kept: KeptRun | null = null): Promise<Engine> {
    const { store, fail } = this.#parts;
    try {
      return await this.#open(kept);
    } catch (error) {
      const { run, notices } = store.getState();
      if (run.state !== 'error') {
        store.dispatch({ type: 'state', runId: run.runId, state: 'error', epoch: run.epoch, step: run.step });
      }
      if (!notices.some(({ notice }) => notice.kind === 'error')) fail(error);
      throw error;
    }
  }

  /** A state `error` may be the first sign of an end, or a run's that has diverged. */
  #watch(event: EngineEvent): void {
    if (event.type === 'state' && event.state !== 'error') this.#running = event.state === 'running';
    if (event.type === 'notice' && event.notice.code === 'diverged') this.#running = false;
  }

  #recover(engine: Engine, { reason, cause }: { readonly reason: string; readonly cause: FatalCause }): void {
    const { store, keeper, notify, onEngine } = this.#parts;
    const { backend } = store.getState();
    const kept = keeper.latest;
    const running = this.#running;
    this.#live = null;
    onEngine(null);
    engine.dispose();
    keeper.save();
    // Lost before it had named its backend, it would be lost again in the same way.
    if (!backend || this.#restarts >= MAX_RESTARTS) {
      notify({ kind: 'error', code: 'worker-crashed', params: { reason } });
      return;
    }
    // A worker that breaks down once may have been ended from outside; twice, and the backend is to blame.
    if (cause !== 'device' && this.#restarts === 0) {
      notify({ kind: 'warning', code: 'engine-restarted', params: { reason } });
    } else {
      notify({ kind: 'error', code: 'backend-lost', params: { backend: backend.backend, reason } });
      this.#excluded.push({ backend: backend.backend, why: 'lost', detail: reason });
    }
    this.#restarts += 1;
    store.dispatch({ type: 'engine-restarted' });
    this.#current = handled(this.#openOrExplain(kept));
    this.#continuation = kept ? handled(this.#continue(this.#current, kept, running)) : null;
  }

  /** A run that can't be taken up again is told of; the fresh engine is there all the same. */
  async #goOn(engine: Engine, { snapshot, story }: KeptRun): Promise<void> {
    const { store, keeper, notify, fail } = this.#parts;
    try {
      await engine.restore(snapshot);
    } catch (error) {
      fail(error);
      return;
    }
    const { runId } = store.getState().run;
    keeper.adopt(runId);
    if (!snapshot.run) return;
    store.dispatch({ type: 'restored', story });
    const { backend, run } = store.getState();
    if (backend) notify({ kind: 'info', code: 'run-continued', params: { backend: backend.backend, step: run.step } });
  }

  async #continue(opened: Promise<Engine>, { snapshot }: KeptRun, running: boolean): Promise<RunEnd> {
    const engine = await opened;
    if (!snapshot.run) return 'reset';
    if (snapshot.run.finished) return 'finished';
    return running ? this.#trainOn(engine) : 'paused';
  }
}

/** The page has said what went wrong; a promise that nobody waits for must not say it again. */
export function handled<T>(promise: Promise<T>): Promise<T> {
  promise.catch(() => undefined);
  return promise;
}
