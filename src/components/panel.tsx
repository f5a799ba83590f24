/** One titled region of the page. Its heading is its accessible name. */
import { useId } from 'react';
import type { Elements } from './elements.ts';
import styles from './panel.module.css';

export interface PanelProps {
  readonly title: string;
  /** Id of the element, for links. */
  readonly id: string;
  /** Controls at the right of the heading. */
  readonly actions?: Elements;
  readonly children: Elements;
}

export function Panel({ title, id, actions, children }: PanelProps) {
  const headingId = useId();
  return (
    <section className={styles['panel']} id={id} aria-labelledby={headingId}>
      <header className={styles['header']}>
        <h2 className={styles['title']} id={headingId}>
          {title}
        </h2>
        {actions !== undefined && <div className={styles['actions']}>{actions}</div>}
      </header>
      {children}
    </section>
  );
}
