/** Text for screen readers only. */
import type { Content } from './elements.ts';
import styles from './visually-hidden.module.css';

export function VisuallyHidden({ children }: { readonly children: Content }) {
  return <span className={styles['hidden']}>{children}</span>;
}
