import { useEffect } from 'react';
import { usePicturesAccepted, useShowPicture } from '../features/drawing/use-picture.ts';
import { useSession } from '../store/session.ts';

const holdsFiles = ({ dataTransfer }: DragEvent): boolean => dataTransfer?.types.includes('Files') === true;

/**
 * Every file that is let go on the page is taken: the browser would open it in the page's place, and the run would be
 * gone. What nobody has taken before, as weights are, is a digit for the pad, wherever it falls; where the page has
 * no use for it, it says so.
 */
export function useFileGuard(): void {
  const session = useSession();
  const show = useShowPicture();
  const accepted = usePicturesAccepted();
  useEffect(() => {
    const onDragOver = (event: DragEvent): void => {
      if (holdsFiles(event)) event.preventDefault();
    };
    const onDrop = (event: DragEvent): void => {
      if (!holdsFiles(event) || event.defaultPrevented) return;
      event.preventDefault();
      const files = [...(event.dataTransfer?.files ?? [])];
      const file = files.find(({ type }) => type.startsWith('image/')) ?? files[0];
      if (!file) return;
      if (accepted) show(file);
      else session.notify({ kind: 'info', code: 'file-unwanted', params: { name: file.name } });
    };
    document.addEventListener('dragover', onDragOver);
    document.addEventListener('drop', onDrop);
    return () => {
      document.removeEventListener('dragover', onDragOver);
      document.removeEventListener('drop', onDrop);
    };
  }, [session, show, accepted]);
}
