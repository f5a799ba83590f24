/** Reports how tall the page's content is to the page around it. */

/** A run often changes the height by a line: the host is not laid out for each change. */
const WAIT_MS = 100;

/**
 * Reports the latest height: the first at once, the next ones at intervals, none twice. By a timer, since animation
 * frames stop where a frame is off the screen.
 */
export function createHeightReporter(report: (heightPx: number) => void): {
  readonly change: (heightPx: number) => void;
  readonly dispose: () => void;
} {
  let latest = 0;
  let reported = 0;
  let timer: ReturnType<typeof setTimeout> | undefined;

  function flush(): void {
    timer = undefined;
    if (latest === reported) return;
    reported = latest;
    report(reported);
    timer = setTimeout(flush, WAIT_MS);
  }

  return {
    change(heightPx) {
      latest = heightPx;
      if (timer === undefined) flush();
    },
    dispose: () => clearTimeout(timer),
  };
}

/**
 * The element's height, now and at every change, in whole CSS pixels that leave nothing out. It has to be one whose
 * height comes from its content: one that grew with the frame would make the frame grow with it.
 */
export function watchHeight(element: Element, change: (heightPx: number) => void): () => void {
  const observer = new ResizeObserver(() => change(heightOf(element)));
  observer.observe(element);
  return () => observer.disconnect();
}

export function heightOf(element: Element): number {
  return Math.ceil(element.getBoundingClientRect().height);
}
