/** The page's state, one immutable value. Only `reduce` in `reduce.ts` makes a new one. */
import type { BackendReport, DataReport, DrawingStep, ModelReport } from '../engine/engine.ts';
import type { ModelName } from '../core/config.ts';
import type { Notice } from '../core/notices.ts';
import type { EpochResult, Prediction, RunState, Stroke } from '../core/types.ts';
import type { Series } from './series.ts';
import type { Strip } from './strip.ts';

export interface RunView {
  readonly runId: number;
  readonly state: RunState;
  /** The current epoch, from 1; 0 before the first step. */
  readonly epoch: number;
  /** Steps done in all epochs. */
  readonly step: number;
  readonly stepsPerEpoch: number;
  readonly stepsPerSecond: number;
  /** The latest values; null before the first. */
  readonly trainLoss: number | null;
  readonly trainAccuracy: number | null;
  readonly testLoss: number | null;
  readonly testAccuracy: number | null;
  /** Images done during an evaluation; otherwise null. */
  readonly evaluating: { readonly done: number; readonly total: number } | null;
}

/** The pad's content. `raster` is the network's image of it; null without ink. */
export interface DrawingView {
  readonly id: number;
  readonly strokes: readonly Stroke[];
  readonly raster: Uint8Array | null;
  /** The image of the test set that is shown instead of strokes. */
  readonly sample: { readonly index: number; readonly label: number } | null;
  /** The reader's image, likewise, and whether it has more than one digit. */
  readonly picture?: { readonly name: string; readonly several: boolean };
}

/** The digit that an answer is for. */
export interface Answered {
  readonly digitId: number;
  /** Its label if it is an image of the test set. */
  readonly label: number | null;
}

/** Temperature and highlighted class, shared by all features that show the ten classes. */
export interface LensView {
  readonly temperature: number;
  /** The class under the pointer or with the focus, in any feature. */
  readonly highlight: number | null;
}

/** The last training step on the current drawing. */
export interface LessonView extends DrawingStep {
  readonly label: number;
}

/** A run of an earlier visit that can be continued. */
export interface SavedRunView {
  readonly id: string;
  /** Milliseconds since 1970. */
  readonly savedAt: number;
  readonly model: ModelName;
  /** The current epoch, from 1; of a finished run, the last. */
  readonly epoch: number;
  readonly epochs: number;
  /** In [0, 1], on the test set after the latest complete epoch; null before the first. */
  readonly accuracy: number | null;
  readonly finished: boolean;
}

export interface NoticeEntry {
  readonly id: number;
  readonly notice: Notice;
}

export interface AppState {
  readonly run: RunView;
  readonly backend: BackendReport | null;
  readonly data: DataReport | null;
  readonly model: ModelReport | null;
  /** One value per batch. */
  readonly lossSeries: Series;
  readonly accuracySeries: Series;
  readonly epochs: readonly EpochResult[];
  /** The run as the post's program prints it, oldest first; at most `MAX_LINES`. */
  readonly consoleLines: readonly string[];
  /** Earlier lines that are no longer kept. */
  readonly consoleDropped: number;
  readonly drawing: DrawingView;
  /** Id of the digit on the pad. Added strokes keep it; another image gets a new one. */
  readonly digitId: number;
  /** Null without ink or before the first answer. */
  readonly prediction: Prediction | null;
  /** The digit that `prediction` is for: the former one until this one's answer arrives. Null without a prediction. */
  readonly answered: Answered | null;
  readonly lens: LensView;
  readonly lesson: LessonView | null;
  /** Training steps on drawings that can be undone. */
  readonly undoableSteps: number;
  /** The predictions for `drawing` over the run. */
  readonly strip: Strip;
  /** The imported file, while the import can be undone. */
  readonly importUndo: { readonly name: string } | null;
  readonly savedRun: SavedRunView | null;
  readonly notices: readonly NoticeEntry[];
  readonly nextNoticeId: number;
}
