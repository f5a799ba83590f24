/**
 * Whether one of the temperature's two ends is reached for all that one can see. It depends on the logits as much as
 * on T: their spread is a tenth in an untrained network and thirty in a trained one, whose leader keeps a third to
 * a half of everything at T = 10.
 */

/** Above this the other nine are too small for the eye. */
export const SURE = 0.99;
/** Up to this the largest looks like the others. */
const ALIKE = 0.15;

/** Of equals none takes all, however cold it gets. */
export function leadIsShared(p: readonly number[]): boolean {
  const largest = Math.max(...p);
  return p.indexOf(largest) !== p.lastIndexOf(largest);
}

/** `p`: the ten probabilities at `temperature`. Cold: the largest has taken all. Hot: all ten are alike. */
export function reachedEnd(p: readonly number[], temperature: number): 'cold' | 'hot' | null {
  const largest = Math.max(...p);
  if (temperature < 1 && largest > SURE) return 'cold';
  return temperature > 1 && largest < ALIKE ? 'hot' : null;
}
