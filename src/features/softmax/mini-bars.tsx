/** Ten small bars side by side, for comparing two calculations. */
import { useFormat, useMessages } from '../../i18n/use-messages.ts';
import { signed } from './number-text.ts';
import styles from './mini-bars.module.css';

export interface MiniBarsProps {
  readonly title: string;
  /** One for each digit; values that are not finite are drawn as missing. */
  readonly values: readonly number[];
  /** Lower end of the range, whose upper end is 1. Longer bars are cut off. */
  readonly low: 0 | -1;
}

export function MiniBars({ title, values, low }: MiniBarsProps) {
  const text = useMessages().softmax;
  const format = useFormat();
  const zero = (-low / (1 - low)) * 100;
  const summary = values
    .map((value, digit) => text.valueOf(digit, Number.isFinite(value) ? signed(value, format) : text.noNumber))
    .join(', ');
  return (
    <figure className={styles['figure']}>
      <figcaption className={styles['title']}>{title}</figcaption>
      <div className={styles['bars']} role="img" aria-label={summary}>
        {values.map((value, digit) => {
          const height = (Math.min(1, Math.abs(value)) / (1 - low)) * 100;
          return (
            <span key={digit} className={styles['column']}>
              <span className={styles['track']}>
                {Number.isFinite(value) ? (
                  <span
                    className={styles['bar']}
                    data-negative={value < 0}
                    data-beyond={Math.abs(value) > 1.0001}
                    style={
                      value < 0
                        ? { top: `${100 - zero}%`, height: `${height}%` }
                        : { bottom: `${zero}%`, height: `${height}%` }
                    }
                  />
                ) : (
                  <span className={styles['missing']}>?</span>
                )}
                <span className={styles['zero']} style={{ bottom: `${zero}%` }} />
              </span>
              <span className={styles['digit']}>{digit}</span>
            </span>
          );
        })}
      </div>
    </figure>
  );
}
