/** How tall the page's content is, told to whoever gives it the room. */

/** A run changes heights by a line here and there; a host need not be laid out for each. */
const WAIT_MS = 100;

/**
 * Hands on the latest height: the first at once, the next ones at intervals, none twice. By a timer, since animation
 * frames stop where a frame is off the screen.
 */
export function createHeightTeller(tell: (heightPx: number) => void): {
  readonly change: (heightPx: number) => void;
  readonly dispose: () => void;
} {
  let latest = 0;
  let told = 0;
  let timer: ReturnType<typeof setTimeout> | undefined;

  function flush(): void {
    timer = undefined;
    if (latest === told) return;
    told = latest;
    tell(told);
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
