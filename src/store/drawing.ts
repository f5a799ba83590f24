/** What else can be said of the digit on the pad, from what the state has of it. */
import type { Answered, AppState, DrawingView } from './state.ts';

/** Whether an image is on the pad, of the test set or the reader's own, and not what was drawn there. */
export function isImage({ strokes, raster }: DrawingView): boolean {
  return raster !== null && strokes.length === 0;
}

/** What the prediction is the answer for, where that is the digit on the pad and not still the one before. */
export function answeredNow({ subject, answered }: AppState): Answered | null {
  return answered?.subject === subject ? answered : null;
}
