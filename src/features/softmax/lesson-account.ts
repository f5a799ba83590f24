/** Facts about a step on the drawing: its effect, and whether one makes sense. */
import { lossGradient } from '../../core/softmax.ts';
import type { DrawingStep } from '../../engine/engine.ts';

/** A smaller push does not show in two decimals. */
export const NOTICEABLE = 0.005;
/** With 1 − p below this the loss is nearly 0, and in 32-bit floats a step changes nothing. */
const SPENT = 1e-4;
/** The smallest visible change of p: one percentage point. */
const VISIBLE = 0.01;
/** From this p on, little can be gained. */
const NEARLY_SURE = 0.9;

/** Whether nothing is left to learn. `p`: of the meant digit. */
export function isLearnt(p: number): boolean {
  return 1 - p < SPENT;
}

/** Whether a step visibly raised the meant digit's p. `already-high`: p was so high that little could be gained. */
export type StepEffect = 'visible' | 'already-high' | 'invisible';

export function effectOf({ before, after }: Pick<DrawingStep, 'before' | 'after'>, meant: number): StepEffect {
  const [was, now] = [before, after].map(({ probabilities }) => probabilities[meant] ?? 0) as [number, number];
  if (now - was >= VISIBLE) return 'visible';
  return was >= NEARLY_SURE ? 'already-high' : 'invisible';
}

/**
 * The digits whose logits moved against their push, as far as it is visible: a deep network's logits share weights. A
 * digit that was hardly pushed counts where its p rose.
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
