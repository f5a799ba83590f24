/** One number that matters, with its name. Its colour is that of its curve in the charts. */
import { VisuallyHidden } from './visually-hidden.tsx';
import styles from './stat-tile.module.css';

export interface StatTileProps {
  readonly testId: string;
  readonly label: string;
  /** Null: there is none yet. */
  readonly value: number | null;
  readonly format: (value: number) => string;
  /** Read out in place of the dash. */
  readonly none: string;
  readonly kind: 'train' | 'test';
}

export function StatTile({ testId, label, value, format, none, kind }: StatTileProps) {
  return (
    <div className={styles['tile']} data-testid={testId} data-value={value ?? ''} data-kind={kind}>
      <dt className={styles['label']}>{label}</dt>
      <dd className={styles['value']}>
        {value === null ? (
          <>
            <span aria-hidden="true">–</span>
            <VisuallyHidden>{none}</VisuallyHidden>
          </>
        ) : (
          format(value)
        )}
      </dd>
    </div>
  );
}
