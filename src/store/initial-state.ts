/** The state before the first action. */
import { emptySeries } from './series.ts';
import type { AppState, RunView } from './state.ts';
import { EMPTY_STRIP } from './strip.ts';

export const INITIAL_RUN: RunView = {
  runId: 0,
  state: 'loading',
  epoch: 0,
  step: 0,
  stepsPerEpoch: 0,
  stepsPerSecond: 0,
  trainLoss: null,
  trainAccuracy: null,
  testLoss: null,
  testAccuracy: null,
  evaluating: null,
};

export const INITIAL_STATE: AppState = {
  run: INITIAL_RUN,
  backend: null,
  data: null,
  model: null,
  lossSeries: emptySeries(),
  accuracySeries: emptySeries(),
  epochs: [],
  consoleLines: [],
  consoleDropped: 0,
  drawing: { id: 0, strokes: [], raster: null, sample: null },
  digitId: 0,
  prediction: null,
  answered: null,
  lens: { temperature: 1, highlight: null },
  lesson: null,
  undoableSteps: 0,
  strip: EMPTY_STRIP,
  importUndo: null,
  savedRun: null,
  notices: [],
  nextNoticeId: 1,
};
