/** The learning rate, as a number and on a slider whose steps are ratios. */
import { TextField } from '../../components/text-field.tsx';
import { BOUNDS } from '../../core/config.ts';
import { useMessages } from '../../i18n/use-messages.ts';
import { formatNumber, parseNumber } from './setting-text.ts';
import styles from './learning-rate.module.css';

/** The slider's ends, as powers of ten: what lies beyond can be typed, and is seldom wise. */
const LOWEST = -4;
const HIGHEST = 0;

export interface LearningRateProps {
  readonly value: number;
  /** It reaches into a run under way: what is typed counts when it is whole. */
  readonly live: boolean;
  readonly onChange: (value: number) => void;
}

export function LearningRate({ value, live, onChange }: LearningRateProps) {
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
        min={LOWEST}
        max={HIGHEST}
        step={0.05}
        value={Math.log10(value)}
        onChange={({ target }) => {
          onChange(Number((10 ** target.valueAsNumber).toPrecision(2)));
        }}
      />
    </div>
  );
}
