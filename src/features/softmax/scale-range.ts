/** The range of factors for scaling logits: enough for e^z to overflow or underflow in 32-bit floats. */

/** The |z| that fails on both sides: from e^88.8 on a power is ∞, and e^−104 is 0. */
const BREAKS = 104;
const STEPS = 78;
/** The finest step of the slider, for a trained network's large logits. */
const FINEST = 0.5;

export interface ScaleRange {
  readonly min: number;
  readonly max: number;
  readonly step: number;
}

/** For a slider of factors from 1. An untrained network's logits, about 0.1, need a factor of about 1000. */
export function scaleRange(logits: readonly number[]): ScaleRange {
  const largest = Math.abs(Math.max(...logits));
  const needed = largest > 0 ? BREAKS / largest : 1;
  // A multiple of the finest step, so that the slider reaches its maximum.
  const step = FINEST * Math.max(1, Math.ceil((needed - 1) / STEPS / FINEST));
  return { min: 1, max: 1 + STEPS * step, step };
}
