/**
 * Keeps an engine running. A failed engine is replaced: on the same backend if its worker failed, without that backend
 * if the device failed. The run continues from its latest snapshot, usually at most two seconds of training old.
 */
import type { RunConfig } from '../core/config.ts';
import { messageOf } from '../core/message-of.ts';
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
  stopped,
} from '../engine/engine.ts';
import type { AppStore } from '../store/create-store.ts';
import type { KeptRun, RunKeeper } from './runs/run-keeper.ts';

export interface EngineSupervisorParts {
  readonly connect: () => Promise<Connection>;
  readonly options: Omit<StartOptions, 'excluded' | 'config'>;
  /** The config of an engine that has no run to continue. */
  readonly config: () => RunConfig;
  readonly store: AppStore;
  readonly keeper: Pick<RunKeeper, 'latest' | 'save' | 'detach' | 'adopt'>;
  readonly receive: (event: EngineEvent) => void;
  readonly notify: (notice: Notice) => void;
  /** Reports a failure on the page. */
  readonly fail: (error: unknown) => void;
  /** Null: no engine exists until the next call. */
  readonly onEngine: (engine: Engine | null) => void;
}

/** After this many restarts another engine would not help. */
const MAX_RESTARTS = 4;

/** The run to continue, whether it was running, and its steps so far. */
interface Pending {
  readonly kept: KeptRun | null;
  readonly running: boolean;
  readonly step: number;
}

export class EngineSupervisor {
  readonly #parts: EngineSupervisorParts;
  readonly #excluded: PassedOver[] = [];
  #live: Engine | null = null;
  #current: Promise<Engine>;
  #restarts = 0;
  #disposed = false;
  /** Whether a run was running before the failure. */
  #running = false;
  /** Set until another engine has taken over the failed one's run. Engines that fail meanwhile keep it. */
  #pending: Pending | null = null;
  /** The end of the run that the latest engine has taken over. */
  #continuation: Promise<RunEnd> | null = null;
  readonly ready: Promise<void>;

  constructor(parts: EngineSupervisorParts) {
    this.#parts = parts;
    this.#current = handled(this.#openOrExplain());
    this.ready = handled(this.current.then(() => undefined));
  }

  /** The engine, after any restarts: one that fails while it starts is replaced. Rejects if none can be started. */
  get current(): Promise<Engine> {
    return this.#lasting();
  }

  /**
   * As `Engine.train`, across restarts: settles with the end of the run on whichever engine it ends. `how` is called
   * when an engine exists.
   */
  async train(how: () => Parameters<Engine['train']>): Promise<RunEnd> {
    const engine = await this.current;
    return this.#trainOn(engine, ...how());
  }

