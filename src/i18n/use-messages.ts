/** The reader's language, as components see it. */
import { createContext, use } from 'react';
import { chooseLanguage } from './catalogues.ts';
import { createFormat, type Format } from './format.ts';
import type { Messages } from './messages.ts';
import { messagesOf, type Language } from './registry.ts';

export type { Language } from './registry.ts';

/** Without a provider it is the fallback language, so that a test can render a component alone. */
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
