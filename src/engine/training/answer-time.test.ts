/** The sizes of chunks on a simulated device, which answers after a fixed time and a time per step. */
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { Random } from '../../core/random.ts';
import { Pace } from './pace.ts';

beforeEach(() => void vi.useFakeTimers({ toFake: ['performance'] }));
afterEach(() => void vi.useRealTimers());

interface Device {
  readonly fixedMs: number;
  readonly stepMs: number;
  /** Of the clock by which the run measures. */
  readonly tickMs?: number;
  /** Of the times, as a share. */
  readonly noise?: number;
}

interface Outcome {
  /** Of the time in the second half, in which the device computed steps. */
  readonly busy: number;
  /** Of a question at any moment of that time, sorted. */
  readonly answersMs: readonly number[];
}

function read(time: number, { tickMs = 0.005 }: Device): number {
  return Math.floor(time / tickMs) * tickMs;
}

/** Trains for `ms` as a run does. */
function train(pace: Pace, at: (ms: number) => Device, ms: number): Outcome {
  const random = new Random(1);
  const queue: { startedAt: number; ms: number; steps: number; isAlone: boolean }[] = [];
  const waits: [number, number][] = [];
  let [now, freeAt, answeredAt, worked] = [0, 0, 0, 0];
  while (now < ms) {
    const device = at(now);
    const { fixedMs, stepMs, noise = 0 } = device;
    while (queue.length < pace.inFlight) {
      const steps = pace.batches(Infinity);
      const work = steps * stepMs * (1 + noise * (2 * random.next() - 1));
      freeAt = Math.max(freeAt, now) + work;
      const isAlone = pace.inFlight === 1 && queue.length === 0;
      queue.push({ startedAt: now, ms: freeAt + fixedMs, steps, isAlone });
      if (now > ms / 2) {
        worked += work;
        waits.push([now, freeAt]);
      }
    }
    const chunk = queue.shift();
    if (!chunk) throw new Error('The queue is empty');
    now = chunk.ms;
    pace.recordChunk(
      read(now, device) - read(Math.max(chunk.startedAt, answeredAt), device),
      chunk.steps,
      chunk.isAlone,
    );
    answeredAt = now;
  }
  const { fixedMs } = at(ms);
  const asked = Array.from({ length: 500 }, (_, i) => ms / 2 + (i * ms) / 1000);
  const answersMs = asked.map((time) => {
    const free = waits.reduce((latest, [from, until]) => (from <= time ? Math.max(latest, until) : latest), time);
    return free - time + fixedMs;
  });
  return { busy: worked / (ms / 2), answersMs: answersMs.toSorted((a, b) => a - b) };
}

describe('with answers that take a fixed time', () => {
  it.each([
    [103, 15],
    [103, 0.2],
    [103, 2],
    [103, 40],
    [50, 5],
    [200, 2],
  ])('of %d ms, and %d ms a step, the device is busy and questions are answered in time', (fixedMs, stepMs) => {
    const pace = new Pace(8, () => false);
    const { busy, answersMs } = train(pace, () => ({ fixedMs, stepMs, noise: 0.2 }), 20_000);
    expect(busy).toBeGreaterThan(0.8);
    expect(answersMs[Math.floor(0.95 * answersMs.length)]).toBeLessThan(Math.max(250, 1.7 * fixedMs));
  });

  it.each([
    [2, 0.2],
    [1, 3],
    [0, 15],
    [0, 120],
  ])('of %d ms, and %d ms a step, a chunk takes about 40 ms and is the only one', (fixedMs, stepMs) => {
    const pace = new Pace(8, () => false);
    train(pace, () => ({ fixedMs, stepMs, noise: 0.2 }), 10_000);
    expect(pace.inFlight).toBe(1);
    const chunkMs = pace.batches(Infinity) * stepMs;
    expect(chunkMs).toSatisfy((ms: number) => (ms > 25 && ms < 60) || pace.batches(Infinity) === 1);
  });

  it.each([
    [0, 103],
    [103, 0],
  ])('that changes from %d ms to %d ms, the device is busy again', (before, after) => {
    const pace = new Pace(8, () => false);
    const device = { stepMs: 2, noise: 0.1 };
    const { busy } = train(pace, (ms) => ({ ...device, fixedMs: ms < 10_000 ? before : after }), 60_000);
    expect(busy).toBeGreaterThan(0.8);
  });
});

describe('with a clock that moves in steps', () => {
  it.each([
    [0, 2, 100],
    [0, 2, 16.7],
    [0, 0.1, 100],
    [3, 15, 100],
    [103, 15, 16.7],
    [103, 15, 100],
  ])('a fixed time of %d ms and %d ms a step are measured by steps of %d ms', (fixedMs, stepMs, tickMs) => {
    const pace = new Pace(8, () => tickMs > 1);
    const { busy, answersMs } = train(pace, () => ({ fixedMs, stepMs, tickMs, noise: 0.2 }), 20_000);
    expect(busy).toBeGreaterThan(0.8);
    expect(answersMs[Math.floor(0.95 * answersMs.length)]).toBeLessThan(260);
  });

  it('a chunk does not grow on a time of 0', () => {
    const pace = new Pace(8, () => false);
    for (let i = 0; i < 1000; i++) pace.recordChunk(0, 1);
    expect(pace.batches(Infinity)).toBe(1);
    for (let i = 0; i < 1000; i++) pace.recordChunk(0, 1, true);
    expect(pace.batches(Infinity)).toBe(1);
  });
});
