/** Which of several step sizes to take: arithmetic on the answers that each would give. */
import { softmax } from '../core/softmax.ts';

/** What a step aims at: this share of the loss, and at most the loss of an even chance. Both can be seen in p. */
export const SHARE = 0.5;
export const EVEN_CHANCE = Math.LN2;
/**
 * Multiples of Polyak's step size that are tried. What the gradient says of a loss of 10 holds for less than the way
 * to an even chance: measured on the shipped weights, most drawings need 1.4 to 16 times as much.
 */
export const FACTORS: readonly number[] = [0.25, 0.5, 1, 1.4, 2, 2.8, 4, 5.6, 8, 11, 16];
/** How much more what another digit gains counts than what the digit that was meant still lacks. */
const CARRIED = 2;
/** A longer step has to be better by this share of the way. */
const WORTH_IT = 0.05;

/**
 * Index of the logits of `tries`, of ascending step sizes, that come nearest to the aim while no other digit gains:
 * a step moves weights that all ten outputs share, and may carry another digit along. Of those about as good, the first.
 */
export function bestTry(before: readonly number[], tries: readonly (readonly number[])[], label: number): number {
  const from = softmax(before);
  const p = from[label] ?? 0;
  const loss = -Math.log(Math.max(p, Number.MIN_VALUE));
  const aim = Math.exp(-Math.min(SHARE * loss, EVEN_CHANCE));
  const costs = tries.map((logits) => cost(from, logits, label, aim));
  let best = 0;
  costs.forEach((each, i) => {
    if (each < (costs[best] ?? 0) - WORTH_IT * (aim - p)) best = i;
  });
  return best;
}

function cost(from: readonly number[], logits: readonly number[], label: number, aim: number): number {
  // Too long a step for these weights.
  if (!logits.every(Number.isFinite)) return Infinity;
  return softmax(logits).reduce((total, p, digit) => {
    const gain = p - (from[digit] ?? 0);
    return total + (digit === label ? Math.max(0, aim - p) : CARRIED * Math.max(0, gain));
  }, 0);
}
