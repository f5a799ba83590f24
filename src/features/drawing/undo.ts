import type { Session } from '../../store/session.ts';

type Keys = Pick<KeyboardEvent, 'key' | 'code' | 'ctrlKey' | 'metaKey' | 'shiftKey' | 'altKey'>;

/** Ctrl+Z or ⌘Z: by the letter, or by the key's position under a keyboard layout without Latin letters. */
export function asksForUndo({ key, code, ctrlKey, metaKey, shiftKey, altKey }: Keys): boolean {
  if ((!ctrlKey && !metaKey) || shiftKey || altKey) return false;
  return /^[a-z]$/i.test(key) ? key.toLowerCase() === 'z' : code === 'KeyZ';
}

/** Removes the last stroke, if there is one. */
export function undoStroke(session: Pick<Session, 'store' | 'setStrokes' | 'clearDrawing'>): void {
  const { strokes } = session.store.getState().drawing;
  if (strokes.length === 0) return;
  if (strokes.length === 1) session.clearDrawing();
  else session.setStrokes(strokes.slice(0, -1));
}
