/** How far logits can be scaled: far enough for e^z to break in 32-bit floats where the maximum is not subtracted. */

/** The least at which it does to either side: from e^88.8 on a power is ∞, and e^−104 is 0, and so a sum of such. */
const BREAKS = 104;
const STEPS = 78;
/** A trained network's logits break soon; so fine, the way there can be seen. */
const FINEST = 0.5;

export interface ScaleRange {
  readonly min: number;
  readonly max: number;
  readonly step: number;
}

/** For a slider of factors, from 1. An untrained network's logits, of a tenth, take a thousandfold. */
export function scaleRange(logits: readonly number[]): ScaleRange {
  const largest = Math.abs(Math.max(...logits));
  const needed = largest > 0 ? BREAKS / largest : 1;
  // A multiple of the finest, without a remainder that would keep the slider from its maximum.
  const step = FINEST * Math.max(1, Math.ceil((needed - 1) / STEPS / FINEST));
  return { min: 1, max: 1 + STEPS * step, step };
}
