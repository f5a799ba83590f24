import type { Session } from '../../store/session.ts';

/** Takes the last stroke off the pad; without one it does nothing. */
export function undoStroke(session: Pick<Session, 'store' | 'setStrokes' | 'clearDrawing'>): void {
  const { strokes } = session.store.getState().drawing;
  if (strokes.length === 0) return;
  if (strokes.length === 1) session.clearDrawing();
  else session.setStrokes(strokes.slice(0, -1));
}
