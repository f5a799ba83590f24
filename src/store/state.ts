/** What the page knows, as one immutable value. `reduce` in `reduce.ts` is the only thing that makes a new one. */
import type { BackendReport, DataReport, DrawingStep, ModelReport } from '../engine/engine.ts';
import type { ModelName } from '../core/config.ts';
import type { Notice } from '../core/notices.ts';
import type { EpochResult, Prediction, RunState, Stroke } from '../core/types.ts';
import type { Series } from './series.ts';
import type { Strip } from './strip.ts';

export interface RunView {
  readonly runId: number;
  readonly state: RunState;
  /** The epoch in progress, from 1; 0 before the first step. */
  readonly epoch: number;
  /** Steps done, all epochs together. */
  readonly step: number;
  readonly stepsPerEpoch: number;
  readonly stepsPerSecond: number;
  /** Latest values; null before the first. */
  readonly trainLoss: number | null;
  readonly trainAccuracy: number | null;
  readonly testLoss: number | null;
  readonly testAccuracy: number | null;
  /** Progress of the test pass: images done, of all. */
  readonly evaluating: { readonly done: number; readonly total: number } | null;
}

/** The drawing on the pad. `raster` is the network's input; null without ink. */
export interface DrawingView {
  readonly id: number;
  readonly strokes: readonly Stroke[];
  readonly raster: Uint8Array | null;
  /** An image of the test set, shown in place of strokes. */
  readonly sample: { readonly index: number; readonly label: number } | null;
  /** The reader's own image, likewise. */
  readonly picture?: { readonly name: string };
}

/** A digit that an answer has been given for. */
export interface Answered {
  readonly digitId: number;
  /** What it is, where that is known: an image of the test set. */
  readonly label: number | null;
}

/** The softmax view, shared by every feature that shows the ten classes. */
export interface LensView {
  readonly temperature: number;
  /** The class under the pointer or with the focus, in any feature. */
  readonly highlight: number | null;
}

/** The last step on the drawing that is on the pad. */
export interface LessonView extends DrawingStep {
  readonly label: number;
}

/** A run of an earlier visit that can be continued. */
export interface SavedRunView {
  readonly id: string;
  /** Milliseconds since 1970. */
  readonly savedAt: number;
  readonly model: ModelName;
  /** The epoch in progress, from 1, of `epochs`; the last one if the run is finished. */
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
  /** One value a batch, bounded by decimation that keeps the extremes. x: steps done, fractional epochs via `stepsPerEpoch`. */
  readonly lossSeries: Series;
  readonly accuracySeries: Series;
  readonly epochs: readonly EpochResult[];
  /** The run in the post's own lines, oldest first, bounded. */
  readonly consoleLines: readonly string[];
  /** Earlier lines that are no longer kept. */
  readonly consoleDropped: number;
  readonly drawing: DrawingView;
  /** The id with which the digit on the pad came: strokes that are added keep it, another image is another. */
  readonly digitId: number;
  /** Null where there is no ink or no answer has come yet. */
  readonly prediction: Prediction | null;
  /**
   * The subject of `prediction`. An earlier digit's answer stays until the current digit has its own. Null without an
   * answer.
   */
  readonly answered: Answered | null;
  readonly lens: LensView;
  readonly lesson: LessonView | null;
  /** Steps on drawings that can be undone. */
  readonly undoableSteps: number;
  /** The answers for `drawing` over the run. */
  readonly strip: Strip;
  /** The file of the imported weights, while the import can be undone. */
  readonly importUndo: { readonly name: string } | null;
  readonly savedRun: SavedRunView | null;
  readonly notices: readonly NoticeEntry[];
  readonly nextNoticeId: number;
}
