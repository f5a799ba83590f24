/** Sizes chunks by time and decides when a long step yields, so that messages are handled often enough. */
import { fewCores } from '../../core/few-cores.ts';
import { restFor, yieldToMessages } from '../yield.ts';

/** When a step that takes long yields to messages. */
export interface YieldPolicy {
  /** The longest time without a yield. */
  readonly maxBlockMs: number;
  yieldNow(): Promise<void>;
}

/** A prediction waits for at most one chunk. */
export const CHUNK_MS = 40;
/** While the user draws, so that answers follow the pen. Not always: each chunk costs a readback. */
const INPUT_CHUNK_MS = 10;
/** The longest a step computes without yielding. A yield costs no readback but leaves the caches cold. */
const MAX_BLOCK_MS = 25;
/** A user who draws asks again within this time. */
const INPUT_WINDOW_MS = 1000;
/**
 * On few cores, a rest after each chunk while the user draws: the page's thread and the compositor share the other
 * core, and they have to bring the answer to the screen.
 */
const REST_MS = 6;
/** The most steps in one chunk, and in one submit to a GPU. More than a fast GPU makes in `CHUNK_MS`. */
export const MAX_CHUNK_STEPS = 512;

export class Pace implements YieldPolicy {
  readonly #rest: number;
  #msPerStep = CHUNK_MS;
  #inputUntil = -Infinity;

  constructor(cores?: number) {
    this.#rest = fewCores(cores) ? REST_MS : 0;
  }

  /** Call when a prediction is asked for: chunks are short for `INPUT_WINDOW_MS`. */
  prioritizeInput(): void {
    this.#inputUntil = performance.now() + INPUT_WINDOW_MS;
  }

  /** The size of the next chunk: at least one batch, at most `limit`. */
  batches(limit: number): number {
    const chunkMs = this.#inputExpected ? INPUT_CHUNK_MS : CHUNK_MS;
    return Math.max(1, Math.min(limit, MAX_CHUNK_STEPS, Math.round(chunkMs / this.#msPerStep)));
  }

  /** A moving average, since the first steps also compile and a background tab is slower. */
  recordChunk(workMs: number, batches: number): void {
    this.#msPerStep = (this.#msPerStep + workMs / batches) / 2;
  }

  get maxBlockMs(): number {
    return this.#inputExpected ? INPUT_CHUNK_MS : MAX_BLOCK_MS;
  }

  /** Lets waiting messages, and other threads, run. */
  async yieldNow(): Promise<void> {
    await (this.restMs > 0 ? restFor(this.restMs) : yieldToMessages());
  }

  /** Milliseconds of rest in `yieldNow`. */
  get restMs(): number {
    return this.#inputExpected ? this.#rest : 0;
  }

  get #inputExpected(): boolean {
    return performance.now() < this.#inputUntil;
  }
}
