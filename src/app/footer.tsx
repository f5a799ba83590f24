/** Share bar, credits and licence. */
import { SPACE } from '../components/elements.ts';
import { useMessages } from '../i18n/use-messages.ts';
import { ShareBar, type ShareBarProps } from './share-bar.tsx';
import styles from './footer.module.css';

export function Footer(props: ShareBarProps) {
  const { app: text, titles } = useMessages();
  return (
    <footer className={styles['footer']}>
      <ShareBar {...props} />
      <p>
        <span>{text.mnistCredit}</span>
        {SPACE}
        <a href="https://yann.lecun.com/exdb/mnist/">yann.lecun.com</a>
        <span>,</span>
        {SPACE}
        <a href="https://creativecommons.org/licenses/by-sa/3.0/">CC BY-SA 3.0</a>
      </p>
      <p className={styles['alone']}>
        <a href="#how-it-works">{titles.explain}</a>
      </p>
      <p className={styles['alone']}>
        <a href="https://opensource.org/license/mit">{text.licence}</a>
      </p>
    </footer>
  );
}
