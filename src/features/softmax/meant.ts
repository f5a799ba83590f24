/** Which digit was meant, and how that is known. */

export interface Meant {
  readonly digit: number;
  readonly by: 'guess' | 'label' | 'reader';
}

/** What a step was taken towards, or the reader has chosen. */
export interface KeptMeant extends Meant {
  /** The drawing that it was said of. */
  readonly drawingId: number;
}

/**
 * What the reader has chosen stays. What was guessed is meant for as long as a step towards it stands, on the same ink:
 * the guess would follow the answer that the step has changed. Then it follows again.
 */
export function meantNow(kept: KeptMeant | null, known: Meant, drawingId: number, undoableSteps: number): Meant {
  if (!kept || kept.by === 'reader') return kept ?? known;
  return kept.drawingId === drawingId && undoableSteps > 0 ? kept : known;
}
