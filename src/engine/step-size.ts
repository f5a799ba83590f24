/** Chooses one of several step sizes by the answer that each would give. */
import { softmax } from '../core/softmax.ts';

/** The aim of a step: this share of the loss, and at most the loss at p = 1/2. Both show in p. */
export const SHARE = 0.5;
export const EVEN_CHANCE = Math.LN2;
/**
 * Multiples of Polyak's step size to try. The linear estimate is too short for a large loss: with the shipped weights
 * most drawings need 1.4 to 16 times as much.
 */
export const FACTORS: readonly number[] = [0.25, 0.5, 1, 1.4, 2, 2.8, 4, 5.6, 8, 11, 16];
/** The weight of what another digit gains, relative to what the intended digit lacks. */
const OTHER_GAIN_WEIGHT = 2;
/** A longer step has to be better by this share of the distance to the aim. */
const MIN_GAIN = 0.05;

/**
 * The index of the logits in `tries` (in ascending order of step size) that come nearest to the aim with the least gain
 * for other digits: all ten outputs share the weights. Of nearly equal ones, the first.
 */
export function bestTry(before: readonly number[], tries: readonly (readonly number[])[], label: number): number {
  const from = softmax(before);
  const p = from[label] ?? 0;
  const loss = -Math.log(Math.max(p, Number.MIN_VALUE));
  const aim = Math.exp(-Math.min(SHARE * loss, EVEN_CHANCE));
  const costs = tries.map((logits) => cost(from, logits, label, aim));
  let best = 0;
  costs.forEach((each, i) => {
    if (each < (costs[best] ?? 0) - MIN_GAIN * (aim - p)) best = i;
  });
  return best;
}

function cost(from: readonly number[], logits: readonly number[], label: number, aim: number): number {
  // The step is too long for these weights.
  if (!logits.every(Number.isFinite)) return Infinity;
  return softmax(logits).reduce((total, p, digit) => {
    const gain = p - (from[digit] ?? 0);
    return total + (digit === label ? Math.max(0, aim - p) : OTHER_GAIN_WEIGHT * Math.max(0, gain));
  }, 0);
}
