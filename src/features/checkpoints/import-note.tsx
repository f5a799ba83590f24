/** Where the weights were loaded: that they are in use now, and the way back. */
import { Button } from '../../components/button.tsx';
import { useMessages } from '../../i18n/use-messages.ts';
import { useAppState, useSession } from '../../store/session.ts';
import styles from './weights-area.module.css';

export function ImportNote() {
  const text = useMessages().checkpoints;
  const session = useSession();
  const undo = useAppState(({ importUndo }) => importUndo);
  if (!undo) return null;
  return (
    <div className={styles['note']}>
      {undo.name !== '' && <span className={styles['name']}>{undo.name}</span>}
      <Button title={text.undoHint} onClick={() => session.attempt(() => session.undoImport())}>
        {text.undo}
      </Button>
    </div>
  );
}
