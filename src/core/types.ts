/** Names and types that all layers share. */

/** In the order in which they are tried. */
export const BACKENDS = ['webgpu', 'webgl', 'wasm', 'cpu'] as const;
export type BackendName = (typeof BACKENDS)[number];
export type BackendChoice = 'auto' | BackendName;

export type DatasetName = 'mnist' | 'synthetic';
export type DataChoice = 'auto' | DatasetName;

export type RunState = 'loading' | 'idle' | 'running' | 'paused' | 'finished' | 'error';

/** Where the current weights come from. */
export type WeightsOrigin = 'random' | 'pretrained' | 'training' | 'trained' | 'imported';
export type WeightsChoice = 'pretrained' | 'random';

export const CLASSES = 10;
/** The classes, 0 to 9. */
export const DIGITS: readonly number[] = Array.from({ length: CLASSES }, (_, digit) => digit);
export const SIDE = 28;
/** Pixels in an image, row-major, ink high. */
export const PIXELS = SIDE * SIDE;

/** Pad coordinates, both in [0, 1], origin at the top left. */
export type Point = readonly [x: number, y: number];
export type Stroke = readonly Point[];

/** The network's answer for one image. Plain arrays of 10: they can be logged, posted and compared. */
export interface Prediction {
  readonly digit: number;
  readonly logits: readonly number[];
  readonly probabilities: readonly number[];
}

/** On the whole test set: mean cross-entropy in nats, accuracy in [0, 1]. */
export interface Evaluation {
  readonly loss: number;
  readonly accuracy: number;
  readonly correct: number;
  readonly total: number;
}

/** Losses are means in nats, accuracies in [0, 1]; the training figures are means over the epoch's batches. */
export interface EpochResult {
  readonly epoch: number;
  readonly trainLoss: number;
  readonly trainAccuracy: number;
  readonly testLoss: number;
  readonly testAccuracy: number;
  readonly correct: number;
  readonly total: number;
  readonly trainMs: number;
  readonly testMs: number;
}
