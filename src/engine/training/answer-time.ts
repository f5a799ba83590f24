/**
 * The time of a device's answer to a chunk: a fixed part, and a part per step. A browser may look for answers only every
 * 100 ms. The two parts are told apart by probes, chunks of growing size with nothing else in the queue: after the first
 * chunk, which also compiles, and whenever the time per step has changed much.
 */

/** The most steps in one chunk, and in one submit to a GPU. More than a fast GPU makes in a chunk's time. */
export const MAX_CHUNK_STEPS = 512;
/** A sum of times that is a measurement. */
const MEASURED_MS = 30;
/** The same with a clock that moves in steps of up to 100 ms, by which a chunk may take 0. */
const COARSELY_MEASURED_MS = 500;
/** Probes end when the steps show in the time, by this factor. */
const VISIBLE = 1.3;
const COARSELY_VISIBLE = 2;
/** The longest probe that another one follows. */
const MAX_PROBE_MS = 300;
/** Of the size, from one probe to the next. */
const GROWTH = 2;
/** Where the probes so far promise a short one. */
const FAST_GROWTH = 4;
/** Of a time, at least, for the steps: measurements have noise. */
const LEAST_SHARE = 0.02;
/** A change of the time per step after which the parts are told apart anew. */
const CHANGED = 1.5;
/** The training between two rounds of probes; doubled each time. */
const PROBE_AFTER_MS = 5_000;

interface Probe {
  readonly steps: number;
  readonly ms: number;
}

const NOTHING = { ms: 0, chunks: 0, steps: 0 };

export class AnswerTime {
  #fixedMs = 0;
  #msPerStep: number;
  #isFirst = true;
  /** Also set once a chunk has taken 0. */
  #isClockCoarse = false;
  readonly #detectCoarseClock: () => boolean;
  /** The shortest probe of this round. */
  #shortest: Probe | null = null;
  /** The size of the next probe; null without one. */
  #probe: number | null = null;
  /** The time per step at the latest probes; 0 before them. */
  #probedMsPerStep = 0;
  #probeAfterMs = PROBE_AFTER_MS;
  /** Since the latest probes. */
  #workedMs = 0;
  /** Since the latest measurement. */
  #sum = NOTHING;

  /** `msPerStep`: until something is measured. */
  constructor(msPerStep: number, detectCoarseClock: () => boolean) {
    this.#msPerStep = msPerStep;
    this.#detectCoarseClock = detectCoarseClock;
  }

  get fixedMs(): number {
    return this.#fixedMs;
  }

  get msPerStep(): number {
    return this.#msPerStep;
  }

  /** The size of the next chunk if it is a probe. */
  get probe(): number | null {
    return this.#probe;
  }

  /**
   * `isAlone`: the device works on its own and had no other chunk, so the time includes the fixed part. `mayProbe`: a
   * longer chunk would disturb no one.
   */
  record(ms: number, steps: number, isAlone: boolean, mayProbe: boolean): void {
    if (isAlone && this.#isFirst) {
      this.#isFirst = false;
      this.#isClockCoarse ||= this.#detectCoarseClock();
      this.#beginProbes();
      return;
    }
    // Otherwise it was submitted before the probes.
    if (this.#probe !== null && !isAlone) return;
    this.#isClockCoarse ||= ms === 0;
    const { ms: sum, chunks, steps: sumOfSteps } = this.#sum;
    this.#sum = { ms: sum + ms, chunks: chunks + 1, steps: sumOfSteps + steps };
    if (this.#probe !== null) this.#takeProbe();
    else if (this.#sum.ms >= (this.#isClockCoarse ? COARSELY_MEASURED_MS : MEASURED_MS))
      this.#measure(isAlone, mayProbe);
  }

  #measure(isAlone: boolean, mayProbe: boolean): void {
    const { ms, chunks, steps } = this.#sum;
    this.#sum = NOTHING;
    const fixedMs = isAlone ? chunks * this.#fixedMs : 0;
    const workMs = Math.max(ms - fixedMs, LEAST_SHARE * ms);
    // A moving average: a first step also compiles, and a background tab is slower.
    this.#msPerStep = (this.#msPerStep + workMs / steps) / 2;
    this.#workedMs += ms;
    if (this.#probedMsPerStep === 0 || !mayProbe || this.#workedMs < this.#probeAfterMs) return;
    const change = this.#msPerStep / this.#probedMsPerStep;
    if (change < CHANGED && change > 1 / CHANGED) return;
    this.#probeAfterMs *= 2;
    this.#beginProbes();
  }

  #beginProbes(): void {
    this.#probe = 1;
    this.#shortest = null;
    this.#sum = NOTHING;
  }

  #takeProbe(): void {
    // Otherwise the size is tried again, until the sum of its times is a measurement.
    if (this.#isClockCoarse && this.#sum.ms < COARSELY_MEASURED_MS) return;
    const { chunks } = this.#sum;
    const probe = { ms: this.#sum.ms / chunks, steps: this.#sum.steps / chunks };
    this.#sum = NOTHING;
    const shortest = (this.#shortest ??= probe);
    const msPerStep = slope(shortest, probe);
    const visible = this.#isClockCoarse ? COARSELY_VISIBLE : VISIBLE;
    const isVisible = probe !== shortest && probe.ms >= visible * shortest.ms;
    // An epoch's end may have cut the probe.
    const isLast = probe.steps >= MAX_CHUNK_STEPS || (probe !== shortest && probe.steps <= shortest.steps);
    if (!isVisible && !isLast && probe.ms <= MAX_PROBE_MS) {
      const fast = probe.ms + (FAST_GROWTH - 1) * probe.steps * msPerStep <= MAX_PROBE_MS;
      this.#probe = Math.min(MAX_CHUNK_STEPS, (fast ? FAST_GROWTH : GROWTH) * probe.steps);
      return;
    }
    this.#probe = null;
    this.#msPerStep = msPerStep;
    this.#probedMsPerStep = msPerStep;
    this.#workedMs = 0;
    this.#fixedMs = Math.max(0, shortest.ms - shortest.steps * msPerStep);
  }
}

/** Milliseconds per step between two probes. Of a single one all time counts. */
function slope(shortest: Probe, probe: Probe): number {
  const least = (LEAST_SHARE * probe.ms) / probe.steps;
  if (probe.steps <= shortest.steps) return probe.ms / probe.steps;
  return Math.max(least, (probe.ms - shortest.ms) / (probe.steps - shortest.steps));
}

/** Whether the clock stands still for about a millisecond. */
export function hasCoarseClock(): boolean {
  const start = performance.now();
  for (let reads = 0; reads < 20_000; reads++) if (performance.now() !== start) return false;
  return true;
}
