/** One number with its name, in the colour of its curve in the charts. */
import { VisuallyHidden } from './visually-hidden.tsx';
import styles from './stat-tile.module.css';

export interface StatTileProps {
  readonly testId: string;
  readonly label: string;
  /** Null until there is one. */
  readonly value: number | null;
  readonly format: (value: number) => string;
  /** Read out instead of the dash. */
  readonly none: string;
  readonly kind: 'train' | 'test';
}

export function StatTile({ testId, label, value, format, none, kind }: StatTileProps) {
  return (
    <div className={styles['tile']} data-testid={testId} data-value={value ?? ''} data-kind={kind}>
      <dt className={styles['label']}>{label}</dt>
      <dd className={styles['value']} translate="no">
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
