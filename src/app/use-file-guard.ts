import { useEffect } from 'react';
import { usePicturesAccepted, useShowPicture } from '../features/drawing/use-picture.ts';
import { useSession } from '../store/session.ts';

const holdsFiles = ({ dataTransfer }: DragEvent): boolean => dataTransfer?.types.includes('Files') === true;

/**
 * Handles every file dropped on the page: the browser would open it instead of the page, and the run would be lost. A
 * file that no other drop target has handled is shown on the pad. Without a pad, a notice says so.
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
