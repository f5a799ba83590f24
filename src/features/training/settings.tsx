/** Model and hyper-parameters: what the next run will be. Only the learning rate reaches into one under way. */
import { useStore } from 'zustand';
import { Button } from '../../components/button.tsx';
import { Control } from '../../components/control.tsx';
import { SelectField } from '../../components/field.tsx';
import { defaultConfig, type RunConfig } from '../../core/config.ts';
import { useMessages } from '../../i18n/use-messages.ts';
import { useAppState, useSession } from '../../store/session.ts';
import { LearningRate } from './learning-rate.tsx';
import { MoreSettings } from './more-settings.tsx';
import styles from './settings.module.css';

export function Settings() {
  const text = useMessages().training;
  const session = useSession();
  const settings = useStore(session.settings);
  const live = useAppState(({ run }) => run.state === 'running' || run.state === 'paused');

  const change = (part: Partial<RunConfig>): void => {
    session.settings.setState(part);
  };

  return (
    <div className={styles['settings']}>
      <div className={styles['row']}>
        <Control name="model">
          <SelectField
            label={text.model}
            value={settings.model}
            options={text.models}
            onChange={(model) => {
              // Another model comes with what suits it; the seed is the reader's own.
              change({ ...defaultConfig(model), seed: settings.seed });
            }}
          />
        </Control>
        <Control name="lr">
          <LearningRate
            value={settings.lr}
            onChange={(lr) => {
              if (live) session.attempt(() => session.setLearningRate(lr));
              change({ lr });
            }}
          />
        </Control>
      </div>
      <Pending settings={settings} live={live} />
      <Control name="settings">
        <details className={styles['more']}>
          <summary>{text.more}</summary>
          <MoreSettings settings={settings} onChange={change} />
          <Button
            onClick={() => {
              session.settings.setState(defaultConfig(settings.model));
            }}
          >
            {text.restore}
          </Button>
        </details>
      </Control>
    </div>
  );
}

/** Says when a change will count. Empty and in its place otherwise, so that it can be read out. */
function Pending({ settings, live }: { readonly settings: RunConfig; readonly live: boolean }) {
  const text = useMessages().training;
  const used = useAppState(({ model }) => model?.config);
  const pending = used !== undefined && differs(settings, used, live);
  return (
    <output className={styles['pending']}>{pending ? (live ? text.appliesAtReset : text.appliesAtTrain) : ''}</output>
  );
}

/** The learning rate of a run under way is never pending. */
function differs(a: RunConfig, b: RunConfig, live: boolean): boolean {
  const essence = (config: RunConfig): string => JSON.stringify({ ...config, lr: live ? 0 : config.lr });
  return essence(a) !== essence(b);
}
