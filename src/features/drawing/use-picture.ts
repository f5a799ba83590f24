/** Image files of digits that are chosen, or dropped or pasted anywhere on the page. */
import { useCallback, useEffect, useState, type DragEvent } from 'react';
import { useControlHidden } from '../../components/control.tsx';
import { usePanelShown } from '../../components/visible-panels.ts';
import { useSession, type Session } from '../../store/session.ts';
import { PictureError, readPicture } from './read-picture.ts';

async function showPicture(session: Session, file: File): Promise<void> {
  try {
    await session.showPicture(file.name, readPicture(file));
  } catch (error) {
    if (!(error instanceof PictureError)) throw error;
    const { problem } = error;
    session.notify({ kind: 'warning', code: 'picture-unusable', params: { name: file.name, problem } });
  }
}

/** Puts the file's digit on the pad, or shows a notice why it can't. */
export function useShowPicture(): (file: File) => void {
  const session = useSession();
  return useCallback((file) => session.attempt(() => showPicture(session, file)), [session]);
}

/** Whether the page accepts image files: an embedder can hide the pad or the button. */
export function usePicturesAccepted(): boolean {
  const hidden = useControlHidden('picture');
  return usePanelShown('draw') && !hidden;
}

/** `over` while a file is held over the pad. The drop itself is handled for the whole page (`app/use-file-guard.ts`). */
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

/** Takes images that are pasted anywhere on the page. Pasted text is left to the field. */
export function usePicturePaste(): void {
  const show = useShowPicture();
  const accepted = usePicturesAccepted();
  useEffect(() => {
    if (!accepted) return undefined;
    const onPaste = (event: ClipboardEvent): void => {
      const file = [...(event.clipboardData?.files ?? [])].find(({ type }) => type.startsWith('image/'));
      if (!file) return;
      event.preventDefault();
      show(file);
    };
    document.addEventListener('paste', onPaste);
    return () => document.removeEventListener('paste', onPaste);
  }, [show, accepted]);
}
