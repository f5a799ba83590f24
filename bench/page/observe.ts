/**
 * Observes the page from inside, before its own code runs: long tasks, animation frames, and the messages between page
 * and worker. `addInitScript` sends it into the page, so it is one function that refers to nothing outside.
 */
export interface LongTask {
  readonly start: number;
  readonly duration: number;
}

/** The browser's `long-animation-frame` entries: slow frames with their scripts. */
export interface LongFrame extends LongTask {
  /** Milliseconds during which the main thread could not respond. */
  readonly blocking: number;
  readonly renderAfter: number;
  readonly scripts: readonly string[];
}

export interface Ask {
  /** The `watchId`, which the answer repeats. */
  readonly id: number;
  readonly at: number;
  repliedAt: number | null;
  /** The page shows this answer already: same ink and same weights as in the question before. */
  shown: boolean;
}

export interface Observed {
  readonly longTasks: LongTask[];
  readonly longFrames: LongFrame[];
  /** Questions to the engine for a prediction. */
  readonly asks: Ask[];
  /** Time stamps of the pad's pointer events. */
  readonly inks: number[];
  /** Changes of the ten probabilities in the document; `answered` is false while the pad is empty. */
  readonly changes: { readonly at: number; readonly answered: boolean }[];
  frames: number;
  /** When the pad appeared, and when the first step was made. */
  padAt: number | null;
  firstStepAt: number | null;
}

declare global {
  interface Window {
    observed: Observed;
  }
}

interface FrameTiming extends PerformanceEntry {
  readonly blockingDuration: number;
  readonly renderStart: number;
  readonly scripts: readonly {
    readonly invoker: string;
    readonly sourceFunctionName: string;
    readonly sourceURL: string;
    readonly duration: number;
    readonly forcedStyleAndLayoutDuration: number;
  }[];
}

/** The fields of the protocol's messages that are observed here. */
interface Wire {
  readonly kind?: string;
  readonly name?: string;
  readonly args?: readonly unknown[];
  readonly event?: {
    readonly type: string;
    readonly watchId?: number;
    readonly prediction?: { readonly probabilities: readonly number[] };
  };
}

// oxlint-disable-next-line max-lines-per-function -- the browser gets the source of this one function
export function observe(): void {
  const observed: Observed = {
    longTasks: [],
    longFrames: [],
    asks: [],
    inks: [],
    changes: [],
    frames: 0,
    padAt: null,
    firstStepAt: null,
  };
  window.observed = observed;

  new PerformanceObserver((list) => {
    for (const { startTime, duration } of list.getEntries()) observed.longTasks.push({ start: startTime, duration });
  }).observe({ type: 'longtask', buffered: true });

  if (PerformanceObserver.supportedEntryTypes.includes('long-animation-frame')) {
    new PerformanceObserver((list) => {
      for (const entry of list.getEntries() as FrameTiming[]) {
        observed.longFrames.push({
          start: entry.startTime,
          duration: entry.duration,
          blocking: entry.blockingDuration,
          renderAfter: entry.renderStart === 0 ? 0 : entry.startTime + entry.duration - entry.renderStart,
          scripts: entry.scripts.map(
            ({ invoker, sourceFunctionName, sourceURL, duration, forcedStyleAndLayoutDuration }) =>
              `${invoker} ${sourceFunctionName} (${sourceURL.split('/').at(-1) ?? ''}) ${Math.round(duration)} ms, layout ${Math.round(forcedStyleAndLayoutDuration)} ms`,
          ),
        });
      }
    }).observe({ type: 'long-animation-frame', buffered: true });
  }

  // oxlint-disable-next-line consistent-function-scoping -- only `observe` is sent into the page
  const part = (name: string) => document.querySelector(`[data-testid="${name}"]`);
  const countFrames = (): void => {
    observed.frames++;
    observed.padAt ??= part('draw-pad') === null ? null : performance.now();
    observed.firstStepAt ??= Number(part('progress')?.getAttribute('data-step') ?? 0) > 0 ? performance.now() : null;
    requestAnimationFrame(countFrames);
  };
  requestAnimationFrame(countFrames);

  window.Worker = class extends Worker {
    constructor(url: string | URL, options?: WorkerOptions) {
      super(url, options);
      this.addEventListener('message', ({ data }: MessageEvent<Wire>) => {
        if (data.event?.type !== 'prediction') return;
        const { watchId, prediction } = data.event;
        const ask = observed.asks.findLast(({ id }) => id === watchId);
        // Later answers to the same question are of newer weights.
        if (!ask || ask.repliedAt !== null) return;
        ask.repliedAt = performance.now();
        const probabilities = prediction?.probabilities ?? [];
        ask.shown = probabilities.every(
          (p, digit) => part(`probability-${digit}`)?.getAttribute('data-value') === `${p}`,
        );
      });
    }
    override postMessage(message: Wire, options?: StructuredSerializeOptions | Transferable[]): void {
      if (message.kind === 'command' && message.name === 'watch' && message.args?.[0]) {
        observed.asks.push({ id: Number(message.args[1]), at: performance.now(), repliedAt: null, shown: false });
      }
      if (Array.isArray(options)) super.postMessage(message, options);
      else super.postMessage(message, options);
    }
  };

  for (const type of ['pointerdown', 'pointermove', 'pointerup'] as const) {
    addEventListener(
      type,
      (event) => {
        const { target } = event;
        const onPad = target instanceof Element && target.closest('[data-testid="draw-pad"]') !== null;
        if (onPad && (type === 'pointerdown' || event.buttons > 0)) observed.inks.push(event.timeStamp);
      },
      { capture: true },
    );
  }

  const answered = () => part('prediction')?.getAttribute('data-digit') !== '';
  new MutationObserver((records) => {
    const concerned = records.some(({ target }) => {
      const id = target instanceof Element ? (target.getAttribute('data-testid') ?? '') : '';
      return id.startsWith('probability-');
    });
    if (concerned) observed.changes.push({ at: performance.now(), answered: answered() });
  }).observe(document, { subtree: true, attributes: true, attributeFilter: ['data-value'] });
}
