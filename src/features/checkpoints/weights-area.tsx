/** Weights out of the page, into it, and on to PyTorch. */
import { useState, type ComponentType } from 'react';
import { Button } from '../../components/button.tsx';
import { Control } from '../../components/control.tsx';
import { useMessages } from '../../i18n/use-messages.ts';
import { useAppState, useSession } from '../../store/session.ts';
import { DownloadWeights } from './download-weights.tsx';
import { ImportNote } from './import-note.tsx';
import { LoadWeights } from './load-weights.tsx';
import type { PytorchDialogProps } from './pytorch-dialog.tsx';
import styles from './weights-area.module.css';

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

/** The dialog is in a chunk of its own, as most visits do without it. */
function ContinueInPytorch() {
  const text = useMessages().pytorch;
  const session = useSession();
  const known = useAppState(({ model }) => model !== null);
  const [dialog, setDialog] = useState<ComponentType<PytorchDialogProps> | null>(null);
  const Dialog = dialog;
  const open = () =>
    session.attempt(async () => {
      const { PytorchDialog } = await import('./pytorch-dialog.tsx');
      setDialog(() => PytorchDialog);
    });
  return (
    <Control name="pytorch">
      <Button aria-haspopup="dialog" disabled={!known} onClick={open}>
        {text.open}
      </Button>
      {Dialog && <Dialog onClose={() => setDialog(null)} />}
    </Control>
  );
}
