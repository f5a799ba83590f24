/** What to do with the page elsewhere: the code for a page of one's own, and a link to what is here now. */
import { useCallback, useRef, useState, type ComponentType } from 'react';
import { Button } from '../components/button.tsx';
import { useCopy } from '../components/use-copy.ts';
import { pageUrl } from '../core/page-address.ts';
import type { EmbedDialogProps } from '../features/embedding/embed-dialog.tsx';
import { useMessages } from '../i18n/use-messages.ts';
import { isImage } from '../store/drawing.ts';
import { useSession } from '../store/session.ts';
import type { PageParams } from './params.ts';
import type { Preferences } from './use-preferences.ts';
import styles from './share-bar.module.css';

export interface ShareBarProps {
  readonly params: Pick<PageParams, 'data' | 'weights'>;
  readonly preferences: Preferences;
}

/** Without a file name, which hosts add for themselves. */
function pageFolder(): string {
  return new URL('.', document.baseURI).href;
}

export function ShareBar({ params, preferences }: ShareBarProps) {
  const text = useMessages().embedding;
  const { dialog: Dialog, open, close } = useDialog();
  return (
    <section className={styles['bar']} aria-label={text.share}>
      <p className={styles['invitation']}>{text.invitation}</p>
      <Button aria-haspopup="dialog" onClick={open}>
        {text.open}
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

/** The dialog is in a chunk of its own, as most visits do without it. */
function useDialog() {
  const session = useSession();
  const [dialog, setDialog] = useState<ComponentType<EmbedDialogProps> | null>(null);
  return {
    dialog,
    open: () =>
      session.attempt(async () => {
        const { EmbedDialog } = await import('../features/embedding/embed-dialog.tsx');
        setDialog(() => EmbedDialog);
      }),
    close: () => setDialog(null),
  };
}

function CopyLink({ params: { data, weights }, preferences: { language, theme } }: ShareBarProps) {
  const text = useMessages().embedding;
  const { settings, store } = useSession();
  const [link, setLink] = useState({ url: '', imageLeftOut: false });
  const shown = useRef<HTMLElement>(null);
  const currentLink = useCallback(() => {
    const { drawing } = store.getState();
    const config = settings.getState();
    const url = pageUrl(pageFolder(), { config, data, weights, language, theme, drawing: drawing.strokes });
    // Only what was drawn by hand is small enough for an address.
    setLink({ url, imageLeftOut: isImage(drawing) });
    return url;
  }, [settings, store, data, weights, language, theme]);
  const { outcome, copy } = useCopy(currentLink, shown);
  return (
    <>
      <Button onClick={copy}>{text.copyLink}</Button>
      <output className={styles['outcome']}>
        {outcome === 'copied' && (link.imageLeftOut ? text.linkCopiedWithoutImage : text.linkCopied)}
        {outcome === 'failed' && (
          <>
            {text.linkFailed} <code ref={shown}>{link.url}</code>
          </>
        )}
      </output>
    </>
  );
}
