import { useEffect } from 'react';
import { useWeightsAccepted } from '../features/checkpoints/load-weights-file.ts';
import { usePicturesAccepted } from '../features/drawing/use-picture.ts';
import { useTakeFiles } from './take-files.ts';

/** Takes files that are pasted anywhere on the page, if it has a use for any. Pasted text is left to the field. */
export function usePaste(): void {
  const take = useTakeFiles();
  const pictures = usePicturesAccepted();
  const weights = useWeightsAccepted();
  useEffect(() => {
    if (!pictures && !weights) return undefined;
    const onPaste = (event: ClipboardEvent): void => {
      const files = [...(event.clipboardData?.files ?? [])];
      if (files.length === 0) return;
      event.preventDefault();
      take(files);
    };
    document.addEventListener('paste', onPaste);
    return () => document.removeEventListener('paste', onPaste);
  }, [take, pictures, weights]);
}
