/**
 * The app's session as features see it: a store to read, and actions. Features never hold the engine, so only the app
 * handles its restart after a crash.
 */
import { createContext, use } from 'react';
import { useStore } from 'zustand';
import type { StoreApi } from 'zustand/vanilla';
import type { RunConfig } from '../core/config.ts';
import type { Notice } from '../core/notices.ts';
import type { DigitReading } from '../core/picture.ts';
import type { Stroke } from '../core/types.ts';
import type { Engine, ImportedWeights } from '../engine/engine.ts';
import type { AppState, LensView } from './state.ts';

export interface Session extends Pick<
  Engine,
  'train' | 'pause' | 'resume' | 'step' | 'reset' | 'setLearningRate' | 'exportWeights' | 'undoLearning' | 'retryData'
> {
  readonly store: StoreApi<AppState>;
  /** As the engine's, but can be undone: see `importUndo` in the state. `name`: the file's. */
  importWeights(file: ArrayBuffer, name?: string): Promise<ImportedWeights>;
  /** Restores the model that the last import replaced, with its run. Rejects ('state') if there is none to undo. */
  undoImport(): Promise<void>;
  /** Continues `savedRun`; settles as `train` does. The run on the page, if any, is saved first. */
  continueRun(): Promise<void>;
  /** Deletes `savedRun` from storage. */
  discardSavedRun(): Promise<void>;
  /** Replaces the pad's content and requests its prediction. */
  setStrokes(strokes: readonly Stroke[]): void;
  /** Shows an image of the test set, unless the pad has changed since the call. */
  showSample(index?: number): Promise<void>;
  /** Likewise the digit in the reader's image. Rejects as `reading` does. */
  showPicture(name: string, reading: Promise<DigitReading>): Promise<void>;
  clearDrawing(): void;
  /** Takes one gradient step on the pad's drawing with this label; see `lesson` in the state. */
  learnDrawing(label: number): Promise<void>;
  /** Changes the temperature or the highlighted class. */
  setLens(lens: Partial<LensView>): void;
  notify(notice: Notice): void;
  dismissNotice(id: number): void;
  /** Runs an action and turns its failure into a notice; for event handlers, which are not awaited. */
  attempt(action: () => Promise<unknown>): void;
  /** The config from the URL. */
  readonly initialConfig: RunConfig;
  /** The controls' config, for the next run. It follows the engine's when that changes. */
  readonly settings: StoreApi<RunConfig>;
  /** The learning rate of the current run. The settings of the next run do not change it. */
  readonly rateInUse: StoreApi<number>;
}

export const SessionContext = createContext<Session | null>(null);

export function useSession(): Session {
  const session = use(SessionContext);
  if (!session) throw new Error('useSession outside SessionContext');
  return session;
}

/** Re-renders when the selected value changes by `Object.is`: select primitives or stable references. */
export function useAppState<T>(select: (state: AppState) => T): T {
  return useStore(useSession().store, select);
}
