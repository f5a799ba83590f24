/** The log of the run, in the post's format, to read and to copy. */
import { memo, useCallback, useEffect, useMemo, useRef, useState, type RefObject, type UIEvent } from 'react';
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

const select = ({ consoleLines, consoleDropped }: AppState) => ({ lines: consoleLines, dropped: consoleDropped });

export function ConsolePanel() {
  const { console: words } = useMessages();
  const { store } = useSession();
  const log = useRef<HTMLDivElement>(null);
  const throttled = useThrottledState(select, { seen: useOnScreen(log), phase: 0.75, deferrable: true });
  // A run's last line and the empty console after a reset appear at once.
  const restingLines = useAppState((state) => (state.run.state === 'running' ? null : state.consoleLines));
  const restingDropped = useAppState((state) => (state.run.state === 'running' ? null : state.consoleDropped));
  const lines = restingLines ?? throttled.lines;
  const dropped = restingDropped ?? throttled.dropped;
  const { outcome, copy } = useCopy(() => store.getState().consoleLines.join('\n'), log);

  return (
    <Panel
      id="console"
      title={words.title}
      actions={
        <>
          <output className={styles['outcome']}>
            {outcome === 'copied' ? words.copied : outcome === 'failed' && words.copyFailed}
          </output>
          <Button variant="quiet" disabled={lines.length === 0} onClick={copy}>
            {words.copy}
          </Button>
        </>
      }
    >
      <Log log={log} lines={lines} dropped={dropped} />
    </Panel>
  );
}

interface LogProps {
  readonly log: RefObject<HTMLDivElement | null>;
  readonly lines: readonly string[];
  readonly dropped: number;
}

function Log({ log, lines, dropped }: LogProps) {
  const { console: words } = useMessages();
  const format = useFormat();
  const content = useRef<HTMLDivElement>(null);
  const blocks = useMemo(() => blocksOf(lines, dropped), [lines, dropped]);
  const { stuck, onScroll, toEnd } = useStickToEnd(log, content);
  const empty = lines.length === 0;
  return (
    <div className={styles['frame']}>
      {/* Focusable, so that it can be scrolled with the keyboard. Not live: a screen reader can't read ten lines a second. */}
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
        translate={empty ? undefined : 'no'}
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
  );
}

const TextBlock = memo(function TextBlock({ text }: { readonly text: string }) {
  return <div className={styles['block']}>{text}</div>;
});

/** This close to the end counts as the end. */
const SLACK_PX = 8;

interface Stick {
  /** False while the reader has scrolled up. */
  readonly stuck: boolean;
  readonly onScroll: (event: UIEvent<HTMLElement>) => void;
  readonly toEnd: () => void;
}

/**
 * Keeps a scrolling element at its end when its `content` grows, unless the reader has scrolled up. An observer reports
 * the growth: reading the height right after a change would force another layout.
 */
function useStickToEnd(ref: RefObject<HTMLElement | null>, content: RefObject<HTMLElement | null>): Stick {
  const [stuck, setStuck] = useState(true);
  const lastTop = useRef(0);

  const toEnd = useCallback(() => {
    const element = ref.current;
    if (element) element.scrollTop = element.scrollHeight;
    setStuck(true);
  }, [ref]);

  useEffect(() => {
    const element = ref.current;
    if (!stuck || !element || !content.current) return undefined;
    const observer = new ResizeObserver(() => {
      element.scrollTop = element.scrollHeight;
    });
    observer.observe(content.current);
    return () => observer.disconnect();
  }, [ref, content, stuck]);

  const onScroll = useCallback(({ currentTarget }: UIEvent<HTMLElement>) => {
    const { scrollTop, scrollHeight, clientHeight } = currentTarget;
    // Text that was added since our own scrolling leaves a gap to the end. Only the reader scrolls up.
    const wentUp = scrollTop < lastTop.current;
    lastTop.current = scrollTop;
    const atEnd = scrollHeight - clientHeight - scrollTop <= SLACK_PX;
    setStuck((was) => atEnd || (was && !wentUp));
  }, []);

  return { stuck, onScroll, toEnd };
}
