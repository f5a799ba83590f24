/** Collects metrics, so that the page gets every batch, in at most ten events a second. */
import type { MetricsEvent } from '../engine.ts';
import type { BatchMetrics } from './path.ts';

const INTERVAL_MS = 100;
/** Weight of the newest interval in the displayed speed; a plain quotient would flicker. */
const SPEED_WEIGHT = 0.3;
/** Browsers that resist fingerprinting have clocks that move in steps of up to 100 ms. */
const MEASURED_MS = 500;

export class MetricsBuffer {
  #losses: number[] = [];
  #accuracies: number[] = [];
  /** Since the latest speed. */
  #workMs = 0;
  #steps = 0;
  /** Steps a second; 0 until it has been measured. */
  #speed = 0;
  #flushedAt = -Infinity;

  /** `workMs`: the time of these batches. */
  add({ losses, accuracies }: BatchMetrics, workMs: number): void {
    this.#losses.push(...losses);
    this.#accuracies.push(...accuracies);
    this.#workMs += workMs;
    this.#steps += losses.length;
  }

  /** The collected metrics if an interval has passed; if `now` is null, always. */
  take(now: number | null, at: Pick<MetricsEvent, 'runId' | 'epoch' | 'step' | 'stepsPerEpoch'>): MetricsEvent | null {
    if (this.#losses.length === 0) return null;
    if (now !== null && now - this.#flushedAt < INTERVAL_MS) return null;
    this.#flushedAt = now ?? this.#flushedAt;
    this.#measure();
    const event: MetricsEvent = {
      type: 'metrics',
      ...at,
      losses: Float32Array.from(this.#losses),
      accuracies: Float32Array.from(this.#accuracies),
      stepsPerSecond: this.#speed,
    };
    this.#losses = [];
    this.#accuracies = [];
    return event;
  }

  #measure(): void {
    if (this.#workMs < MEASURED_MS) return;
    const speed = (1000 * this.#steps) / this.#workMs;
    this.#speed = this.#speed === 0 ? speed : this.#speed + SPEED_WEIGHT * (speed - this.#speed);
    this.#workMs = 0;
    this.#steps = 0;
  }
}
