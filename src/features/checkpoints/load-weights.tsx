/** Loads weights from a file that is chosen. `app/take-files.ts` loads one that is dropped or pasted. */
import { useCallback, useEffect, useId, useRef, useState } from 'react';
import { Button } from '../../components/button.tsx';
import { Control } from '../../components/control.tsx';
import { useMessages } from '../../i18n/use-messages.ts';
import { useAppState, useSession } from '../../store/session.ts';
import { loadWeightsFile } from './load-weights-file.ts';
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
  const { loading, load } = useOneLoad();
  const over = useFilesOver();
  return (
    <>
      <Button disabled={!known || loading} aria-describedby={hintId} onClick={() => input.current?.click()}>
        {text.load}
      </Button>
      {/* Without `accept`: phones grey out files whose extension they do not know. */}
      <input
        ref={input}
        type="file"
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

/** One file at a time: `load` does nothing while `loading`. */
function useOneLoad(): { readonly loading: boolean; readonly load: (file: File) => void } {
  const session = useSession();
  const [loading, setLoading] = useState(false);
  const load = useCallback(
    (file: File) => {
      if (loading) return;
      setLoading(true);
      session.attempt(async () => {
        try {
          await loadWeightsFile(session, file);
        } finally {
          setLoading(false);
        }
      });
    },
    [session, loading],
  );
  return { loading, load };
}

/** True while files are held over the page. The drop itself is handled for the whole page (`app/use-drop-guard.ts`). */
function useFilesOver(): boolean {
  const [over, setOver] = useState(false);
  useEffect(() => {
    const onDragOver = (event: DragEvent): void => {
      if (event.dataTransfer?.types.includes('Files') === true) setOver(true);
    };
    const onDragLeave = (event: DragEvent): void => {
      // Set when the pointer moves from one element of the page to another.
      if (event.relatedTarget === null) setOver(false);
    };
    const onDrop = (): void => setOver(false);
    document.addEventListener('dragover', onDragOver);
    document.addEventListener('dragleave', onDragLeave);
    document.addEventListener('drop', onDrop);
    return () => {
      document.removeEventListener('dragover', onDragOver);
      document.removeEventListener('dragleave', onDragLeave);
      document.removeEventListener('drop', onDrop);
    };
  }, []);
  return over;
}
