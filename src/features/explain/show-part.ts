/** Brings a part of the page into view; one that is still to come as soon as it is there. */

/** Whoever does any of this meanwhile is elsewhere with their thoughts. */
const ELSEWHERE = ['pointerdown', 'wheel', 'touchstart', 'keydown'] as const;

/** Longer than browsers glide. What comes onto the page later leaves it where it is. */
const GLIDING_MS = 3000;

/** `around`: the id of what the part is to come in, shown until then, and for good where the part is hidden. */
export function showPart(id: string, around?: string): void {
  let shown: Element | null = null;
  let until = 0;
  const stopping = new AbortController();
  const stop = (): void => stopping.abort();
  const show = (): void => {
    const part = document.getElementById(id);
    const best = part ?? (around === undefined ? null : document.getElementById(around));
    const now = performance.now();
    if (best !== shown) until = now + GLIDING_MS;
    shown = best;
    if (now < until) shown?.scrollIntoView({ block: 'start' });
    else if (part) stop();
  };
  show();
  // The way was measured at its beginning: a page that grows meanwhile would be left in the wrong place.
  const growth = new ResizeObserver(show);
  growth.observe(document.body);
  stopping.signal.addEventListener('abort', () => growth.disconnect());
  for (const type of ELSEWHERE) window.addEventListener(type, stop, { signal: stopping.signal, passive: true });
}
