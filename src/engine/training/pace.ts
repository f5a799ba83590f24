/** How many batches a chunk takes, and how long a step may, so that messages are let in often enough. */

import { fewCores } from '../../core/few-cores.ts';
import { restFor, yieldToMessages } from '../yield.ts';
import type { Manners } from './path.ts';

/** A stroke waits for at most one chunk until its prediction is made. */
const CHUNK_MS = 40;
/** While someone draws, so that answers follow the pen. Not always, since each chunk costs a readback. */
const HURRIED_CHUNK_MS = 10;
/** In the middle of a step that takes longer: costs no readback, but the caches. */
const PATIENCE_MS = 25;
/** Someone who draws asks again within this time. */
const HURRY_MS = 1000;
/**
 * Where there are few cores: a rest after each hurried chunk. The page's own thread and the browser's compositor have
 * to share the other core, and an answer is of no use before it is on the screen.
 */
const REST_MS = 6;
/** More than a fast GPU does in that time. */
const MAX_CHUNK = 512;

export class Pace implements Manners {
  readonly #rest: number;
  #msPerStep = CHUNK_MS;
  #hurriedUntil = -Infinity;

  constructor(cores?: number) {
    this.#rest = fewCores(cores) ? REST_MS : 0;
  }

  /** A prediction was asked for: more will be, so messages are let in more often for a while. */
  hurry(): void {
    this.#hurriedUntil = performance.now() + HURRY_MS;
  }

  /** Of the next chunk: at least one, at most `limit`. */
  batches(limit: number): number {
    const chunkMs = this.#hurried ? HURRIED_CHUNK_MS : CHUNK_MS;
    return Math.max(1, Math.min(limit, MAX_CHUNK, Math.round(chunkMs / this.#msPerStep)));
  }

  /** Half-way to the newest: the first steps also compile, and a tab in the background is slower. */
  took(workMs: number, batches: number): void {
    this.#msPerStep = (this.#msPerStep + workMs / batches) / 2;
  }

  get patienceMs(): number {
    return this.#hurried ? HURRIED_CHUNK_MS : PATIENCE_MS;
  }

  /** Lets messages in before the work goes on, and others at the processor. */
  async breathe(): Promise<void> {
    await (this.restMs > 0 ? restFor(this.restMs) : yieldToMessages());
  }

  /** Milliseconds for which the processor is left to others. */
  get restMs(): number {
    return this.#hurried ? this.#rest : 0;
  }

  get #hurried(): boolean {
    return performance.now() < this.#hurriedUntil;
  }
}
