/** One line about the machinery, what it is and a remark, with more beneath it. */
import type { ReactNode } from 'react';
import styles from './fact.module.css';

export interface FactProps {
  readonly label: string;
  readonly value: string;
  /** Beside the value. */
  readonly remark?: string | undefined;
  /** `data-…` attributes, for scripts and tests. */
  readonly data: { readonly 'data-testid': string } & Readonly<Record<`data-${string}`, string | number | undefined>>;
  /** Small print. */
  readonly children?: ReactNode;
}

export function Fact({ label, value, remark, data, children }: FactProps) {
  return (
    <div className={styles['fact']} {...data}>
      <span className={styles['label']}>{label}</span>
      <div className={styles['content']}>
        <p className={styles['line']}>
          <span className={styles['value']}>{value}</span>
          {remark !== undefined && <span className={styles['remark']}>{remark}</span>}
        </p>
        {children}
      </div>
    </div>
  );
}
