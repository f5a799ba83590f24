/** Brings a part of the page into view; one that is still to come as soon as it is there. */

/** Whoever does any of this meanwhile is elsewhere with their thoughts. */
const ELSEWHERE = ['pointerdown', 'wheel', 'touchstart', 'keydown'] as const;

/** `around`: the id of what the part is to come in, shown until then, and for good where the part is hidden. */
export function showPart(id: string, around?: string): void {
  const part = document.getElementById(id);
  const shown = part ?? (around === undefined ? null : document.getElementById(around));
  shown?.scrollIntoView({ block: 'start' });
  if (!part) showWhenThere(id);
}

function showWhenThere(id: string): void {
  const waiting = new AbortController();
  const stop = (): void => waiting.abort();
  const observer = new MutationObserver(() => {
    const part = document.getElementById(id);
    if (!part) return;
    stop();
    part.scrollIntoView({ block: 'start' });
  });
  observer.observe(document.body, { childList: true, subtree: true });
  waiting.signal.addEventListener('abort', () => observer.disconnect());
  for (const type of ELSEWHERE) window.addEventListener(type, stop, { signal: waiting.signal, passive: true });
}
