/** Explanations for readers of the post, in short sections. Some phrases are buttons that set the page's controls. */
import { Fragment, useMemo, type KeyboardEvent } from 'react';
import { WithPowers } from '../../components/with-powers.tsx';
import { defaultConfig } from '../../core/config.ts';
import { useMessages } from '../../i18n/use-messages.ts';
import { useSession, type Session } from '../../store/session.ts';
import { parseRichText, type Action, type Phrase } from './rich-text.ts';
import styles from './explanations.module.css';

/** In reading order. */
const SECTIONS = ['see', 'logit', 'ten', 'softmax', 'loss', 'run', 'charts', 'here'] as const;

/** The part of the softmax panel about learning; it exists only with a digit. */
const LESSON = 'loss-link';

export function Explanations() {
  const { explain: text, titles } = useMessages();
  return (
    <section className={styles['explanations']} id="how-it-works" aria-labelledby="how-title">
      <h2 className={styles['title']} id="how-title">
        {titles.explain}
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
        <Fragment key={i}>
          {phrase.action ? (
            <ActionPhrase phrase={phrase} action={phrase.action} />
          ) : (
            <WithPowers>{phrase.text}</WithPowers>
          )}
        </Fragment>
      ))}
    </p>
  );
}

/** Not a `button` element: browsers don't break lines within one. */
function ActionPhrase({ phrase, action }: { readonly phrase: Phrase; readonly action: Action }) {
  const session = useSession();
  const onKeyDown = (event: KeyboardEvent): void => {
    if (event.key !== 'Enter' && event.key !== ' ') return;
    // Otherwise the space bar scrolls the page.
    event.preventDefault();
    if (!event.repeat) act(session, action);
  };
  return (
    <span
      role="button"
      tabIndex={0}
      className={styles['action']}
      onClick={() => act(session, action)}
      onKeyDown={onKeyDown}
    >
      <WithPowers>{phrase.text}</WithPowers>
    </span>
  );
}

function act(session: Session, action: Action): void {
  switch (action.kind) {
    case 'temperature':
      session.setLens({ temperature: action.temperature });
      putDigit(session);
      showPart('softmax');
      // The reader can continue with the arrow keys.
      document.getElementById('temperature')?.focus({ preventScroll: true });
      return;
    case 'train': {
      const { seed } = session.settings.getState();
      const config = { ...defaultConfig(action.model), seed };
      session.settings.setState(config, true);
      session.attempt(() => session.train(config));
      showPart('train');
      return;
    }
    case 'sample':
      session.attempt(() => session.showSample());
      showPart('draw');
      return;
    case 'go':
      if (action.id === LESSON) putDigit(session);
      showPart(action.id, action.id === LESSON ? 'softmax' : undefined);
      return;
    default:
      action satisfies never;
  }
}

/** A blank pad would show no effect. */
function putDigit(session: Session): void {
  const { drawing, data } = session.store.getState();
  if (drawing.raster === null && data !== null) session.attempt(() => session.showSample());
}

/** Input that ends the scrolling: the reader has turned to something else. */
const READER_INPUT = ['pointerdown', 'wheel', 'touchstart', 'keydown'] as const;

/** Longer than a browser's smooth scroll. Content that is added later moves nothing. */
const SCROLL_MS = 3000;

/**
 * Scrolls to the part with this id, as soon as it exists. `around`: the id of the region that contains the part, shown
 * until the part exists, and where the part is hidden.
 */
function showPart(id: string, around?: string): void {
  let shown: Element | null = null;
  let until = 0;
  const stopping = new AbortController();
  const stop = (): void => stopping.abort();
  const show = (): void => {
    const part = document.getElementById(id);
    const best = part ?? (around === undefined ? null : document.getElementById(around));
    const now = performance.now();
    if (best !== shown) until = now + SCROLL_MS;
    shown = best;
    if (now < until) shown?.scrollIntoView({ block: 'start' });
    else if (part) stop();
  };
  show();
  // A smooth scroll keeps its first target: where the page grows meanwhile, it ends in the wrong place.
  const growth = new ResizeObserver(show);
  growth.observe(document.body);
  stopping.signal.addEventListener('abort', () => growth.disconnect());
  for (const type of READER_INPUT) window.addEventListener(type, stop, { signal: stopping.signal, passive: true });
}
