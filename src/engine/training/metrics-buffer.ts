/** Gathers per-batch metrics so that the page hears at most ten times a second, and yet of every batch. */
import type { MetricsEvent } from '../engine.ts';
import type { BatchMetrics } from './path.ts';

const INTERVAL_MS = 100;
/** Weight of the newest interval in the speed shown; a bare quotient would flicker. */
const SPEED_WEIGHT = 0.3;

export class MetricsBuffer {
  #losses: number[] = [];
  #accuracies: number[] = [];
  #workMs = 0;
  #speed = 0;
  #flushedAt = -Infinity;

  /** `workMs`: what these batches took. */
  add({ losses, accuracies }: BatchMetrics, workMs: number): void {
    this.#losses.push(...losses);
    this.#accuracies.push(...accuracies);
    this.#workMs += workMs;
  }

  /** What has gathered, if it is time or `now` is null ("whatever there is"). */
  take(now: number | null, at: Pick<MetricsEvent, 'runId' | 'epoch' | 'step' | 'stepsPerEpoch'>): MetricsEvent | null {
    if (this.#losses.length === 0) return null;
    if (now !== null && now - this.#flushedAt < INTERVAL_MS) return null;
    this.#flushedAt = now ?? this.#flushedAt;
    const speed = (1000 * this.#losses.length) / Math.max(this.#workMs, 0.001);
    this.#speed = this.#speed === 0 ? speed : this.#speed + SPEED_WEIGHT * (speed - this.#speed);
    const event: MetricsEvent = {
      type: 'metrics',
      ...at,
      losses: Float32Array.from(this.#losses),
      accuracies: Float32Array.from(this.#accuracies),
      stepsPerSecond: this.#speed,
    };
    this.#losses = [];
    this.#accuracies = [];
    this.#workMs = 0;
    return event;
  }
}
