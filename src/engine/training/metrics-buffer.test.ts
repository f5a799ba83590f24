import { describe, expect, it } from 'vitest';
import { MetricsBuffer } from './metrics-buffer.ts';

const AT = { runId: 1, epoch: 1, step: 1, stepsPerEpoch: 100 };

/** The rates shown while steps of `stepMs` are measured one by one with a clock that moves every `tickMs`. */
function ratesOf(stepMs: number, tickMs: number, seconds: number): number[] {
  const buffer = new MetricsBuffer();
  const read = (ms: number): number => Math.floor(ms / tickMs) * tickMs;
  const rates: number[] = [];
  for (let ms = 0; ms < 1000 * seconds; ms += stepMs) {
    buffer.add({ losses: Float32Array.of(1), accuracies: Float32Array.of(1) }, read(ms + stepMs) - read(ms));
    const event = buffer.take(read(ms + stepMs), AT);
    if (event) rates.push(event.stepsPerSecond);
  }
  return rates;
}

describe('the rate of a run', () => {
  it.each([
    [0.2, 0.005],
    [0.2, 100],
    [2, 1],
    [2, 16.7],
    [15, 100],
    [120, 100],
  ])('of steps of %d ms is right to a fifth, or 0, with a clock in steps of %d ms', (stepMs, tickMs) => {
    const rates = ratesOf(stepMs, tickMs, 5);
    const shown = rates.filter((rate) => rate > 0);
    expect(shown.length).toBeGreaterThan(5);
    for (const rate of shown) expect(rate * stepMs).toSatisfy((ratio: number) => ratio > 800 && ratio < 1250);
  });

  it('is 0 until half a second has been measured', () => {
    expect(ratesOf(50, 1, 0.45).every((rate) => rate === 0)).toBe(true);
    const buffer = new MetricsBuffer();
    buffer.add({ losses: new Float32Array(10), accuracies: new Float32Array(10) }, 0);
    expect(buffer.take(null, AT)?.stepsPerSecond).toBe(0);
  });

  it('counts every step since the former rate', () => {
    const buffer = new MetricsBuffer();
    const add = (workMs: number) => {
      buffer.add({ losses: new Float32Array(10), accuracies: new Float32Array(10) }, workMs);
      return buffer.take(null, AT)?.stepsPerSecond;
    };
    expect(add(400)).toBe(0);
    expect(add(100)).toBe(40);
    expect(add(0)).toBe(40);
  });
});
