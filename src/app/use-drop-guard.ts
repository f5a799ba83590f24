import { useCallback, useEffect } from 'react';
import { dropContent, isAnswered, type DropContent } from '../features/drawing/drop-content.ts';
import { usePicturesAccepted, useShowPicture } from '../features/drawing/use-picture.ts';
import { useSession } from '../store/session.ts';
import { useTakeFiles } from './take-files.ts';

/**
 * Handles everything dropped on the page but text for a text field: the browser could open a file or a link in place of
 * the page, and the run would be lost. Weights are loaded and pictures shown on the pad. Where they can't be, a notice
 * says so.
 */
export function useDropGuard(): void {
  const answer = useAnswer();
  useEffect(() => {
    const onDragOver = (event: DragEvent): void => {
      if (event.defaultPrevented || isTextForField(event)) return;
      event.preventDefault();
      // Without `none`, a program would delete the text that is moved away from it.
      if (event.dataTransfer) event.dataTransfer.dropEffect = isAnswered(event.dataTransfer.types) ? 'copy' : 'none';
    };
    const onDrop = (event: DragEvent): void => {
      if (event.defaultPrevented || isTextForField(event)) return;
      event.preventDefault();
      if (event.dataTransfer) answer(dropContent(event.dataTransfer, self.origin));
    };
    document.addEventListener('dragover', onDragOver);
    document.addEventListener('drop', onDrop);
    return () => {
      document.removeEventListener('dragover', onDragOver);
      document.removeEventListener('drop', onDrop);
    };
  }, [answer]);
}

/** Without plain text, Firefox opens what is dropped on a field. */
function isTextForField({ target, dataTransfer }: DragEvent): boolean {
  const types = dataTransfer?.types ?? [];
  return (
    types.includes('text/plain') &&
    !types.includes('Files') &&
    target instanceof Element &&
    target.matches(':read-write')
  );
}

function useAnswer(): (content: DropContent) => void {
  const session = useSession();
  const take = useTakeFiles();
  const show = useShowPicture();
  const accepted = usePicturesAccepted();
  return useCallback(
    (content) => {
      switch (content.kind) {
        case 'files':
          take(content.files);
          break;
        case 'picture':
          if (accepted) show(content.source);
          break;
        case 'folder':
          if (accepted)
            session.notify({
              kind: 'warning',
              code: 'picture-unusable',
              params: { name: content.name, problem: 'folder', kind: 'unknown' },
            });
          else session.notify({ kind: 'info', code: 'file-unwanted', params: { name: content.name } });
          break;
        case 'elsewhere':
          if (accepted) session.notify({ kind: 'info', code: 'picture-elsewhere', params: {} });
          break;
        case 'nothing':
          break;
        default:
          content satisfies never;
      }
    },
    [session, take, show, accepted],
  );
}
