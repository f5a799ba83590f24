/** The placeholder of the strip: what the reader can do on this page to fill it. */
import { Button } from '../../components/button.tsx';
import { useControlHidden } from '../../components/control.tsx';
import { usePanelShown } from '../../components/visible-panels.ts';
import { useMessages } from '../../i18n/use-messages.ts';
import { useAppState } from '../../store/session.ts';
import { useTestDigit } from '../../store/use-test-digit.ts';
import { stripInvitation } from './strip-invitation.ts';
import styles from './learning-panel.module.css';

export function EmptyStrip({ hasInk }: { readonly hasInk: boolean }) {
  const { learning, drawing } = useMessages();
  const testDigit = useTestDigit();
  const learns = useAppState(({ run }) => run.step > 0);
  const canDraw = usePanelShown('draw');
  const trainHidden = useControlHidden('train');
  const canTrain = usePanelShown('train') && !trainHidden;
  const canSample = !useControlHidden('sample');
  const invitation = stripInvitation({ hasInk, canDraw, canTrain, canSample });
  return (
    <div className={styles['empty']}>
      <p>{learning.invitations[invitation]}</p>
      {hasInk && learns && <p>{learning.beginsAnew}</p>}
      {invitation === 'sample' && <Button {...testDigit}>{drawing.randomDigit}</Button>}
    </div>
  );
}
