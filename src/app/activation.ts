/** What TypeScript's DOM lacks of prerendering, which only Chromium has. */
interface PrerenderedDocument {
  readonly prerendering?: boolean | undefined;
  addEventListener(type: 'prerenderingchange', listener: () => void, options: { once: true }): void;
}

/**
 * Calls `start` once the reader sees the page: now, or, in a page that the browser prerenders, when it is visited. The
 * browser defers workers, storage and locks until then, and the page may never be visited: nothing may start, count or
 * be downloaded but its own scripts.
 */
export function whenActivated(start: () => void, page: PrerenderedDocument = document): void {
  if (page.prerendering === true) page.addEventListener('prerenderingchange', start, { once: true });
  else start();
}
