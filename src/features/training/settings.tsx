/** Model and hyperparameters of the next run. Only the learning rate also changes the current run. */
import { useStore } from 'zustand';
import { Button } from '../../components/button.tsx';
import { Control } from '../../components/control.tsx';
import { SelectField } from '../../components/field.tsx';
import { TextField } from '../../components/text-field.tsx';
import { BOUNDS, defaultConfig, type RunConfig } from '../../core/config.ts';
import { differingFields } from '../../core/differing-fields.ts';
import { useMessages } from '../../i18n/use-messages.ts';
import { useAppState, useSession } from '../../store/session.ts';
import { MoreSettings } from './more-settings.tsx';
import { formatNumber, parseNumber } from './setting-text.ts';
import styles from './settings.module.css';

export function Settings() {
  const text = useMessages().training;
  const session = useSession();
  const settings = useStore(session.settings);
  const rate = useStore(session.rateInUse);
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
              // Another model gets its own defaults, but keeps the seed.
              change({ ...defaultConfig(model), seed: settings.seed });
            }}
          />
        </Control>
        <Control name="lr">
          <LearningRate
            value={live ? rate : settings.lr}
            live={live}
            onChange={(lr) => {
              if (live) session.attempt(() => session.setLearningRate(lr));
              else change({ lr });
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
              // Of the next run, with its learning rate, which fits the other defaults.
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

/** Says when a change applies. It stays rendered while empty, because a live region must exist before its text. */
function Pending({ settings, live }: { readonly settings: RunConfig; readonly live: boolean }) {
  const text = useMessages().training;
  const session = useSession();
  const used = useAppState(({ model }) => model?.config);
  const rate = useStore(session.rateInUse);
  const waiting = used && differingFields(settings, live ? { ...used, lr: rate } : used);
  const otherRate = waiting?.includes('lr') ? formatNumber(settings.lr) : null;
  return (
    <output className={styles['pending']}>
      {waiting && waiting.length > 0 && (live ? text.appliesAtReset(otherRate) : text.appliesAtTrain)}
    </output>
  );
}

/** The slider's ends, as powers of ten. Other rates can be typed. */
const LOWEST_POWER = -4;
const HIGHEST_POWER = 0;

interface LearningRateProps {
  readonly value: number;
  /** A change reaches the current run, so typed text counts only once it is entered. */
  readonly live: boolean;
  readonly onChange: (value: number) => void;
}

/** The learning rate as a number, and on a slider with a logarithmic scale. */
function LearningRate({ value, live, onChange }: LearningRateProps) {
  const text = useMessages().training;
  return (
    <div className={styles['rate']}>
      <TextField
        label={text.lr}
        value={value}
        format={formatNumber}
        parse={(input) => parseNumber(input, 'lr')}
        onChange={onChange}
        counts={live ? 'entered' : 'typed'}
        expected={text.numberBetween(BOUNDS.lr.min, BOUNDS.lr.max)}
        inputMode="decimal"
      />
      <input
        className={styles['slider']}
        type="range"
        aria-label={text.lrSlider}
        aria-valuetext={formatNumber(value)}
        title={text.lrHint}
        min={LOWEST_POWER}
        max={HIGHEST_POWER}
        step={0.05}
        value={Math.log10(value)}
        onChange={({ target }) => {
          onChange(Number((10 ** target.valueAsNumber).toPrecision(2)));
        }}
      />
    </div>
  );
}
