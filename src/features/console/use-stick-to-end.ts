import { useCallback, useEffect, useRef, useState, type RefObject, type UIEvent } from 'react';

/** Within this many pixels of the end the reader counts as being at the end. */
const SLACK_PX = 8;

export interface Stick {
  /** False while the reader has scrolled up. */
  readonly stuck: boolean;
  readonly onScroll: (event: UIEvent<HTMLElement>) => void;
  readonly toEnd: () => void;
}

/**
 * Keeps a scrolling element at its end when its `content` grows, unless the reader has scrolled up. It hears of
 * that from the frame's own layout: asking for the height right after a change would lay the page out once more.
 */
export function useStickToEnd(ref: RefObject<HTMLElement | null>, content: RefObject<HTMLElement | null>): Stick {
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
    // Text that came between our scrolling and this event leaves us short of the end; only the reader goes up.
    const wentUp = scrollTop < lastTop.current;
    lastTop.current = scrollTop;
    const atEnd = scrollHeight - clientHeight - scrollTop <= SLACK_PX;
    setStuck((was) => atEnd || (was && !wentUp));
  }, []);

  return { stuck, onScroll, toEnd };
}
