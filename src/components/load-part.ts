/**
 * Loads a part of the page from a chunk of its own, and can ask again for one that has not come. Calling `import()`
 * again is not enough: browsers from before whatwg/html#10327 (merged in 2026) keep a failed module until the page
 * is reloaded, and Vite's preloading asks for a style sheet once only.
 */

/** How a file is asked for again: at an address at which the browser keeps no failure. */
export interface Browser {
  importFrom(address: string): Promise<unknown>;
  addStyles(address: string): Promise<void>;
}

const ADDRESS = /https?:\/\/\S+\.(js|css)\b(?:\?\S*)?/;

/**
 * `load` imports the chunk; `pick` takes the part from its exports. The part is loaded once: calls share it, and only a
 * failure makes the next call load again. No other chunk may import this one statically: it would be loaded twice.
 */
export function createLoader<Module, Part>(
  load: () => Promise<Module>,
  pick: (module: Module) => Part,
  browser: Browser = PAGE,
): () => Promise<Part> {
  let loading: Promise<Part> | null = null;
  let failures = 0;
  /** Callers get the first failure each time: those after it differ only in the address, or in what the browser keeps. */
  let reported: unknown;
  let missingStyles: string | null = null;

  async function attempt(): Promise<Module> {
    if (missingStyles !== null) await browser.addStyles(atNewAddress(missingStyles));
    missingStyles = null;
    try {
      return await load();
    } catch (error) {
      const { address, isStyles } = fileNamedBy(error);
      if (isStyles) missingStyles = address;
      // A later failure may be the browser's memory of the first.
      if (failures === 0 || isStyles || address === null) throw error;
      return (await browser.importFrom(atNewAddress(address))) as Module;
    }
  }

  function atNewAddress(address: string): string {
    const url = new URL(address);
    url.searchParams.set('attempt', String(failures + 1));
    return url.href;
  }

  async function loadOnce(): Promise<Part> {
    try {
      return pick(await attempt());
    } catch (error) {
      if (failures === 0) reported = error;
      failures += 1;
      loading = null;
      throw reported;
    }
  }

  return () => (loading ??= loadOnce());
}

/** Chromium and Firefox name the script, Vite the style sheet. Safari names none; it asks again by itself since #10327, and before that only a reload helps. */
function fileNamedBy(error: unknown): { readonly address: string | null; readonly isStyles: boolean } {
  const found = error instanceof Error ? ADDRESS.exec(error.message) : null;
  return { address: found?.[0] ?? null, isStyles: found?.[1] === 'css' };
}

const PAGE: Browser = {
  importFrom: (address) => import(/* @vite-ignore */ address),
  addStyles: (address) =>
    new Promise((resolve, reject) => {
      const link = document.createElement('link');
      link.rel = 'stylesheet';
      link.crossOrigin = '';
      link.href = address;
      link.addEventListener('load', () => resolve());
      link.addEventListener('error', () => {
        link.remove();
        reject(new Error(`The style sheet ${address} could not be loaded`));
      });
      document.head.append(link);
    }),
};
