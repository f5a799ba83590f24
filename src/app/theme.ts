/** The current theme. Only this module sets it on the document, after `early.js` has done so before the first paint. */
import { createStore, type StoreApi } from 'zustand/vanilla';
import type { Theme } from './params.ts';

type ThemedPage = Pick<Document, 'documentElement' | 'querySelectorAll'>;

export function createTheme(initial: Theme, page: ThemedPage = document): StoreApi<Theme> {
  const theme = createStore<Theme>()(() => initial);
  show(initial, page);
  theme.subscribe((next) => show(next, page));
  return theme;
}

function show(theme: Theme, page: ThemedPage): void {
  const { dataset } = page.documentElement;
  if (theme === 'auto') delete dataset['theme'];
  else dataset['theme'] = theme;
  // The colour of a phone's browser bars. index.html has one for each theme.
  for (const meta of page.querySelectorAll<HTMLMetaElement>('meta[name=theme-color]')) {
    const own = meta.dataset['theme'] ?? '';
    if (theme === 'auto') meta.media = `(prefers-color-scheme: ${own})`;
    else meta.media = theme === own ? 'all' : 'not all';
  }
}
