/** A number with its bar, for a table cell. Bars are scaled and not resized, because they change many times a second. */
import { memo } from 'react';
import { useAppState } from '../../store/session.ts';
import styles from './amount.module.css';

export interface AmountProps {
  readonly text: string;
  /** Share of the bar's track, in [0, 1]. */
  readonly share: number;
}

export const Amount = memo(function Amount({ text, share }: AmountProps) {
  return (
    <div className={styles['amount']}>
      <span className={styles['text']} translate="no">
        {text}
      </span>
      <span className={styles['track']} aria-hidden="true">
        <span className={styles['fill']} style={{ transform: `scaleX(${share})` }} />
      </span>
    </div>
  );
});

/** `share` of the half-track, negative to the left. Beyond ±1 the bar is cut off and marked. */
export const SignedAmount = memo(function SignedAmount({ text, share }: AmountProps) {
  const shown = Math.max(-1, Math.min(1, share));
  return (
    <div className={styles['amount']}>
      <span className={styles['text']} translate="no">
        {text}
      </span>
      <span className={styles['axis']} aria-hidden="true">
        <span
          className={styles['half']}
          data-beyond={Math.abs(share) > 1.001 ? (share < 0 ? 'left' : 'right') : undefined}
          style={{ transform: `scaleX(${shown})` }}
        />
      </span>
    </div>
  );
});

export interface StackedAmountProps {
  readonly text: string;
  /** Shares of the whole; they add up to 1. */
  readonly values: readonly number[];
}

/** The bars of a column, end to end. */
export function StackedAmount({ text, values }: StackedAmountProps) {
  const highlight = useAppState(({ lens }) => lens.highlight);
  return (
    <div className={styles['amount']}>
      <span className={styles['text']} translate="no">
        {text}
      </span>
      <span className={styles['stack']} aria-hidden="true">
        {values.map((value, digit) => (
          <span key={digit} data-highlighted={digit === highlight} style={{ width: `${100 * value}%` }} />
        ))}
      </span>
    </div>
  );
}
