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
  /** What an engine starts with where there is no run to go on with. */
  readonly config: () => RunConfig;
  readonly store: AppStore;
  readonly keeper: Pick<RunKeeper, 'latest' | 'save' | 'detach' | 'adopt'>;
  readonly receive: (event: EngineEvent) => void;
  readonly notify: (notice: Notice) => void;
  /** Tells the reader of a failure. */
  readonly fail: (error: unknown) => void;
  /** Null: there is none until the next call. */
  readonly onEngine: (engine: Engine | null) => void;
}

/** A page that has lost this many engines won't be helped by another one. */
const MAX_RESTARTS = 4;

/** What is to go on, whether it was going on by itself, and the steps it had done. */
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
  /** Whether a run was going on before anything went wrong. */
  #running = false;
  /** From the loss of an engine until another has taken over what it had; those in between have nothing of their own. */
  #pending: Pending | null = null;
  /** How the run goes on that the latest engine has taken over. */
  #continuation: Promise<RunEnd> | null = null;
  readonly ready: Promise<void>;

  constructor(parts: EngineSupervisorParts) {
    this.#parts = parts;
    this.#current = handled(this.#openOrExplain());
    this.ready = handled(this.current.then(() => undefined));
  }

  /** The engine that is there in the end: one that fails while it starts is replaced. Rejects where there will be none. */
  get current(): Promise<Engine> {
    return this.#lasting();
  }

  /**
   * As `Engine.train`, over the end of an engine: whoever waits hears how the run ended, on whichever it did.
   * `how` is asked once there is an engine.
   */
  async train(how: () => Parameters<Engine['train']>): Promise<RunEnd> {
    const engine = await this.current;
    return this.#trainOn(engine, ...how());
  }

  /** The engine's answer; where the engine fails before it answers, that of the one that replaces it. */
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
    // Weights that are to be replaced at once need not be fetched.
    const weights = pending?.kept ? 'random' : options.weights;
    await engine.start({ ...options, weights, config: config(), excluded: [...this.#excluded] });
    if (pending?.kept && engine === this.#live) await this.#restore(engine, pending.kept, pending);
    if (engine !== this.#live) throw new EngineError('crashed', 'The engine has gone while it was starting');
    // What was going on does so at once, though nobody has said so yet.
    if (pending) this.#running = pending.running;
    this.#pending = null;
    onEngine(engine);
    return engine;
  }

  /** Without a backend there is nothing to go on with; the reason is on the page before the promise rejects. */
  async #openOrExplain(): Promise<Engine> {
    const { store, fail } = this.#parts;
    const attempt = this.#restarts;
    const told = new Set(store.getState().notices.map(({ id }) => id));
    try {
      return await this.#open();
    } catch (error) {
      // Another one is on its way, and it may be better off.
      if (attempt !== this.#restarts) throw error;
      const { run, notices } = store.getState();
      if (run.state !== 'error') {
        store.dispatch({ type: 'state', runId: run.runId, state: 'error', epoch: run.epoch, step: run.step });
      }
      // What was said before was of engines that another one took over from.
      if (!notices.some(({ id, notice }) => notice.kind === 'error' && !told.has(id))) fail(error);
      // Its worker would live on, and download for nobody.
      this.#live?.dispose();
      this.#live = null;
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
    const { backend, run } = store.getState();
    const isFirst = this.#pending === null;
    const { kept, running } = (this.#pending ??= { kept: keeper.latest, running: this.#running, step: run.step });
    this.#live = null;
    onEngine(null);
    engine.dispose();
    keeper.save();
    keeper.detach();
    // Where the very first is lost before it has named its backend, the next would be lost in the same way.
    const hopeless = !backend && this.#restarts === 0;
    if (hopeless || this.#restarts >= MAX_RESTARTS) {
      // Whoever waits for the run hears that this engine has gone; waiting for itself, it would wait for ever.
      this.#continuation = null;
      this.#current = handled(Promise.reject(stopped(reason)));
      notify({ kind: 'error', code: 'worker-crashed', params: { reason } });
      return;
    }
    // A worker that breaks down once may have been ended from outside; twice, and the backend is to blame, if it is known.
    if (!backend || cause === 'data' || (cause !== 'device' && this.#restarts === 0)) {
      notify({ kind: 'warning', code: 'engine-restarted', params: { reason } });
    } else {
      notify({ kind: 'error', code: 'backend-lost', params: { backend: backend.backend, reason } });
      this.#excluded.push({ backend: backend.backend, why: 'lost', detail: reason });
    }
    this.#restarts += 1;
    store.dispatch({ type: 'engine-restarted' });
    this.#current = handled(this.#openOrExplain());
    // It waits for the engine that is there in the end.
    if (isFirst) this.#continuation = kept && handled(this.#continue(kept, running));
  }

  /** A run that can't be taken up again is told of; the fresh engine is there all the same. */
  async #restore(engine: Engine, { snapshot, story }: KeptRun, was: Omit<Pending, 'kept'>): Promise<void> {
    const { store, keeper, notify } = this.#parts;
    try {
      await engine.restore(snapshot);
    } catch (error) {
      // Whatever the reason: there is nothing that has stayed as it was.
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

/** The page has said what went wrong; a promise that nobody waits for must not say it again. */
export function handled<T>(promise: Promise<T>): Promise<T> {
  promise.catch(() => undefined);
  return promise;
}
