/** Imports weights from a file, and undoes the import: the former weights are restored with their run. */
import type { StoreApi } from 'zustand/vanilla';
import type { RunConfig } from '../core/config.ts';
import { type Engine, EngineError, type ImportedWeights } from '../engine/engine.ts';
import type { AppStore } from '../store/create-store.ts';
import { storyOf } from '../store/story.ts';
import type { KeptRun, RunKeeper } from './runs/run-keeper.ts';

export interface ImportUndoParts {
  readonly store: AppStore;
  /** The controls' config. */
  readonly settings: StoreApi<RunConfig>;
  readonly keeper: Pick<RunKeeper, 'storedId' | 'keepNow' | 'bringBack'>;
}

interface Former extends KeptRun {
  readonly controls: RunConfig;
  readonly storedId: string | null;
}

export class ImportUndo {
  readonly #parts: ImportUndoParts;
  #former: Former | null = null;

  constructor(parts: ImportUndoParts) {
    this.#parts = parts;
    // Frees megabytes once the import can no longer be undone.
    parts.store.subscribe(({ importUndo }, before) => {
      if (!importUndo && before.importUndo) this.#former = null;
    });
  }

  async importWeights(engine: Engine, file: ArrayBuffer, name: string): Promise<ImportedWeights> {
    const { store, settings, keeper } = this.#parts;
    const former: Former = {
      snapshot: await engine.snapshot(),
      story: storyOf(store.getState()),
      controls: settings.getState(),
      storedId: keeper.storedId,
    };
    const weights = await engine.importWeights(file);
    this.#former = former;
    store.dispatch({ type: 'imported', name, weights });
    await keeper.keepNow(engine);
    return weights;
  }

  async undo(engine: Engine): Promise<void> {
    const { store, settings, keeper } = this.#parts;
    if (!this.#former) throw new EngineError('state', 'There is no import to take back');
    const { snapshot, story, controls, storedId } = this.#former;
    await engine.restore(snapshot);
    keeper.bringBack(storedId, store.getState().run.runId, { snapshot, story });
    settings.setState(controls, true);
    store.dispatch({ type: 'import-undone', story });
  }
}
