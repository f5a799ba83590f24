/** Choice of the meant digit: ten native radio buttons in one row. */
import { useId } from 'react';
import { DIGITS } from '../../core/types.ts';
import { useMessages } from '../../i18n/use-messages.ts';
import styles from './meant-digit.module.css';

export interface MeantDigitProps {
  readonly value: number;
  /** The source of the value. */
  readonly note: string;
  readonly onChange: (digit: number) => void;
}

export function MeantDigit({ value, note, onChange }: MeantDigitProps) {
  const text = useMessages().softmax;
  const id = useId();
  return (
    <fieldset className={styles['group']} data-testid="meant" data-value={value} aria-describedby={`${id}-note`}>
      <legend className={styles['legend']}>{text.meant}</legend>
      <div className={styles['digits']}>
        {DIGITS.map((digit) => (
          <label key={digit} className={styles['digit']}>
            <input type="radio" name={id} value={digit} checked={digit === value} onChange={() => onChange(digit)} />
            <span>{digit}</span>
          </label>
        ))}
      </div>
      <p className={styles['note']} id={`${id}-note`}>
        {note}
      </p>
    </fieldset>
  );
}
