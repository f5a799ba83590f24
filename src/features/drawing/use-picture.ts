/** Pictures of digits that are chosen, dropped on the pad or pasted into the page. */
import { useCallback, useEffect, useState, type DragEvent } from 'react';
import { useSession, type Session } from '../../store/session.ts';
import { PictureError, readPicture } from './read-picture.ts';

async function showPicture(session: Session, file: File): Promise<void> {
  try {
    session.showPicture(file.name, await readPicture(file));
  } catch (error) {
    if (!(error instanceof PictureError)) throw error;
    const { problem, message: detail } = error;
    session.notify({ kind: 'warning', code: 'picture-unusable', params: { name: file.name, problem, detail } });
  }
}

/** Puts the digit in the file on the pad, or says why that can't be done. */
export function useShowPicture(): (file: File) => void {
  const session = useSession();
  return useCallback((file) => session.attempt(() => showPicture(session, file)), [session]);
}

/** For the element that files can be dropped on; `over` while one is held above it. */
export function usePictureDrop() {
  const show = useShowPicture();
  const [over, setOver] = useState(false);
  return {
    over,
    handlers: {
      onDragOver(event: DragEvent) {
        if (!event.dataTransfer.types.includes('Files')) return;
        // Without this the browser would open the file in the page's place.
        event.preventDefault();
        setOver(true);
      },
      onDragLeave: () => setOver(false),
      onDrop(event: DragEvent) {
        setOver(false);
        const [file] = event.dataTransfer.files;
        // Taken already: weights may be let go anywhere on the page.
        if (!file || event.isDefaultPrevented()) return;
        event.preventDefault();
        show(file);
      },
    },
  };
}

/** Anywhere in the page; text that is pasted into a field stays the field's. */
export function usePicturePaste(): void {
  const show = useShowPicture();
  useEffect(() => {
    const onPaste = (event: ClipboardEvent): void => {
      const file = [...(event.clipboardData?.files ?? [])].find(({ type }) => type.startsWith('image/'));
      if (!file) return;
      event.preventDefault();
      show(file);
    };
    document.addEventListener('paste', onPaste);
    return () => document.removeEventListener('paste', onPaste);
  }, [show]);
}
