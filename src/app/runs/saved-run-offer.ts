/** The run of an earlier visit that the page offers. Finds, continues and deletes it. */
import { messageOf } from '../../core/message-of.ts';
import type { Notice } from '../../core/notices.ts';
import { type Engine, EngineError } from '../../engine/engine.ts';
import type { Snapshot } from '../../engine/snapshot.ts';
import type { AppStore } from '../../store/create-store.ts';
import type { DrawingView, SavedRunView } from '../../store/state.ts';
import { withoutAnswers } from '../../store/story.ts';
import type { RunKeeper } from './run-keeper.ts';
import type { RunLocks } from './run-locks.ts';
import type { RunStorage } from './run-storage.ts';

/** The wait for a run whose tab may be closing. */
const CLOSING_MS = 5000;

/** Error codes of a snapshot that can never be used. After other failures the run stays offered. */
const REFUSALS: ReadonlySet<EngineError['code']> = new Set(['argument', 'range', 'weights']);

export interface SavedRunOfferParts {
  readonly store: AppStore;
  readonly storage: RunStorage;
  readonly locks: RunLocks;
  readonly keeper: Pick<RunKeeper, 'save' | 'continueStored'>;
  readonly engine: () => Promise<Pick<Engine, 'restore'>>;
  readonly show: (drawing: Omit<DrawingView, 'id'>) => void;
  readonly train: () => Promise<unknown>;
  readonly notify: (notice: Notice) => void;
}

/** The offered run can't be used; the message says why. */
export class RunUnusableError extends Error {
  override readonly name = 'RunUnusableError';
}

export class SavedRunOffer {
  readonly #parts: SavedRunOfferParts;
  /** Refused runs whose deletion may have failed. */
  readonly #refused = new Set<string>();
  #continuing: Promise<void> | null = null;

  constructor(parts: SavedRunOfferParts) {
    this.#parts = parts;
  }

  /** Offers the latest run that no other tab uses. A failure of storage is reported only when a run is saved. */
  async find(): Promise<void> {
    const { store, storage, locks } = this.#parts;
    try {
      for (const { id } of await storage.list()) {
        if (this.#refused.has(id)) continue;
        // oxlint-disable no-await-in-loop -- an older run is checked only if no later one is free
        if (!(await locks.becomesFree(id, CLOSING_MS))) continue;
        // Read again: its tab may have saved it during the wait.
        const run = (await storage.list()).find((one) => one.id === id);
        // oxlint-enable no-await-in-loop
        if (run) {
          store.dispatch({ type: 'saved-run', run });
          return;
        }
      }
    } catch {
      // Reported when a run is saved.
    }
  }

  /** Concurrent calls share one attempt: a second would make a copy. */
  continue(): Promise<void> {
    this.#continuing ??= this.#continue().finally(() => {
      this.#continuing = null;
    });
    return this.#continuing;
  }

  async discard(): Promise<void> {
    // The run that is being continued still needs its record.
    if (this.#continuing) return;
    const { store } = this.#parts;
    const saved = store.getState().savedRun;
    store.dispatch({ type: 'saved-run', run: null });
    if (saved) await this.#remove(saved.id);
  }

  async #continue(): Promise<void> {
    const { store, keeper, engine: current, show, train } = this.#parts;
    const saved = store.getState().savedRun;
    if (!saved) throw new EngineError('state', 'There is no saved run to continue');
    const engine = await current();
    const { snapshot, story, drawing } = await this.#load(saved);
    keeper.save();
    await this.#restore(engine, saved, snapshot);
    // A drawing that is already on the pad stays. The run's answers were for another one, so they are dropped.
    const isOther = store.getState().drawing.raster !== null;
    if (!isOther) show(drawing);
    const shownStory = isOther ? withoutAnswers(story) : story;
    await keeper.continueStored(saved.id, store.getState().run.runId, { snapshot, story: shownStory });
    store.dispatch({ type: 'restored', story: shownStory });
    store.dispatch({ type: 'saved-run', run: null });
    this.#reportOtherData(snapshot);
    if (!saved.finished) await train();
  }

  /** The run restarts its epoch on other data, so its step falls back. A finished run has no epoch to restart. */
  #reportOtherData({ run }: Snapshot): void {
    const { store, notify } = this.#parts;
    const has = store.getState().data?.dataset;
    if (!run || run.finished || !has || run.dataset.name === has) return;
    notify({ kind: 'info', code: 'run-on-other-data', params: { had: run.dataset.name, has } });
  }

  /** Withdraws a run that can't be read. */
  async #load({ id }: SavedRunView) {
    try {
      return await this.#parts.storage.load(id);
    } catch (error) {
      return this.#giveUp(error);
    }
  }

  async #restore(engine: Pick<Engine, 'restore'>, { id }: SavedRunView, snapshot: Snapshot): Promise<void> {
    try {
      await engine.restore(snapshot);
    } catch (error) {
      if (!(error instanceof EngineError) || !REFUSALS.has(error.code)) throw error;
      // Otherwise every visit would offer it, and never an older run.
      this.#refused.add(id);
      // If the deletion fails, the reader still sees why the run can't be used.
      await this.#remove(id).catch(() => undefined);
      this.#giveUp(error);
    }
  }

  async #remove(id: string): Promise<void> {
    const { storage, locks } = this.#parts;
    // Another tab may have continued it since the offer.
    if (!(await locks.held()).has(id)) await storage.remove(id);
  }

  /** Withdraws the offer, looks for another run, and throws the reason. */
  #giveUp(error: unknown): never {
    this.#parts.store.dispatch({ type: 'saved-run', run: null });
    void this.find();
    throw new RunUnusableError(messageOf(error), { cause: error });
  }
}
