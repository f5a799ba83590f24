/** The run's state in one word. A live region, announced only when the state changes. */
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
