/** Weights out of the page, into it, and on to PyTorch. */
import { Button } from '../../components/button.tsx';
import { Control } from '../../components/control.tsx';
import { createLoader } from '../../components/load-part.ts';
import { useLazyDialog } from '../../components/use-lazy-dialog.ts';
import { useMessages } from '../../i18n/use-messages.ts';
import { useAppState, useSession } from '../../store/session.ts';
import { DownloadWeights } from './download-weights.tsx';
import { ImportNote } from './import-note.tsx';
import { LoadWeights } from './load-weights.tsx';
import styles from './weights-area.module.css';

const loadDialog = createLoader(
  () => import('./pytorch-dialog.tsx'),
  ({ PytorchDialog }) => PytorchDialog,
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
  const text = useMessages().pytorch;
  const session = useSession();
  const known = useAppState(({ model }) => model !== null);
  const { Dialog, open, close } = useLazyDialog(loadDialog);
  return (
    <Control name="pytorch">
      <Button aria-haspopup="dialog" disabled={!known} onClick={() => session.attempt(open)}>
        {text.open}
      </Button>
      {Dialog && <Dialog onClose={close} />}
    </Control>
  );
}
