/** A modal dialog with a heading as its name. The button and Escape close it. */
import { useEffect, useId, useRef } from 'react';
import type { Elements } from './elements.ts';
import { Button } from './button.tsx';
import { showInSight } from './show-in-sight.ts';
import styles from './dialog.module.css';

export interface DialogProps {
  readonly title: string;
  readonly closeLabel: string;
  readonly width?: 'md' | 'lg';
  /** Called when the dialog has closed; the caller then removes it. */
  readonly onClose: () => void;
  readonly children: Elements;
}

export function Dialog({ title, closeLabel, width = 'md', onClose, children }: DialogProps) {
  const dialog = useRef<HTMLDialogElement>(null);
  const headingId = useId();

  useEffect(() => {
    const element = dialog.current;
    return element && !element.open ? showInSight(element) : undefined;
  }, []);

  return (
    // Closing restores the focus, so the element must stay until then.
    <dialog ref={dialog} className={styles['dialog']} data-width={width} aria-labelledby={headingId} onClose={onClose}>
      <header className={styles['header']}>
        <h2 className={styles['title']} id={headingId}>
          {title}
        </h2>
        <Button variant="quiet" onClick={() => dialog.current?.close()}>
          {closeLabel}
        </Button>
      </header>
      {children}
    </dialog>
  );
}
