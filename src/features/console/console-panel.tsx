/** The run in the post's own lines, to read along and to copy. */
import { memo, useMemo, useRef } from 'react';
import { Button } from '../../components/button.tsx';
import { Panel } from '../../components/panel.tsx';
import { useCopy } from '../../components/use-copy.ts';
import { useOnScreen } from '../../components/use-on-screen.ts';
import { useFormat, useMessages } from '../../i18n/use-messages.ts';
import { useAppState, useSession } from '../../store/session.ts';
import type { AppState } from '../../store/state.ts';
import { useThrottledState } from '../../store/use-throttled-state.ts';
import { blocksOf } from './blocks.ts';
import styles from './console-panel.module.css';
import { useStickToEnd } from './use-stick-to-end.ts';

const select = ({ consoleLines, consoleDropped }: AppState) => ({ lines: consoleLines, dropped: consoleDropped });

export function ConsolePanel() {
  const { console: words } = useMessages();
  const format = useFormat();
  const { store } = useSession();
  const log = useRef<HTMLDivElement>(null);
  const content = useRef<HTMLDivElement>(null);
  const throttled = useThrottledState(select, { seen: useOnScreen(log), phase: 0.75, patient: true });
  // A run's last line is there at once, and so is an empty console after a reset.
  const restingLines = useAppState((state) => (state.run.state === 'running' ? null : state.consoleLines));
  const restingDropped = useAppState((state) => (state.run.state === 'running' ? null : state.consoleDropped));
  const lines = restingLines ?? throttled.lines;
  const dropped = restingDropped ?? throttled.dropped;
  const blocks = useMemo(() => blocksOf(lines, dropped), [lines, dropped]);
  const { stuck, onScroll, toEnd } = useStickToEnd(log, content);
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
          <div ref={content}>
            {dropped > 0 && <p className={styles['dropped']}>{words.dropped(format.integer(dropped))}</p>}
            {blocks.map(({ id, text }) => (
              <TextBlock key={id} text={text} />
            ))}
          </div>
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
