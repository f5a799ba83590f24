/** Predicts one image at once, and again when the weights have changed. Every answer is an event. */
import type { EngineEvent, PredictionEvent } from './engine.ts';
import type { Network } from './model/network.ts';
import { predict } from './training/evaluate.ts';

const INTERVAL_MS = 100;

export class PredictionWatch {
  readonly #emit: (event: EngineEvent) => void;
  #pixels: Float32Array | null = null;
  #id = 0;
  #updatedAt = -Infinity;
  /** The number of the latest image, and of the latest image with an answer. */
  #begun = 0;
  #answered = 0;

  constructor(emit: (event: EngineEvent) => void) {
    this.#emit = emit;
  }

  /** Pending answers are dropped. */
  stop(): void {
    this.#pixels = null;
    this.#answered = ++this.#begun;
  }

  /** Settles when the first answer is emitted, or dropped: a GPU's answers may overtake each other. */
  async begin(network: Network, pixels: Float32Array, id: number): Promise<void> {
    this.#pixels = pixels;
    this.#id = id;
    this.#updatedAt = performance.now();
    const turn = ++this.#begun;
    const prediction = await predict(network, pixels);
    if (turn < this.#answered) return;
    this.#answered = turn;
    this.#emit({ type: 'prediction', prediction, watchId: id });
  }

  /** At most ten times a second, and one at a time, because the run awaits it. */
  async updateIfDue(network: Network, moment: PredictionEvent['moment']): Promise<void> {
    if (performance.now() - this.#updatedAt >= INTERVAL_MS) await this.update(network, moment);
  }

  /** `moment`: the step of the run that the weights are from. */
  async update(network: Network, moment?: PredictionEvent['moment']): Promise<void> {
    const pixels = this.#pixels;
    const turn = this.#begun;
    if (!pixels) return;
    this.#updatedAt = performance.now();
    const prediction = await predict(network, pixels);
    // A newer image gets its own answer; this one would flicker.
    if (turn === this.#begun)
      this.#emit({ type: 'prediction', prediction, watchId: this.#id, ...(moment && { moment }) });
  }
}
