/**
 * Notices a worker that was killed without a word, or hangs. It is asked for a sign of life at every tick; any message
 * counts as one. Silence is counted in ticks and not by the clock: while a laptop sleeps or a tab is frozen there are
 * no ticks either, and what was sent before is waiting when they go on.
 */
const TICK_MS = 5_000;
/** 30 s: no piece of work between two messages takes that long, a GPU's first shaders included. */
const LIMIT = 6;
/** 120 s: where the processor stands in for a GPU, compiling the first shaders blocks a worker for most of a minute. */
const PATIENT_LIMIT = 24;

export interface HeartbeatOptions {
  readonly tickMs?: number;
  /** Ticks without a sign of life, usually and where patience is needed. */
  readonly limit?: number;
  readonly patientLimit?: number;
}

export interface HeartbeatParts {
  ping(): void;
  /** Called once; `limitMs` is what the ticks amount to. */
  onSilence(limitMs: number): void;
}

export class Heartbeat {
  readonly #parts: HeartbeatParts;
  readonly #options: Required<HeartbeatOptions>;
  #timer: ReturnType<typeof setInterval> | undefined;
  #silent = 0;
  /** Something is going on that may block the worker for long. */
  patient = false;

  constructor(parts: HeartbeatParts, options: HeartbeatOptions = {}) {
    this.#parts = parts;
    this.#options = { tickMs: TICK_MS, limit: LIMIT, patientLimit: PATIENT_LIMIT, ...options };
  }

  start(): void {
    if (this.#timer !== undefined) return;
    this.#silent = 0;
    this.#parts.ping();
    this.#timer = setInterval(() => this.#tick(), this.#options.tickMs);
  }

  heard(): void {
    this.#silent = 0;
  }

  stop(): void {
    clearInterval(this.#timer);
    this.#timer = undefined;
  }

  #tick(): void {
    const { tickMs, limit, patientLimit } = this.#options;
    const allowed = this.patient ? patientLimit : limit;
    this.#silent += 1;
    if (this.#silent < allowed) {
      this.#parts.ping();
      return;
    }
    this.stop();
    this.#parts.onSilence(allowed * tickMs);
  }
}
