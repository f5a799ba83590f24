interface Situation {
  readonly hasInk: boolean;
  /** Whether the page has a pad, a train button, and a button for test digits. */
  readonly canDraw: boolean;
  readonly canTrain: boolean;
  readonly canSample: boolean;
}

type StripInvitation = 'drawAndTrain' | 'train' | 'sample' | 'wait';

/** What the reader can do next to fill the strip, with the controls that the page has. */
export function stripInvitation({ hasInk, canDraw, canTrain, canSample }: Situation): StripInvitation {
  if (!hasInk && !canDraw) return canSample ? 'sample' : 'wait';
  if (!canTrain) return 'wait';
  return hasInk ? 'train' : 'drawAndTrain';
}
