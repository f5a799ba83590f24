import { useMemo, useState, type FocusEvent, type PointerEvent } from 'react';
import { flushSync } from 'react-dom';

export interface ExploreHandlers {
  readonly onPointerEnter: () => void;
  readonly onPointerLeave: (event: PointerEvent) => void;
  readonly onFocusCapture: () => void;
  readonly onBlurCapture: (event: FocusEvent) => void;
}

/**
 * Whether someone is pointing at an element or has the keyboard in it. It is true before what is inside hears
 * of that event, or of the pointer's next one. A finger's touch stays: what it brought up stays too.
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
