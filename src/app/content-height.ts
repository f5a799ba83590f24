/** Reports how tall the page's content is to the page around it. */

/** A run often changes the height by a line: the host is not laid out for each change. */
const WAIT_MS = 100;

/**
 * Reports the latest height: the first at once, the next ones at intervals, none twice. It uses a timer, since
 * animation frames stop in a frame off the screen.
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
 * Reports the element's height, now and at every change, in CSS pixels, rounded up. The height must depend on the
 * content: an element that grew with the frame would make the frame grow again.
 */
export function watchHeight(element: Element, change: (heightPx: number) => void): () => void {
  const observer = new ResizeObserver(() => change(heightOf(element)));
  observer.observe(element);
  return () => observer.disconnect();
}

export function heightOf(element: Element): number {
  return Math.ceil(element.getBoundingClientRect().height);
}
