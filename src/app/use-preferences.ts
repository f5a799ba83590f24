/** The reader's language and theme. They are kept in the URL, for a reload and for links. */
import { useEffect, useState } from 'react';
import { useStore } from 'zustand';
import type { StoreApi } from 'zustand/vanilla';
import { words } from '../components/words.ts';
import { messagesOf, type Language } from '../i18n/registry.ts';
import type { Session } from '../store/session.ts';
import type { Theme } from './params.ts';

export interface Preferences {
  readonly language: Language;
  readonly theme: Theme;
  setLanguage(language: Language): void;
  setTheme(theme: Theme): void;
}

export function usePreferences(
  initialLanguage: Language,
  themeInUse: StoreApi<Theme>,
  session: Pick<Session, 'attempt'>,
): Preferences {
  const [language, setLanguage] = useState(initialLanguage);
  const theme = useStore(themeInUse);

  useEffect(() => {
    document.documentElement.lang = language;
    document.title = messagesOf(language).app.documentTitle;
  }, [language]);

  return {
    language,
    theme,
    setLanguage(next) {
      session.attempt(async () => {
        if (!(await words.switchTo(next))) return;
        setLanguage(next);
        keepInUrl('lang', next);
      });
    },
    setTheme(next) {
      themeInUse.setState(next, true);
      keepInUrl('theme', next);
    },
  };
}

function keepInUrl(name: string, value: string): void {
  const url = new URL(location.href);
  url.searchParams.set(name, value);
  try {
    history.replaceState(history.state, '', url);
  } catch (error) {
    // A `srcdoc` frame can't change its URL: the choice is lost on reload.
    if (!(error instanceof DOMException && error.name === 'SecurityError')) throw error;
  }
}
