/** What a reader of the post may want to know next, in short sections; phrases in them set the page's controls. */
import { Fragment, useMemo } from 'react';
import { defaultConfig } from '../../core/config.ts';
import { useMessages } from '../../i18n/use-messages.ts';
import { useSession, type Session } from '../../store/session.ts';
import { parseRichText, type Deed, type Phrase } from './rich-text.ts';
import styles from './explanations.module.css';

/** In reading order. */
const SECTIONS = ['see', 'logit', 'ten', 'softmax', 'loss', 'run', 'charts', 'here'] as const;

export function Explanations() {
  const text = useMessages().explain;
  return (
    <section className={styles['explanations']} id="how-it-works" aria-labelledby="how-title">
      <h2 className={styles['title']} id="how-title">
        {text.title}
      </h2>
      <div className={styles['sections']}>
        {SECTIONS.map((name) => (
          <div key={name}>
            <h3 className={styles['heading']}>{text.sections[name].title}</h3>
            <RichText source={text.sections[name].body} />
          </div>
        ))}
      </div>
    </section>
  );
}

function RichText({ source }: { readonly source: string }) {
  const phrases = useMemo(() => parseRichText(source), [source]);
  return (
    <p className={styles['body']}>
      {phrases.map((phrase, i) => (
        <Fragment key={i}>{phrase.deed ? <DeedButton phrase={phrase} deed={phrase.deed} /> : phrase.text}</Fragment>
      ))}
    </p>
  );
}

function DeedButton({ phrase, deed }: { readonly phrase: Phrase; readonly deed: Deed }) {
  const session = useSession();
  return (
    <button type="button" className={styles['deed']} onClick={() => act(session, deed)}>
      {phrase.text}
    </button>
  );
}

function act(session: Session, deed: Deed): void {
  switch (deed.kind) {
    case 'temperature':
      session.setLens({ temperature: deed.temperature });
      show('softmax');
      // Its value is what has changed, and where one goes on from.
      document.getElementById('temperature')?.focus({ preventScroll: true });
      return;
    case 'train': {
      const { seed } = session.settings.getState();
      const config = { ...defaultConfig(deed.model), seed };
      session.settings.setState(config, true);
      session.attempt(() => session.train(config));
      show('train');
      return;
    }
    case 'sample':
      session.attempt(() => session.showSample());
      show('draw');
      return;
    case 'go':
      show(deed.id);
      return;
    default:
      deed satisfies never;
  }
}

function show(id: string): void {
  document.getElementById(id)?.scrollIntoView({ block: 'start' });
}
