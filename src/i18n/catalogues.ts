/** Every language is one file in `languages/`, named by its BCP 47 tag and exporting its catalogue by that name. */
import type { Messages } from './messages.ts';

/** A tag for which there is a catalogue, such as `en`. */
export type Language = string;

const FALLBACK: Language = 'en';

const modules = import.meta.glob<Readonly<Record<string, Messages>>>('./languages/*.ts', { eager: true });

/** By file: each is there under the tag that its file is named by. */
export function cataloguesIn(files: typeof modules): ReadonlyMap<Language, Messages> {
  return new Map(
    Object.entries(files).flatMap(([path, module]) => {
      const language = path.replace(/^.*\/([\w-]+)\.ts$/, '$1');
      const messages = module[language];
      return messages ? [[language, messages] as const] : [];
    }),
  );
}

const catalogues = cataloguesIn(modules);

export const LANGUAGES: readonly Language[] = [...catalogues.keys()];

export function messagesOf(language: Language): Messages {
  const messages = catalogues.get(language) ?? catalogues.get(FALLBACK);
  if (!messages) throw new Error(`src/i18n/languages/${FALLBACK}.ts is missing`);
  return messages;
}

/**
 * The first of the reader's preferred languages that the page speaks; `preferred` as in `navigator.languages`. Before
 * the first paint `early.js` chooses in the same way.
 */
export function chooseLanguage(preferred: readonly string[], languages: readonly Language[] = LANGUAGES): Language {
  for (const tag of preferred) {
    // With its regions: `ko-KR` is `ko`, and `kok` is not.
    const match = languages.find((language) => `${tag}-`.toLowerCase().startsWith(`${language}-`.toLowerCase()));
    if (match !== undefined) return match;
  }
  return FALLBACK;
}
