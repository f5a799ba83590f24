/** What happens on this page, in four short paragraphs. */
import { useMessages } from '../i18n/use-messages.ts';
import styles from './how-it-works.module.css';

export function HowItWorks() {
  const text = useMessages().app;
  const parts = [
    [text.howSeeTitle, text.howSee],
    [text.howAnswerTitle, text.howAnswer],
    [text.howLearnTitle, text.howLearn],
    [text.howHereTitle, text.howHere],
  ] as const;
  return (
    <section className={styles['how']} id="how-it-works" aria-labelledby="how-title">
      <h2 className={styles['title']} id="how-title">
        {text.howTitle}
      </h2>
      <div className={styles['parts']}>
        {parts.map(([title, body]) => (
          <div key={title}>
            <h3 className={styles['heading']}>{title}</h3>
            <p className={styles['body']}>{body}</p>
          </div>
        ))}
      </div>
    </section>
  );
}
