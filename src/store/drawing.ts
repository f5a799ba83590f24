/** Facts about the digit on the pad, derived from the state. */
import type { Answered, AppState, DrawingView } from './state.ts';

/** Whether the pad shows an image, of the test set or the reader's own, and no strokes. */
export function isImage({ strokes, raster }: DrawingView): boolean {
  return raster !== null && strokes.length === 0;
}

/** The digit that the prediction is for; null while that is the former digit. */
export function answeredNow({ digitId, answered }: AppState): Answered | null {
  return answered?.digitId === digitId ? answered : null;
}
