/** Weights from a file that is chosen, or dropped on the page. */
import { useCallback, useEffect, useState } from 'react';
import { MAX_WEIGHTS_BYTES } from '../../core/weights-fault.ts';
import { EngineError } from '../../engine/engine.ts';
import { useSession, type Session } from '../../store/session.ts';
import { EXTENSION, sizeFault } from './weights-file-facts.ts';

/** What is wrong with the file is said in a notice; anything else is the caller's to say. */
async function loadWeights(session: Session, file: File): Promise<void> {
  const fault = sizeFault(file.size, MAX_WEIGHTS_BYTES);
  if (fault) {
    session.notify({ kind: 'error', code: 'weights-invalid', params: { name: file.name, ...fault } });
    return;
  }
  try {
    await session.importWeights(await file.arrayBuffer(), file.name);
  } catch (error) {
    if (!(error instanceof EngineError) || !error.fault) throw error;
    session.notify({ kind: 'error', code: 'weights-invalid', params: { name: file.name, ...error.fault } });
  }
}

/** One file at a time: `load` does nothing while `loading`. */
export function useLoadWeights(): { readonly loading: boolean; readonly load: (file: File) => void } {
  const session = useSession();
  const [loading, setLoading] = useState(false);
  const load = useCallback(
    (file: File) => {
      if (loading) return;
      setLoading(true);
      session.attempt(async () => {
        try {
          await loadWeights(session, file);
        } finally {
          setLoading(false);
        }
      });
    },
    [session, loading],
  );
  return { loading, load };
}

/**
 * Weights can be let go anywhere on the page, which takes every file (`app/use-file-guard.ts`): until then a browser
 * does not tell what kind it is. True while files are held over the page.
 */
export function useWeightsDrop(load: (file: File) => void): boolean {
  const [over, setOver] = useState(false);
  useEffect(() => {
    const onDragOver = (event: DragEvent): void => {
      if (event.dataTransfer?.types.includes('Files') === true) setOver(true);
    };
    const onDragLeave = (event: DragEvent): void => {
      // Between two elements of the page there is one that is entered.
      if (event.relatedTarget === null) setOver(false);
    };
    const onDrop = (event: DragEvent): void => {
      setOver(false);
      if (event.dataTransfer?.types.includes('Files') !== true) return;
      const file = [...event.dataTransfer.files].find(({ name }) => EXTENSION.test(name));
      if (!file) return;
      // Before the drawing pad hears of it, to which this says that the file is taken.
      event.preventDefault();
      load(file);
    };
    document.addEventListener('dragover', onDragOver);
    document.addEventListener('dragleave', onDragLeave);
    document.addEventListener('drop', onDrop, { capture: true });
    return () => {
      document.removeEventListener('dragover', onDragOver);
      document.removeEventListener('dragleave', onDragLeave);
      document.removeEventListener('drop', onDrop, { capture: true });
    };
  }, [load]);
  return over;
}
