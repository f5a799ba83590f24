/** Image files of digits. `app/take-files.ts` brings those that are dropped or pasted anywhere on the page. */
import { useCallback, useState, type DragEvent } from 'react';
import { useControlHidden } from '../../components/control.tsx';
import { usePanelShown } from '../../components/visible-panels.ts';
import { useSession, type Session } from '../../store/session.ts';
import { nameOf } from './drop-content.ts';
import { PictureError, readPicture, readPictureAt } from './read-picture.ts';

async function showPicture(session: Session, source: File | URL): Promise<void> {
  const name = source instanceof URL ? nameOf(source) : source.name;
  try {
    await session.showPicture(name, source instanceof URL ? readPictureAt(source) : readPicture(source));
  } catch (error) {
    if (!(error instanceof PictureError)) throw error;
    const { problem, kind } = error;
    session.notify({ kind: 'warning', code: 'picture-unusable', params: { name, problem, kind } });
  }
}

/** Puts the digit in a file, or at an address that the page may read, on the pad, or shows a notice why it can't. */
export function useShowPicture(): (source: File | URL) => void {
  const session = useSession();
  return useCallback((source) => session.attempt(() => showPicture(session, source)), [session]);
}

/** Whether the page accepts image files: an embedder can hide the pad or the button. */
export function usePicturesAccepted(): boolean {
  const hidden = useControlHidden('picture');
  return usePanelShown('draw') && !hidden;
}

/** `over` while a file is held over the pad. The drop itself is handled for the whole page (`app/use-drop-guard.ts`). */
export function usePictureHover() {
  const accepted = usePicturesAccepted();
  const [over, setOver] = useState(false);
  return {
    over,
    handlers: {
      onDragOver(event: DragEvent) {
        if (accepted && event.dataTransfer.types.includes('Files')) setOver(true);
      },
      onDragLeave: () => setOver(false),
      onDrop: () => setOver(false),
    },
  };
}
