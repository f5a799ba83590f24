/** A sentence of the catalogue with its powers raised. */
import { Fragment } from 'react';
import { VisuallyHidden } from './visually-hidden.tsx';
import { parsePowers } from './powers.ts';
import styles from './with-powers.module.css';

/** Read out and copied it is e^(89), which e89 is not. */
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
