interface Situation {
  readonly hasInk: boolean;
  /** Whether the page has a pad, and may offer test digits. */
  readonly canDraw: boolean;
  readonly canSample: boolean;
}

type DigitInvitation = 'pending' | 'draw' | 'sample' | 'wait';

/** What has to come for the panel to have numbers, and nothing that the page has no means for. */
export function digitInvitation({ hasInk, canDraw, canSample }: Situation): DigitInvitation {
  if (hasInk) return 'pending';
  if (canDraw) return 'draw';
  return canSample ? 'sample' : 'wait';
}
