/** Downloads the weights as a file that PyTorch can load. */
import { Button } from '../../components/button.tsx';
import { Control } from '../../components/control.tsx';
import { saveFile } from '../../components/save-file.ts';
import { useMessages } from '../../i18n/use-messages.ts';
import { useAppState, useSession, type Session } from '../../store/session.ts';
import { weightsName } from './weights-file-facts.ts';

export function DownloadWeights() {
  const text = useMessages().checkpoints;
  const session = useSession();
  const known = useAppState(({ model }) => model !== null);
  return (
    <Control name="download">
      <Button disabled={!known} onClick={() => session.attempt(() => downloadWeights(session))}>
        {text.download}
      </Button>
    </Control>
  );
}

/** Downloads the current model's weights. */
export async function downloadWeights(session: Session, reader: Pick<Session, 'notify'> = session): Promise<void> {
  const model = session.store.getState().model?.model;
  const content = await session.exportWeights();
  saveFile({ content, name: weightsName(model ?? 'mlp'), type: 'application/octet-stream' }, reader);
}
