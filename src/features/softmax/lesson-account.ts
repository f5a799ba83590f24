/** What is true of a step on the drawing, and of there being one to take. */
import { lossGradient } from '../../core/softmax.ts';
import type { DrawingStep } from '../../engine/engine.ts';

/** Below this a push does not show in two decimals, and its direction is of no interest. */
export const NOTICEABLE = 0.005;
/** Less than this is missing in p: the loss is as good as 0, and in 32 bits a step soon changes nothing. */
const SPENT = 1e-4;
/** A move that can be seen in p: one more in a hundred. */
const VISIBLE = 0.01;
/** From here on there is little left to gain. */
const NEARLY_SURE = 0.9;

/** There is nothing left to learn. `p`: of the digit that was meant. */
export function isLearnt(p: number): boolean {
  return 1 - p < SPENT;
}

/**
 * How far a step has brought the digit that was meant: so far that it shows; a little, since its p was close to 1
 * already (`sure`); hardly at all, as far as p tells.
 */
export type Move = 'seen' | 'sure' | 'unseen';

export function moveOf({ before, after }: Pick<DrawingStep, 'before' | 'after'>, meant: number): Move {
  const [was, now] = [before, after].map(({ probabilities }) => probabilities[meant] ?? 0) as [number, number];
  if (now - was >= VISIBLE) return 'seen';
  return was >= NEARLY_SURE ? 'sure' : 'unseen';
}

/**
 * The digits whose logits went against p − y, as far as either shows: a deep network's logits share weights. One that
 * was hardly pushed counts where its p has gained.
 */
export function carriedAlong({ before, after }: Pick<DrawingStep, 'before' | 'after'>, meant: number): number[] {
  const gradient = lossGradient(before.probabilities, meant);
  return gradient.flatMap((push, digit) => {
    const moved = (after.logits[digit] ?? 0) - (before.logits[digit] ?? 0);
    const gained = (after.probabilities[digit] ?? 0) - (before.probabilities[digit] ?? 0);
    const against = Math.abs(moved) >= NOTICEABLE && Math.sign(moved) === Math.sign(push);
    return against && (Math.abs(push) >= NOTICEABLE || gained >= VISIBLE) ? [digit] : [];
  });
}
