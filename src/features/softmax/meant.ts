/** The digit that the reader meant, and its source. */

export interface Meant {
  readonly digit: number;
  readonly by: 'guess' | 'label' | 'reader';
}

/** The digit of a step, or the reader's choice. */
export interface KeptMeant extends Meant {
  /** The drawing that it belongs to. */
  readonly drawingId: number;
}

/**
 * The reader's choice stays. A guess stays while a step towards it can be undone, on the same drawing, because the step
 * changes the answer. Otherwise the guess follows the answer.
 */
export function meantNow(kept: KeptMeant | null, known: Meant, drawingId: number, undoableSteps: number): Meant {
  if (!kept || kept.by === 'reader') return kept ?? known;
  return kept.drawingId === drawingId && undoableSteps > 0 ? kept : known;
}