  /** The engine's answer. If the engine fails first, the next one answers. */
  async ask<T>(question: (engine: Engine) => Promise<T>): Promise<T> {
    const engine = await this.current;
    try {
      return await question(engine);
    } catch (error) {
      if (engine === this.#live || this.#disposed) throw error;
      return this.ask(question);
    }
  }

  dispose(): void {
    this.#disposed = true;
    this.#live?.dispose();
    this.#live = null;
    this.#parts.onEngine(null);
  }

  async #lasting(): Promise<Engine> {
    const opening = this.#current;
    try {
      const engine = await opening;
      if (opening === this.#current) return engine;
    } catch (error) {
      if (opening === this.#current) throw error;
    }
    return this.#lasting();
  }

  async #trainOn(engine: Engine, ...how: Parameters<Engine['train']>): Promise<RunEnd> {
    try {
      const end = await engine.train(...how);
      if (engine === this.#live || !this.#continuation) return end;
    } catch (error) {
      if (engine === this.#live || !this.#continuation) throw error;
    }
    return this.#continuation;
  }

  async #open(): Promise<Engine> {
    const pending = this.#pending;
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
    // The snapshot replaces the weights at once, so none are fetched.
    const weights = pending?.kept ? 'random' : options.weights;
    await engine.start({ ...options, weights, config: config(), excluded: [...this.#excluded] });
    if (pending?.kept && engine === this.#live) await this.#restore(engine, pending.kept, pending);
    if (engine !== this.#live) throw new EngineError('crashed', 'The engine has gone while it was starting');
    // A running run continues at once, before its first event.
    if (pending) this.#running = pending.running;
    this.#pending = null;
    onEngine(engine);
    return engine;
  }

  /** Opens an engine. If none can be started, the reason is on the page before the promise rejects. */
  async #openOrExplain(): Promise<Engine> {
    const { store, fail } = this.#parts;
    const attempt = this.#restarts;
    const earlier = new Set(store.getState().notices.map(({ id }) => id));
    try {
      return await this.#open();
    } catch (error) {
      // Another engine is already starting.
      if (attempt !== this.#restarts) throw error;
      const { run, notices } = store.getState();
      if (run.state !== 'error') {
        store.dispatch({ type: 'state', runId: run.runId, state: 'error', epoch: run.epoch, step: run.step });
      }
      // Earlier notices were about engines that have been replaced.
      if (!notices.some(({ id, notice }) => notice.kind === 'error' && !earlier.has(id))) fail(error);
      // Otherwise its worker would keep running and downloading.
      this.#live?.dispose();
      this.#live = null;
      throw error;
    }
  }

  /** A state `error` comes before a fatal failure, or from a run that has diverged. */
  #watch(event: EngineEvent): void {
    if (event.type === 'state' && event.state !== 'error') this.#running = event.state === 'running';
    if (event.type === 'notice' && event.notice.code === 'diverged') this.#running = false;
  }

  #recover(engine: Engine, { reason, cause }: { readonly reason: string; readonly cause: FatalCause }): void {
    const { store, keeper, notify, onEngine } = this.#parts;
    const { backend, run } = store.getState();
    const isFirst = this.#pending === null;
    const { kept, running } = (this.#pending ??= { kept: keeper.latest, running: this.#running, step: run.step });
    this.#live = null;
    onEngine(null);
    engine.dispose();
    keeper.save();
    keeper.detach();
    // If the first engine fails before it has named its backend, the next would fail in the same way.
    const hopeless = !backend && this.#restarts === 0;
    if (hopeless || this.#restarts >= MAX_RESTARTS) {
      // Callers of train get the engine's own error: a continuation would wait for itself.
      this.#continuation = null;
      this.#current = handled(Promise.reject(stopped(reason)));
      notify({ kind: 'error', code: 'worker-crashed', params: { reason } });
      return;
    }
    // A worker that fails once may have been killed from outside; at the second time the backend is excluded.
    if (!backend || cause === 'data' || (cause !== 'device' && this.#restarts === 0)) {
      notify({ kind: 'warning', code: 'engine-restarted', params: { reason } });
    } else {
      notify({ kind: 'error', code: 'backend-lost', params: { backend: backend.backend, reason } });
      this.#excluded.push({ backend: backend.backend, why: 'lost', detail: reason });
    }
    this.#restarts += 1;
    store.dispatch({ type: 'engine-restarted' });
    this.#current = handled(this.#openOrExplain());
    // It waits until an engine has started.
    if (isFirst) this.#continuation = kept && handled(this.#continue(kept, running));
  }

  /** Restores the run. If that fails, a notice says so, and the new engine stays in use. */
  async #restore(engine: Engine, { snapshot, story }: KeptRun, was: Omit<Pending, 'kept'>): Promise<void> {
    const { store, keeper, notify } = this.#parts;
    try {
      await engine.restore(snapshot);
    } catch (error) {
      // Without the error's code: the text for `memory` says that nothing was changed, which is wrong here.
      const params = { reason: messageOf(error) };
      if (engine === this.#live) notify({ kind: 'error', code: 'engine-error', params });
      return;
    }
    if (engine !== this.#live) return;
    const { runId } = store.getState().run;
    keeper.adopt(runId);
    store.dispatch({ type: 'restored', story });
    const { backend, run } = store.getState();
    if (!backend || !snapshot.run) return;
    const state = snapshot.run.finished ? 'finished' : was.running ? 'running' : 'paused';
    const again = Math.max(0, was.step - run.step);
    const params = { backend: backend.backend, state, step: run.step, again } as const;
    notify({ kind: 'info', code: 'run-continued', params });
  }

  async #continue(kept: KeptRun, running: boolean): Promise<RunEnd> {
    const { snapshot } = kept;
    const engine = await this.current;
    if (!snapshot.run || this.#parts.keeper.latest !== kept) return 'reset';
    if (snapshot.run.finished) return 'finished';
    return running ? this.#trainOn(engine) : 'paused';
  }
}

/** The failure is on the page already: an unawaited promise must not report it as an unhandled rejection. */
export function handled<T>(promise: Promise<T>): Promise<T> {
  promise.catch(() => undefined);
  return promise;
}
