/** Loads weights from a file that is chosen, or dropped anywhere on the page. */
import { useCallback, useEffect, useId, useRef, useState } from 'react';
import { Button } from '../../components/button.tsx';
import { Control } from '../../components/control.tsx';
import { MAX_WEIGHTS_BYTES } from '../../core/weights-fault.ts';
import { EngineError } from '../../engine/engine.ts';
import { useMessages } from '../../i18n/use-messages.ts';
import { useAppState, useSession, type Session } from '../../store/session.ts';
import { EXTENSION, sizeFault } from './weights-file-facts.ts';
import styles from './weights-area.module.css';

export function LoadWeights() {
  return (
    <Control name="weights-in">
      <Load />
    </Control>
  );
}

function Load() {
  const text = useMessages().checkpoints;
  const known = useAppState(({ model }) => model !== null);
  const input = useRef<HTMLInputElement>(null);
  const hintId = useId();
  const { loading, load } = useLoadWeights();
  const over = useWeightsDrop(load);
  return (
    <>
      <Button disabled={!known || loading} aria-describedby={hintId} onClick={() => input.current?.click()}>
        {text.load}
      </Button>
      <input
        ref={input}
        type="file"
        accept=".safetensors"
        hidden
        disabled={!known}
        aria-label={text.load}
        data-testid="weights-input"
        onChange={({ currentTarget }) => {
          const [file] = currentTarget.files ?? [];
          if (file) load(file);
          // Otherwise choosing the same file again fires no event.
          currentTarget.value = '';
        }}
      />
      <p className={styles['hint']} id={hintId} data-over={over}>
        {loading ? text.loading : over ? text.drop : text.hint}
      </p>
    </>
  );
}

/** A fault of the file becomes a notice. Other errors are thrown. */
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
function useLoadWeights(): { readonly loading: boolean; readonly load: (file: File) => void } {
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
 * Loads a weights file that is dropped anywhere on the page; `app/use-drop-guard.ts` takes every other file. True while
 * files are held over the page: browsers report their names only at the drop.
 */
function useWeightsDrop(load: (file: File) => void): boolean {
  const [over, setOver] = useState(false);
  useEffect(() => {
    const onDragOver = (event: DragEvent): void => {
      if (event.dataTransfer?.types.includes('Files') === true) setOver(true);
    };
    const onDragLeave = (event: DragEvent): void => {
      // Set when the pointer moves from one element of the page to another.
      if (event.relatedTarget === null) setOver(false);
    };
    const onDrop = (event: DragEvent): void => {
      setOver(false);
      if (event.dataTransfer?.types.includes('Files') !== true) return;
      const file = [...event.dataTransfer.files].find(({ name }) => EXTENSION.test(name));
      if (!file) return;
      // This listener runs first, in the capture phase. The drawing pad ignores an event that is default-prevented.
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
