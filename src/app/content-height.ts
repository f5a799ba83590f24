/** Reports the height of the page's content to the host. */

/** A run often changes the height by a line, and each report may cause a layout of the host. */
const WAIT_MS = 100;

/**
 * Reports the first height at once and changes at intervals. It uses a timer, since animation frames stop while the
 * frame is off the screen.
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
 * Reports the element's height in CSS pixels, rounded up, now and at every change. The height must depend on the
 * content only: one that depends on the frame's would make the frame grow without end.
 */
export function watchHeight(element: Element, change: (heightPx: number) => void): () => void {
  const observer = new ResizeObserver(() => change(heightOf(element)));
  observer.observe(element);
  return () => observer.disconnect();
}

export function heightOf(element: Element): number {
  return Math.ceil(element.getBoundingClientRect().height);
}
