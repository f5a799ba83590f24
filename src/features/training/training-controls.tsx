/** The buttons of the run. The first button changes its label, not its element, so it keeps the focus. */
import { Button } from '../../components/button.tsx';
import { Control } from '../../components/control.tsx';
import { useMessages } from '../../i18n/use-messages.ts';
import { useAppState, useSession } from '../../store/session.ts';
import { actionsIn, type MainAction } from './actions.ts';
import styles from './training-controls.module.css';

export function TrainingControls() {
  const text = useMessages().training;
  const session = useSession();
  const state = useAppState(({ run }) => run.state);
  const hasModel = useAppState(({ model }) => model !== null);
  const { main: action, usable, step } = actionsIn(state, hasModel);

  return (
    <div className={styles['controls']}>
      <Control name="train">
        <Button
          variant="primary"
          size="lg"
          disabled={!usable}
          onClick={() => {
            session.attempt(() => session[action]());
          }}
        >
          <Icon action={action} />
          <span>{text[action]}</span>
        </Button>
      </Control>
      <Control name="step">
        <Button
          size="lg"
          disabled={!step}
          title={text.stepHint}
          onClick={() => {
            session.attempt(() => session.step());
          }}
        >
          {text.step}
        </Button>
      </Control>
      <Control name="reset">
        <Button
          size="lg"
          disabled={!usable}
          title={text.resetHint}
          onClick={() => {
            session.attempt(() => session.reset());
          }}
        >
          {text.reset}
        </Button>
      </Control>
    </div>
  );
}

function Icon({ action }: { readonly action: MainAction }) {
  return (
    <svg viewBox="0 0 16 16" width="16" height="16" fill="currentColor" aria-hidden="true">
      {action === 'pause' ? <path d="M3 2h4v12H3zM9 2h4v12H9z" /> : <path d="M3.5 1.8v12.4L14 8z" />}
    </svg>
  );
}
