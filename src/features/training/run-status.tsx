/** What the run is doing, in one word. A live region: it speaks when the state changes and at no other time. */
import { useMessages } from '../../i18n/use-messages.ts';
import { useAppState } from '../../store/session.ts';
import styles from './run-status.module.css';

export function RunStatus() {
  const text = useMessages().training;
  const state = useAppState(({ run }) => run.state);
  return (
    <output className={styles['status']} data-testid="status" data-state={state}>
      {text.states[state]}
    </output>
  );
}
