/** The reader's language, as components see it. */
import { createContext, use } from 'react';
import { chooseLanguage, messagesOf, type Language } from './catalogues.ts';
import { createFormat, type Format } from './format.ts';
import type { Messages } from './messages.ts';

export type { Language } from './catalogues.ts';

/** Without a provider the fallback language speaks, so that a component can be rendered alone in a test. */
export const LanguageContext = createContext<Language>(chooseLanguage([]));

export function useLanguage(): Language {
  return use(LanguageContext);
}

export function useMessages(): Messages {
  return messagesOf(useLanguage());
}

const formats = new Map<Language, Format>();

/** Locale-aware numbers, percentages and durations; the same object for the same language. */
export function useFormat(): Format {
  return formatOf(useLanguage());
}

export function formatOf(language: Language): Format {
  const format = formats.get(language) ?? createFormat(language);
  formats.set(language, format);
  return format;
}
