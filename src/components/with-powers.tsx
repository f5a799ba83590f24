/** A sentence of the catalogue with superscript exponents. */
import { Fragment } from 'react';
import { VisuallyHidden } from './visually-hidden.tsx';
import { parsePowers } from './powers.ts';
import styles from './with-powers.module.css';

/** Screen readers and copied text get e^(89), not e89. */
export function WithPowers({ children }: { readonly children: string }) {
  return parsePowers(children).map(({ text, raised }, i) => (
    <Fragment key={i}>
      {raised ? (
        <sup className={styles['raised']}>
          <VisuallyHidden>^(</VisuallyHidden>
          {text}
          <VisuallyHidden>)</VisuallyHidden>
        </sup>
      ) : (
        text
      )}
    </Fragment>
  ));
}
