/**
 * The page's notices, oldest first. Two live regions: screen readers read errors at once, and other notices when idle.
 * Each region announces only new entries.
 */
import { useEffect, useRef } from 'react';
import { SPACE } from '../../components/elements.ts';
import type { Notice, NoticeKind } from '../../core/notices.ts';
import { useMessages } from '../../i18n/use-messages.ts';
import { useAppState, useSession } from '../../store/session.ts';
import type { NoticeEntry } from '../../store/state.ts';
import { scrollTopFor } from './in-sight.ts';
import { noticeText } from './notice-text.ts';
import { StillPage } from './still-page.tsx';
import styles from './notice-list.module.css';

export function NoticeList() {
  const messages = useMessages();
  const entries = useAppState((state) => state.notices);
  const urgent = entries.filter(({ notice }) => notice.kind === 'error');
  const others = entries.filter(({ notice }) => notice.kind !== 'error');
  return (
    <StillPage version={entries.map(({ id }) => id).join()}>
      {(ref) => (
        <section
          ref={ref}
          className={styles['notices']}
          aria-label={messages.notices.label}
          data-empty={entries.length === 0}
        >
          <div role="alert" aria-atomic="false" aria-relevant="additions">
            <Entries entries={urgent} />
          </div>
          <div role="status" aria-atomic="false" aria-relevant="additions">
            <Entries entries={others} />
          </div>
        </section>
      )}
    </StillPage>
  );
}

function Entries({ entries }: { readonly entries: readonly NoticeEntry[] }) {
  const session = useSession();
  return entries.map(({ id, notice }) => (
    <Entry key={id} notice={notice} onDismiss={() => session.dismissNotice(id)} />
  ));
}

interface EntryProps {
  readonly notice: Notice;
  readonly onDismiss: () => void;
}

function Entry({ notice, onDismiss }: EntryProps) {
  const messages = useMessages();
  const text = messages.notices;
  const ref = useRef<HTMLDivElement>(null);

  // Scrolls to the new entry. Only the list scrolls, never the page.
  useEffect(() => {
    const entry = ref.current;
    const list = entry?.offsetParent;
    if (list) list.scrollTop = scrollTopFor(list, entry);
  }, []);

  return (
    <div ref={ref} className={styles['notice']} data-testid="notice" data-kind={notice.kind}>
      <Icon kind={notice.kind} label={text.kinds[notice.kind]} />
      <p className={styles['text']}>
        <span>{noticeText(notice, messages)}</span>
        {SPACE}
        {notice.code === 'weights-imported' && <UndoImport />}
        {(notice.code === 'newer-release' || notice.code === 'part-missing') && <Reload />}
      </p>
      <button
        type="button"
        className={styles['dismiss']}
        aria-label={text.dismiss}
        title={text.dismiss}
        onClick={onDismiss}
      >
        <svg viewBox="0 0 16 16" width="14" height="14" stroke="currentColor" strokeWidth="2" aria-hidden="true">
          <path d="M3 3l10 10M13 3L3 13" />
        </svg>
      </button>
    </div>
  );
}

/** Shown while the import can be undone. */
function UndoImport() {
  const text = useMessages().checkpoints;
  const session = useSession();
  const possible = useAppState(({ importUndo }) => importUndo !== null);
  return (
    possible && (
      <button
        type="button"
        className={styles['action']}
        title={text.undoHint}
        onClick={() => {
          session.attempt(() => session.undoImport());
        }}
      >
        {text.undo}
      </button>
    )
  );
}

function Reload() {
  const text = useMessages().app;
  return (
    <button type="button" className={styles['action']} onClick={() => location.reload()}>
      {text.reload}
    </button>
  );
}

function Icon({ kind, label }: { readonly kind: NoticeKind; readonly label: string }) {
  return (
    <svg className={styles['icon']} viewBox="0 0 16 16" width="16" height="16" role="img" aria-label={label}>
      {kind === 'info' ? (
        <circle cx="8" cy="8" r="7" fill="currentColor" />
      ) : (
        <path d="M8 .8 15.6 14.6H.4z" fill="currentColor" />
      )}
      <path
        d={kind === 'info' ? 'M8 7v5M8 4v1.5' : 'M8 5.5v4.5M8 11.5V13'}
        className={styles['mark']}
        strokeWidth="1.8"
      />
    </svg>
  );
}
