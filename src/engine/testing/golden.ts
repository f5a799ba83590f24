/** The inputs and initial weights of the golden vectors, by the formula in `mlp-sgd.golden.json`. No MNIST data. */
import { hash32 } from '../../core/random.ts';
import { PIXELS } from '../../core/types.ts';
import { sizeOf } from '../../core/size-of.ts';
import type { ImageSet } from '../data/dataset.ts';
import type { ModelSpec } from '../model/spec.ts';

const h = (k: number): number => hash32(k) / 2 ** 32;

export const GOLDEN_BATCH = 64;

/** The post's network's weights W[i][o] and biases, in the order of `spec.parameters`. */
export function goldenWeights(spec: ModelSpec): Float32Array[] {
  return spec.parameters.map((parameter, index) => {
    const layer = Math.floor(index / 2);
    const salt = 1000003 * (layer + (parameter.role === 'weight' ? 1 : 11));
    const scale = 1 / Math.sqrt(parameter.fanIn);
    return Float32Array.from({ length: sizeOf(parameter.shape) }, (_, k) => (h((k + salt) >>> 0) * 2 - 1) * scale);
  });
}

/**
 * Images and labels of steps 0 … steps−1, one batch after the other, as a complete image set. Pixels are 0, 0.25, 0.75 or
 * 1: exact as bytes with 4 for full ink.
 */
export function goldenImages(steps: number): ImageSet {
  const total = steps * GOLDEN_BATCH;
  const images = new Uint8Array(total * PIXELS);
  const labels = new Uint8Array(total);
  for (let n = 0; n < total; n++) {
    const label = (n * 3) % 10;
    labels[n] = label;
    for (let p = 0; p < PIXELS; p++) {
      const shared = h((label * PIXELS + p + 70000027) >>> 0) < 0.2 ? 3 : 0;
      const own = h((n * PIXELS + p + 50000017) >>> 0) < 0.1 ? 1 : 0;
      images[n * PIXELS + p] = shared + own;
    }
  }
  return { images, labels, total, loaded: total, white: 4, whenLoaded: () => Promise.resolve() };
}

/** The rows of step `step`. */
export function goldenRows(step: number): Uint32Array {
  return Uint32Array.from({ length: GOLDEN_BATCH }, (_, r) => step * GOLDEN_BATCH + r);
}
