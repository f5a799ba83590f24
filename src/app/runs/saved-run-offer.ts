/** The run of an earlier visit that the page offers: which one it is, continuing it, and deleting it. */
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

/** How long a run is waited for whose tab may be about to go. */
const CLOSING_MS = 5000;

/** What the engine says of a snapshot that it can never use; its other failures pass, and the run is as good as before. */
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

/** The run that was offered can't be used; the message says why. */
export class RunUnusableError extends Error {
  override readonly name = 'RunUnusableError';
}

export class SavedRunOffer {
  readonly #parts: SavedRunOfferParts;
  /** Those that would be found again where storage won't let go of them. */
  readonly #refused = new Set<string>();
  #continuing: Promise<void> | null = null;

  constructor(parts: SavedRunOfferParts) {
    this.#parts = parts;
  }

  /** The latest that no other tab is at work on. Without storage there is none, and nothing to report before it is missed. */
  async find(): Promise<void> {
    const { store, storage, locks } = this.#parts;
    try {
      for (const { id } of await storage.list()) {
        if (this.#refused.has(id)) continue;
        // oxlint-disable no-await-in-loop -- an earlier one is looked at only when there is no later one
        if (!(await locks.becomesFree(id, CLOSING_MS))) continue;
        // As its tab has left it, which may have been a moment ago.
        const run = (await storage.list()).find((one) => one.id === id);
        // oxlint-enable no-await-in-loop
        if (run) {
          store.dispatch({ type: 'saved-run', run });
          return;
        }
      }
    } catch {
      // Reported when a run is to be saved.
    }
  }

  /** Asked again before it is done, it is the same: a second time the run would be another tab's, and become a copy. */
  continue(): Promise<void> {
    this.#continuing ??= this.#continue().finally(() => {
      this.#continuing = null;
    });
    return this.#continuing;
  }

  async discard(): Promise<void> {
    // It is on its way to the page, where there is a use for it.
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
    // What the reader has drawn since stays on the pad, and the answers over the run were for another drawing.
    const isOther = store.getState().drawing.raster !== null;
    if (!isOther) show(drawing);
    const shownStory = isOther ? withoutAnswers(story) : story;
    await keeper.continueStored(saved.id, store.getState().run.runId, { snapshot, story: shownStory });
    store.dispatch({ type: 'restored', story: shownStory });
    store.dispatch({ type: 'saved-run', run: null });
    this.#reportOtherData(snapshot);
    if (!saved.finished) await train();
  }

  /** Explains why the step falls back and the curve changes its course. A finished run has no epoch under way. */
  #reportOtherData({ run }: Snapshot): void {
    const { store, notify } = this.#parts;
    const has = store.getState().data?.dataset;
    if (!run || run.finished || !has || run.dataset.name === has) return;
    notify({ kind: 'info', code: 'run-on-other-data', params: { had: run.dataset.name, has } });
  }

  /** One that can't be read is none. */
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
      // Offered again at every visit, it would hide those before it.
      this.#refused.add(id);
      // Where that fails, the reader sees why the run can't be used.
      await this.#remove(id).catch(() => undefined);
      this.#giveUp(error);
    }
  }

  async #remove(id: string): Promise<void> {
    const { storage, locks } = this.#parts;
    // Another tab that was offered it as well may be at work on it by now.
    if (!(await locks.held()).has(id)) await storage.remove(id);
  }

  /** The offer goes, the one before it may come, and the reader hears why. */
  #giveUp(error: unknown): never {
    this.#parts.store.dispatch({ type: 'saved-run', run: null });
    void this.find();
    throw new RunUnusableError(messageOf(error), { cause: error });
  }
}
