/**
 * Whether one of the temperature's limits is visibly reached. It depends on T and on the spread of the logits: about 0.1
 * in an untrained network and 30 in a trained one.
 */

/** Above this the other nine are invisibly small. */
export const SURE = 0.99;
/** Up to this the largest looks equal to the others. */
const ALIKE = 0.15;

/** Whether the maximum is shared: then no digit reaches 1 at low T. */
export function leadIsShared(p: readonly number[]): boolean {
  const largest = Math.max(...p);
  return p.indexOf(largest) !== p.lastIndexOf(largest);
}

/** `p`: the ten probabilities at `temperature`. `cold`: the largest is nearly 1. `hot`: all ten are nearly equal. */
export function reachedEnd(p: readonly number[], temperature: number): 'cold' | 'hot' | null {
  const largest = Math.max(...p);
  if (temperature < 1 && largest > SURE) return 'cold';
  return temperature > 1 && largest < ALIKE ? 'hot' : null;
}
