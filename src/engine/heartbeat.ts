/**
 * Detects a worker that hangs or was killed: neither causes an `error` event. The worker is pinged at every tick; any
 * message is an answer. Silence is counted in ticks, not by the clock: while a laptop sleeps or a tab is frozen there
 * are no ticks, and the messages sent before are delivered when they resume.
 */
const TICK_MS = 5_000;
/** 30 s: no work between two messages takes that long, a GPU's first shaders included. */
const LIMIT = 6;
/** 120 s: a software GPU compiles its first shaders for up to a minute, and blocks the worker. */
const SLOW_LIMIT = 24;

export interface HeartbeatOptions {
  readonly tickMs?: number;
  /** Ticks without a message, usually and while `slow`. */
  readonly limit?: number;
  readonly slowLimit?: number;
}

export interface HeartbeatParts {
  ping(): void;
  /** Called once; `limitMs`: the ticks as time. */
  onSilence(limitMs: number): void;
}

export class Heartbeat {
  readonly #parts: HeartbeatParts;
  readonly #options: Required<HeartbeatOptions>;
  #timer: ReturnType<typeof setInterval> | undefined;
  #silent = 0;
  /** Whether the worker's current work may block it for long. */
  slow = false;

  constructor(parts: HeartbeatParts, options: HeartbeatOptions = {}) {
    this.#parts = parts;
    this.#options = { tickMs: TICK_MS, limit: LIMIT, slowLimit: SLOW_LIMIT, ...options };
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
    const { tickMs, limit, slowLimit } = this.#options;
    const allowed = this.slow ? slowLimit : limit;
    this.#silent += 1;
    if (this.#silent < allowed) {
      this.#parts.ping();
      return;
    }
    this.stop();
    this.#parts.onSilence(allowed * tickMs);
  }
}
