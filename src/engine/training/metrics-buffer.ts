/** Collects metrics, so that the page gets every batch, in at most ten events a second. */
import type { MetricsEvent } from '../engine.ts';
import type { BatchMetrics } from './path.ts';

const INTERVAL_MS = 100;
/** Weight of the newest interval in the displayed speed; a plain quotient would flicker. */
const SPEED_WEIGHT = 0.3;

export class MetricsBuffer {
  #losses: number[] = [];
  #accuracies: number[] = [];
  #workMs = 0;
  #speed = 0;
  #flushedAt = -Infinity;

  /** `workMs`: the time of these batches. */
  add({ losses, accuracies }: BatchMetrics, workMs: number): void {
    this.#losses.push(...losses);
    this.#accuracies.push(...accuracies);
    this.#workMs += workMs;
  }

  /** The collected metrics if an interval has passed; if `now` is null, always. */
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
