import { useCallback, useLayoutEffect, useRef, useState, type RefObject, type UIEvent } from 'react';

/** Within this many pixels of the end the reader counts as being at the end. */
const SLACK_PX = 8;

export interface Stick {
  /** False while the reader has scrolled up. */
  readonly stuck: boolean;
  readonly onScroll: (event: UIEvent<HTMLElement>) => void;
  readonly toEnd: () => void;
}

/** Keeps a scrolling element at its end when its component renders more into it, unless the reader has scrolled up. */
export function useStickToEnd(ref: RefObject<HTMLElement | null>): Stick {
  const [stuck, setStuck] = useState(true);
  const lastTop = useRef(0);

  const toEnd = useCallback(() => {
    const element = ref.current;
    if (element) element.scrollTop = element.scrollHeight;
    setStuck(true);
  }, [ref]);

  // After every commit: whatever made it may have brought text.
  useLayoutEffect(() => {
    const element = ref.current;
    if (stuck && element) element.scrollTop = element.scrollHeight;
  });

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
