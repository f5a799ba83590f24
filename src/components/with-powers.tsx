/** A sentence of the catalogue with superscript exponents. */
import { VisuallyHidden } from './visually-hidden.tsx';
import { parsePowers } from './powers.ts';
import styles from './with-powers.module.css';

/** Screen readers and copied text get e^(89), not e89. */
export function WithPowers({ children }: { readonly children: string }) {
  return parsePowers(children).map(({ text, raised }, i) =>
    raised ? (
      <sup key={i} className={styles['raised']}>
        <VisuallyHidden>^(</VisuallyHidden>
        <span>{text}</span>
        <VisuallyHidden>)</VisuallyHidden>
      </sup>
    ) : (
      <span key={i}>{text}</span>
    ),
  );
}
