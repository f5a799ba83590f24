/** Points at one of the ten classes, so that every feature that shows it can answer. */
import type { PointerEvent } from 'react';
import { useAppState, useSession } from './session.ts';

export interface HighlightHandlers {
  readonly onPointerEnter: () => void;
  readonly onPointerLeave: (event: PointerEvent) => void;
  readonly onFocus: () => void;
  readonly onBlur: () => void;
}

/** For an element that shows `digit`. A finger's touch stays until the next one: it can't hover. */
export function useHighlight(digit: number): { readonly highlighted: boolean; readonly handlers: HighlightHandlers } {
  const session = useSession();
  const highlighted = useAppState(({ lens }) => lens.highlight === digit);
  const clear = () => session.setLens({ highlight: null });
  const point = () => session.setLens({ highlight: digit });
  return {
    highlighted,
    handlers: {
      onPointerEnter: point,
      onPointerLeave: ({ pointerType }) => {
        if (pointerType !== 'touch') clear();
      },
      onFocus: point,
      onBlur: clear,
    },
  };
}
