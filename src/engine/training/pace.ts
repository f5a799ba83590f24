/** How many batches a chunk takes, so that messages are let in often enough. */

/** A stroke waits for at most one chunk until its prediction is made. */
const CHUNK_MS = 40;
/** While someone draws, so that answers follow the pen. Not always, since each chunk costs a readback. */
const HURRIED_CHUNK_MS = 10;
/** Someone who draws asks again within this time. */
const HURRY_MS = 1000;
/** More than a fast GPU does in that time. */
const MAX_CHUNK = 512;

export class Pace {
  #msPerStep = CHUNK_MS;
  #hurriedUntil = -Infinity;

  /** A prediction was asked for: more will be, so messages are let in more often for a while. */
  hurry(): void {
    this.#hurriedUntil = performance.now() + HURRY_MS;
  }

  /** Of the next chunk: at least one, at most `limit`. */
  batches(limit: number): number {
    const chunkMs = performance.now() < this.#hurriedUntil ? HURRIED_CHUNK_MS : CHUNK_MS;
    return Math.max(1, Math.min(limit, MAX_CHUNK, Math.round(chunkMs / this.#msPerStep)));
  }

  /** Half-way to the newest: the first steps also compile, and a tab in the background is slower. */
  took(workMs: number, batches: number): void {
    this.#msPerStep = (this.#msPerStep + workMs / batches) / 2;
  }
}
