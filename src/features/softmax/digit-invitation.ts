interface Situation {
  readonly hasInk: boolean;
  /** Whether the page has a pad, and a button for test digits. */
  readonly canDraw: boolean;
  readonly canSample: boolean;
}

type DigitInvitation = 'pending' | 'draw' | 'sample' | 'wait';

/** What the reader can do to fill the panel, with the controls that the page has. */
export function digitInvitation({ hasInk, canDraw, canSample }: Situation): DigitInvitation {
  if (hasInk) return 'pending';
  if (canDraw) return 'draw';
  return canSample ? 'sample' : 'wait';
}
