/** The run in the post's own lines, to read along and to copy. */
import { memo, useMemo, useRef } from 'react';
import { Button } from '../../components/button.tsx';
import { Panel } from '../../components/panel.tsx';
import { useFormat, useMessages } from '../../i18n/use-messages.ts';
import { useAppState, useSession } from '../../store/session.ts';
import { blocksOf } from './blocks.ts';
import styles from './console-panel.module.css';
import { useCopy } from './use-copy.ts';
import { useStickToEnd } from './use-stick-to-end.ts';

export function ConsolePanel() {
  const { console: words } = useMessages();
  const format = useFormat();
  const { store } = useSession();
  const lines = useAppState((state) => state.consoleLines);
  const dropped = useAppState((state) => state.consoleDropped);
  const blocks = useMemo(() => blocksOf(lines, dropped), [lines, dropped]);
  const log = useRef<HTMLDivElement>(null);
  const { stuck, onScroll, toEnd } = useStickToEnd(log);
  const { outcome, copy } = useCopy(() => store.getState().consoleLines.join('\n'), log);
  const empty = lines.length === 0;

  return (
    <Panel
      id="console"
      title={words.title}
      actions={
        <>
          <output className={styles['outcome']}>
            {outcome === 'copied' && words.copied}
            {outcome === 'failed' && words.copyFailed}
          </output>
          <Button variant="quiet" disabled={empty} onClick={copy}>
            {words.copy}
          </Button>
        </>
      }
    >
      <div className={styles['frame']}>
        {/* Focusable, so that it can be scrolled with the keyboard; not live, as ten lines a second are not for the ear. */}
        <div
          ref={log}
          className={styles['log']}
          data-testid="console"
          role="log"
          aria-live="off"
          aria-label={words.label}
          // oxlint-disable-next-line jsx-a11y/no-noninteractive-tabindex
          tabIndex={0}
          onScroll={onScroll}
          lang={empty ? undefined : 'en'}
        >
          {empty && <p className={styles['empty']}>{words.empty}</p>}
          {dropped > 0 && <p className={styles['dropped']}>{words.dropped(format.integer(dropped))}</p>}
          {blocks.map(({ id, text }) => (
            <TextBlock key={id} text={text} />
          ))}
        </div>
        {!stuck && (
          <div className={styles['toEnd']}>
            <Button onClick={toEnd}>{words.toEnd}</Button>
          </div>
        )}
      </div>
    </Panel>
  );
}

const TextBlock = memo(function TextBlock({ text }: { readonly text: string }) {
  return <div className={styles['block']}>{text}</div>;
});
