/** Facts about the digit on the pad, derived from the state. */
import type { Answered, AppState, DrawingView } from './state.ts';

/** Whether the pad shows an image, of the test set or the reader's own, instead of strokes. */
export function isImage({ strokes, raster }: DrawingView): boolean {
  return raster !== null && strokes.length === 0;
}

/** What the prediction is the answer for, where that is the digit on the pad and not still the one before. */
export function answeredNow({ digitId, answered }: AppState): Answered | null {
  return answered?.digitId === digitId ? answered : null;
}
