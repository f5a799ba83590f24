/** One line about backend, data or model: a value and a remark, with details below. */
import type { Elements } from './elements.ts';
import styles from './fact.module.css';

export interface FactProps {
  readonly label: string;
  readonly value: string;
  /** Beside the value. */
  readonly remark?: string | undefined;
  /** Later values of the remark: the line reserves the width of the longest. */
  readonly otherRemarks?: readonly string[];
  /** `data-…` attributes, for scripts and tests. */
  readonly data: { readonly 'data-testid': string } & Readonly<Record<`data-${string}`, string | number | undefined>>;
  /** Small print. */
  readonly children?: Elements;
}

export function Fact({ label, value, remark, otherRemarks = [], data, children }: FactProps) {
  return (
    <div className={styles['fact']} {...data}>
      <span className={styles['label']}>{label}</span>
      <div className={styles['content']}>
        <p className={styles['line']}>
          <span className={styles['version']}>
            <span className={styles['value']}>{value}</span>
            {remark !== undefined && <span>{remark}</span>}
          </span>
          {otherRemarks.map((other) => (
            <Room key={other} value={value} remark={other} />
          ))}
        </p>
        {children}
      </div>
    </div>
  );
}

/** Reserves the width of a line. The text is in attributes, so it is not read out, found or copied. */
function Room({ value, remark }: { readonly value: string; readonly remark: string }) {
  return (
    <span className={styles['version']} aria-hidden>
      <span className={styles['value']} data-words={value} />
      <span data-words={remark} />
    </span>
  );
}
