/** Highlights one of the ten classes in every feature that shows it. */
import type { PointerEvent } from 'react';
import { useAppState, useSession } from './session.ts';

export interface HighlightHandlers {
  readonly onPointerEnter: () => void;
  readonly onPointerLeave: (event: PointerEvent) => void;
  readonly onFocus: () => void;
  readonly onBlur: () => void;
}

/** For an element that shows `digit`. A touch can't hover, so its highlight stays until the next touch. */
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
