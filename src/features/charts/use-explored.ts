import { useMemo, useState, type FocusEvent, type PointerEvent } from 'react';
import { flushSync } from 'react-dom';

export interface ExploreHandlers {
  readonly onPointerEnter: () => void;
  readonly onPointerLeave: (event: PointerEvent) => void;
  readonly onFocusCapture: () => void;
  readonly onBlurCapture: (event: FocusEvent) => void;
}

/**
 * Whether the reader points at an element or has the focus in it. It becomes true before the element's children get the
 * event. It stays true after a touch, so that the tooltip stays.
 */
export function useExplored(): { readonly explored: boolean; readonly handlers: ExploreHandlers } {
  const [pointed, setPointed] = useState(false);
  const [focused, setFocused] = useState(false);
  const handlers = useMemo<ExploreHandlers>(
    () => ({
      onPointerEnter: () => {
        flushSync(() => setPointed(true));
      },
      onPointerLeave: ({ pointerType }) => {
        if (pointerType !== 'touch') setPointed(false);
      },
      onFocusCapture: () => {
        flushSync(() => setFocused(true));
      },
      onBlurCapture: () => setFocused(false),
    }),
    [],
  );
  return { explored: pointed || focused, handlers };
}
