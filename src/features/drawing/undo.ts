import type { Session } from '../../store/session.ts';

type Keys = Pick<KeyboardEvent, 'key' | 'code' | 'ctrlKey' | 'metaKey' | 'shiftKey' | 'altKey'>;

/** Ctrl+Z, or ⌘Z: by the letter, and by its place where another script or an input method has taken the letters. */
export function asksForUndo({ key, code, ctrlKey, metaKey, shiftKey, altKey }: Keys): boolean {
  if ((!ctrlKey && !metaKey) || shiftKey || altKey) return false;
  return /^[a-z]$/i.test(key) ? key.toLowerCase() === 'z' : code === 'KeyZ';
}

/** Takes the last stroke off the pad; without one it does nothing. */
export function undoStroke(session: Pick<Session, 'store' | 'setStrokes' | 'clearDrawing'>): void {
  const { strokes } = session.store.getState().drawing;
  if (strokes.length === 0) return;
  if (strokes.length === 1) session.clearDrawing();
  else session.setStrokes(strokes.slice(0, -1));
}
