interface Situation {
  readonly hasInk: boolean;
  /** Whether the page has a pad, a button that trains, and may offer test digits. */
  readonly canDraw: boolean;
  readonly canTrain: boolean;
  readonly canSample: boolean;
}

type StripInvitation = 'drawAndTrain' | 'train' | 'sample' | 'wait';

/** What the reader may do next for the strip to come, and nothing that the page has no means for. */
export function stripInvitation({ hasInk, canDraw, canTrain, canSample }: Situation): StripInvitation {
  if (!hasInk && !canDraw) return canSample ? 'sample' : 'wait';
  if (!canTrain) return 'wait';
  return hasInk ? 'train' : 'drawAndTrain';
}
