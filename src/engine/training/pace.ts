/**
 * Sizes chunks by time and decides when a long step yields, so that messages are handled often enough. An answer from a
 * GPU takes a fixed time and a time per step. Where the fixed time is long, chunks overlap: see `answer-time.ts`.
 */
import { fewCores } from '../../core/few-cores.ts';
import { restFor, yieldToMessages } from '../yield.ts';
import { AnswerTime, MAX_CHUNK_STEPS, hasCoarseClock } from './answer-time.ts';

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
/** Answers that take longer than this, without the steps, are slow: waiting for each would leave the device idle. */
const SLOW_ANSWER_MS = 20;
/** Of the fixed time, together in all chunks in flight but one: from 1 on the device is always busy. */
const OVERLAP = 1.2;
/** Where answers are slow. A question waits for the chunks in flight, and then for its own answer. */
const MAX_SLOW_CHUNK_MS = 80;
const MIN_IN_FLIGHT = 3;
/** Slices of the test set that are evaluated at once where answers are slow. */
const SLOW_TEST_SLICES = 8;

export class Pace implements YieldPolicy {
  readonly #rest: number;
  readonly #answers: AnswerTime;
  #inputUntil = -Infinity;

  constructor(cores?: number, detectCoarseClock = hasCoarseClock) {
    this.#answers = new AnswerTime(CHUNK_MS, detectCoarseClock);
    this.#rest = fewCores(cores) ? REST_MS : 0;
  }

  /** Call when a prediction is asked for: chunks are short for `INPUT_WINDOW_MS`. */
  prioritizeInput(): void {
    this.#inputUntil = performance.now() + INPUT_WINDOW_MS;
  }

  /** The size of the next chunk: at least one batch, at most `limit`. */
  batches(limit: number): number {
    const size = this.#answers.probe ?? Math.round(this.#chunkMs / this.#answers.msPerStep);
    return Math.max(1, Math.min(limit, MAX_CHUNK_STEPS, size));
  }

  /** How many chunks the device may have at once, if it works on its own. */
  get inFlight(): number {
    if (this.#answers.probe !== null || !this.#isSlow) return 1;
    return Math.max(MIN_IN_FLIGHT, 1 + Math.ceil(this.#overlapMs / MAX_SLOW_CHUNK_MS));
  }

  get testSlices(): number {
    return this.#isSlow ? SLOW_TEST_SLICES : 1;
  }

  /**
   * `workMs`: from the answer before it where chunks overlap. `isAlone`: they did not, and the device works on its own,
   * so that the time has a fixed part.
   */
  recordChunk(workMs: number, batches: number, isAlone = false): void {
    this.#answers.record(workMs, batches, isAlone, !this.#inputExpected);
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

  get #isSlow(): boolean {
    return this.#answers.fixedMs >= SLOW_ANSWER_MS;
  }

  get #overlapMs(): number {
    return OVERLAP * this.#answers.fixedMs;
  }

  get #chunkMs(): number {
    // Shorter ones would leave the device idle.
    if (this.inFlight > 1) return this.#overlapMs / (this.inFlight - 1);
    return this.#inputExpected ? INPUT_CHUNK_MS : CHUNK_MS;
  }

  get #inputExpected(): boolean {
    return performance.now() < this.#inputUntil;
  }
}
