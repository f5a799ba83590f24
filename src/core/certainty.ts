/** How reliable a prediction is: by its numbers, and by whether the image is like the training images. */
import { SHAPE_LIMITS, inkShapeOf, type InkShape } from './ink-shape.ts';
import type { Prediction } from './types.ts';
import { PIXELS } from './types.ts';

/**
 * Mean of the raster, 0 to 1: all but one in a thousand of MNIST's training images lie between these. A dot has less
 * (0.006), a scribble or a filled square more (0.38 and 0.48).
 */
export const INK_SHARE = { min: 0.03, max: 0.31 } as const;

/** Below this margin two digits are plausible; above this entropy most of the ten are. */
const TORN_MARGIN = 0.35;
const LOST_BITS = 2.2;
const SURE = 0.95;

export type Verdict =
  | 'several'
  | 'too-little-ink'
  | 'too-much-ink'
  | 'too-flat'
  | 'too-many-strokes'
  | 'too-long'
  | 'lost'
  | 'torn'
  | 'leaning'
  | 'sure';

export interface Certainty {
  readonly verdict: Verdict;
  /** The second most probable digit. */
  readonly second: number;
  /** The highest probability minus the second highest. */
  readonly margin: number;
  /** −Σ p·log₂ p: 0 bits for a single digit with p = 1, log₂ 10 ≈ 3.32 for ten equal ones (Shannon, 1948). */
  readonly entropy: number;
  readonly largestLogit: number;
  /** Mean of the raster, 0 to 1. */
  readonly inkShare: number;
}

/** `raster`: the 784 bytes that the prediction is for. `several`: whether they show more than one digit. */
export function certaintyOf(
  { digit, probabilities, logits }: Prediction,
  raster: Uint8Array,
  several: boolean,
): Certainty {
  const first = probabilities[digit] ?? 0;
  const second = probabilities.reduce(
    (best, p, i) => (i !== digit && (best < 0 || p > (probabilities[best] ?? 0)) ? i : best),
    -1,
  );
  const margin = first - (probabilities[second] ?? 0);
  const entropy = probabilities.reduce((bits, p) => (p > 0 ? bits - p * Math.log2(p) : bits), 0);
  const inkShare = raster.reduce((sum, value) => sum + value, 0) / (255 * PIXELS);
  const verdict = several ? 'several' : (unlikeDigits(inkShare, inkShapeOf(raster)) ?? judge(entropy, margin, first));
  return { verdict, second, margin, entropy, largestLogit: logits[digit] ?? Number.NaN, inkShare };
}

/** Images unlike all training images: for those the network's own numbers mean little, even high ones. */
function unlikeDigits(inkShare: number, shape: InkShape): Verdict | null {
  if (inkShare < INK_SHARE.min) return 'too-little-ink';
  if (inkShare > INK_SHARE.max) return 'too-much-ink';
  if (shape.flatness > SHAPE_LIMITS.flatness) return 'too-flat';
  if (shape.sideBySide > SHAPE_LIMITS.sideBySide) return 'too-many-strokes';
  return shape.outline > SHAPE_LIMITS.outline ? 'too-long' : null;
}

function judge(entropy: number, margin: number, first: number): Verdict {
  if (entropy > LOST_BITS) return 'lost';
  if (margin < TORN_MARGIN) return 'torn';
  return first >= SURE ? 'sure' : 'leaning';
}
