/** The one image that is predicted, and again whenever the weights have changed. */
import type { Prediction } from '../core/types.ts';
import type { EngineEvent, PredictionEvent } from './engine.ts';
import type { Network } from './model/network.ts';
import { predict } from './training/evaluate.ts';

const INTERVAL_MS = 100;

export class PredictionWatch {
  readonly #emit: (event: EngineEvent) => void;
  #pixels: Float32Array | null = null;
  #id = 0;
  #updatedAt = -Infinity;

  constructor(emit: (event: EngineEvent) => void) {
    this.#emit = emit;
  }

  stop(): void {
    this.#pixels = null;
  }

  /** The first answer is the caller's to tell; later ones are events with this id. */
  async begin(network: Network, pixels: Float32Array, id: number): Promise<Prediction> {
    this.#pixels = pixels;
    this.#id = id;
    this.#updatedAt = performance.now();
    return predict(network, pixels);
  }

  /** At most ten times a second; never more than one at a time, since the run awaits it. */
  async updateIfDue(network: Network, moment: PredictionEvent['moment']): Promise<void> {
    if (performance.now() - this.#updatedAt >= INTERVAL_MS) await this.update(network, moment);
  }

  /** `moment`: of the run that the weights are from. */
  async update(network: Network, moment?: PredictionEvent['moment']): Promise<void> {
    const pixels = this.#pixels;
    const watchId = this.#id;
    if (!pixels) return;
    this.#updatedAt = performance.now();
    const prediction = await predict(network, pixels);
    // A newer drawing has its own answer coming; this one would only flicker.
    if (watchId === this.#id) this.#emit({ type: 'prediction', prediction, watchId, ...(moment && { moment }) });
  }
}
