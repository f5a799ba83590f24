/**
 * The one session that the app owns, as features see it: a store to read and a few things to do. Features
 * never hold the engine itself, so only the app knows of its restart after a crash.
 */
import { createContext, use } from 'react';
import { useStore } from 'zustand';
import type { StoreApi } from 'zustand/vanilla';
import type { RunConfig } from '../core/config.ts';
import type { Notice } from '../core/notices.ts';
import type { Stroke } from '../core/types.ts';
import type { Engine, ImportedWeights } from '../engine/engine.ts';
import type { AppState, LensView } from './state.ts';

export interface Session extends Pick<
  Engine,
  'train' | 'pause' | 'resume' | 'step' | 'reset' | 'setLearningRate' | 'exportWeights' | 'undoLearning' | 'retryData'
> {
  readonly store: StoreApi<AppState>;
  /** As the engine does it, and what stood before is kept: see `importUndo` in the state. `name`: of the file. */
  importWeights(file: ArrayBuffer, name?: string): Promise<ImportedWeights>;
  /** Brings back the model, and its run, that the last import has replaced. Rejects ('state') where that has ended. */
  undoImport(): Promise<void>;
  /** Continues `savedRun`; settles as `train` does. The run on the page, if any, is saved first. */
  continueRun(): Promise<void>;
  /** Takes `savedRun` out of storage. */
  discardSavedRun(): Promise<void>;
  /** Replaces what is on the pad and asks for its prediction. */
  setStrokes(strokes: readonly Stroke[]): void;
  /** Puts an image of the test set on the pad, unless that has been drawn on, or another image has come, since. */
  showSample(index?: number): Promise<void>;
  /** Likewise a digit from an image: 784 bytes, processed as MNIST's are. Rejects as `raster` does. */
  showPicture(name: string, raster: Promise<Uint8Array>): Promise<void>;
  clearDrawing(): void;
  /** Takes one gradient step on what is on the pad, as if `label` had been meant; see `lesson` in the state. */
  learnDrawing(label: number): Promise<void>;
  /** What is shown of softmax from now on. */
  setLens(lens: Partial<LensView>): void;
  notify(notice: Notice): void;
  dismissNotice(id: number): void;
  /** Runs an action and turns its failure into a notice; for event handlers, which are not awaited. */
  attempt(action: () => Promise<unknown>): void;
  /** What the controls start from: the run's config, or what the URL said. */
  readonly initialConfig: RunConfig;
  /** What the controls say now: the config of the next run. Follows the engine's when that changes. */
  readonly settings: StoreApi<RunConfig>;
  /** The learning rate of the run under way, which what the controls say of the next one leaves alone. */
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
