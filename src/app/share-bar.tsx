/** Embed code, and a link to the current state. */
import { useCallback, useRef, useState } from 'react';
import { SPACE } from '../components/elements.ts';
import { Button } from '../components/button.tsx';
import { createLoader } from '../components/load-part.ts';
import { useCopy } from '../components/use-copy.ts';
import { useLazyDialog } from '../components/use-lazy-dialog.ts';
import { withWords } from '../components/words.ts';
import { pageUrl } from '../core/page-address.ts';
import { useMessages } from '../i18n/use-messages.ts';
import { isImage } from '../store/drawing.ts';
import { useSession } from '../store/session.ts';
import type { PageParams } from './params.ts';
import type { Preferences } from './use-preferences.ts';
import styles from './share-bar.module.css';

const loadDialog = withWords(
  'embedding',
  createLoader(
    () => import('../features/embedding/embed-dialog.tsx'),
    ({ EmbedDialog }) => EmbedDialog,
  ),
);

export interface ShareBarProps {
  readonly params: Pick<PageParams, 'data' | 'weights'>;
  readonly preferences: Preferences;
}

/** The page's URL without a file name such as `index.html`. */
function pageFolder(): string {
  return new URL('.', document.baseURI).href;
}

export function ShareBar({ params, preferences }: ShareBarProps) {
  const text = useMessages().share;
  const session = useSession();
  const { Dialog, open, close } = useLazyDialog(loadDialog);
  return (
    <section className={styles['bar']} aria-label={text.label}>
      <p className={styles['invitation']}>{text.invitation}</p>
      <Button aria-haspopup="dialog" onClick={() => session.attempt(open)}>
        {text.embed}
      </Button>
      <CopyLink params={params} preferences={preferences} />
      {Dialog && (
        <Dialog
          base={pageFolder()}
          language={preferences.language}
          data={params.data}
          weights={params.weights}
          onClose={close}
        />
      )}
    </section>
  );
}

function CopyLink({ params: { data, weights }, preferences: { language, theme } }: ShareBarProps) {
  const text = useMessages().share;
  const { settings, store } = useSession();
  const [link, setLink] = useState({ url: '', imageLeftOut: false });
  const shown = useRef<HTMLElement>(null);
  const currentLink = useCallback(() => {
    const { drawing } = store.getState();
    const config = settings.getState();
    const url = pageUrl(pageFolder(), { config, data, weights, language, theme, drawing: drawing.strokes });
    // Strokes fit in a URL; images do not.
    setLink({ url, imageLeftOut: isImage(drawing) });
    return url;
  }, [settings, store, data, weights, language, theme]);
  const { outcome, copy } = useCopy(currentLink, shown);
  return (
    <>
      <Button onClick={copy}>{text.copyLink}</Button>
      <output className={styles['outcome']}>
        {outcome === 'copied' && <span>{link.imageLeftOut ? text.linkCopiedWithoutImage : text.linkCopied}</span>}
        {outcome === 'failed' && (
          <>
            <span>{text.linkFailed}</span>
            {SPACE}
            <code ref={shown} translate="no">
              {link.url}
            </code>
          </>
        )}
      </output>
    </>
  );
}
