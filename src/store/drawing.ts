/** Facts about the digit on the pad, derived from the state. */
import type { Answered, AppState, DrawingView } from './state.ts';

/** Whether the pad shows an image, of the test set or the reader's own, instead of strokes. */
export function isImage({ strokes, raster }: DrawingView): boolean {
  return raster !== null && strokes.length === 0;
}

/** The subject of the prediction, if that is the digit on the pad and not an earlier one. */
export function answeredNow({ subject, answered }: AppState): Answered | null {
  return answered?.subject === subject ? answered : null;
}
