/** Downloads weights, loads them, and continues in PyTorch. */
import { Button } from '../../components/button.tsx';
import { Control } from '../../components/control.tsx';
import { createLoader } from '../../components/load-part.ts';
import { useLazyDialog } from '../../components/use-lazy-dialog.ts';
import { withWords } from '../../components/words.ts';
import { useMessages } from '../../i18n/use-messages.ts';
import { useAppState, useSession } from '../../store/session.ts';
import { DownloadWeights } from './download-weights.tsx';
import { LoadWeights } from './load-weights.tsx';
import styles from './weights-area.module.css';

const loadDialog = withWords(
  'pytorch',
  createLoader(
    () => import('./pytorch-dialog.tsx'),
    ({ PytorchDialog }) => PytorchDialog,
  ),
);

export function WeightsArea() {
  return (
    <div className={styles['area']}>
      <DownloadWeights />
      <LoadWeights />
      <ImportNote />
      <ContinueInPytorch />
    </div>
  );
}

function ContinueInPytorch() {
  const text = useMessages().checkpoints;
  const session = useSession();
  const known = useAppState(({ model }) => model !== null);
  const { Dialog, open, close } = useLazyDialog(loadDialog);
  return (
    <Control name="pytorch">
      <Button aria-haspopup="dialog" disabled={!known} onClick={() => session.attempt(open)}>
        {text.pytorch}
      </Button>
      {Dialog && <Dialog onClose={close} />}
    </Control>
  );
}

/** While imported weights are in use: the name of their file, and a button that restores the former ones. */
function ImportNote() {
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
