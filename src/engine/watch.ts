/** The one image whose prediction is made again whenever the weights have changed. */
import type { EngineEvent, PredictionEvent } from './engine.ts';
import type { Network } from './model/network.ts';
import { predict } from './training/evaluate.ts';

const INTERVAL_MS = 100;

export class Watch {
  readonly #emit: (event: EngineEvent) => void;
  #pixels: Float32Array | null = null;
  #id = 0;
  #updatedAt = -Infinity;

  constructor(emit: (event: EngineEvent) => void) {
    this.#emit = emit;
  }

  set(pixels: Float32Array | null, id: number): void {
    this.#pixels = pixels;
    this.#id = id;
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
