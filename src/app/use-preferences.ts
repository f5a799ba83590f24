/** The reader's language and theme. The URL keeps them, so that a reload and a link do as well. */
import { useEffect, useState } from 'react';
import { messagesOf, type Language } from '../i18n/catalogues.ts';
import type { Theme } from './params.ts';

export interface Preferences {
  readonly language: Language;
  readonly theme: Theme;
  setLanguage(language: Language): void;
  setTheme(theme: Theme): void;
}

export function usePreferences(initial: { readonly language: Language; readonly theme: Theme }): Preferences {
  const [language, setLanguage] = useState(initial.language);
  const [theme, setTheme] = useState(initial.theme);

  useEffect(() => {
    document.documentElement.lang = language;
    document.title = messagesOf(language).app.documentTitle;
  }, [language]);

  useEffect(() => {
    const root = document.documentElement;
    if (theme === 'auto') delete root.dataset['theme'];
    else root.dataset['theme'] = theme;
    colourFrame(theme);
  }, [theme]);

  return {
    language,
    theme,
    setLanguage(next) {
      setLanguage(next);
      keepInUrl('lang', next);
    },
    setTheme(next) {
      setTheme(next);
      keepInUrl('theme', next);
    },
  };
}

/** What a phone's browser draws around the page: index.html has a colour for each theme, and the system's choice. */
function colourFrame(theme: Theme): void {
  for (const meta of document.querySelectorAll<HTMLMetaElement>('meta[name=theme-color]')) {
    const own = meta.dataset['theme'] ?? '';
    if (theme === 'auto') meta.media = `(prefers-color-scheme: ${own})`;
    else meta.media = theme === own ? 'all' : 'not all';
  }
}

function keepInUrl(name: string, value: string): void {
  const url = new URL(location.href);
  url.searchParams.set(name, value);
  try {
    history.replaceState(history.state, '', url);
  } catch (error) {
    // A frame made from a string (srcdoc) has no URL to keep anything in; the choice holds until it is left.
    if (!(error instanceof DOMException && error.name === 'SecurityError')) throw error;
  }
}
