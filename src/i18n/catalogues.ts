/**
 * Where the catalogues are, and which language to choose. A language is a file in `languages/`, named by its BCP 47 tag,
 * with what the page needs from the start, and a folder `<tag>/lazy/` with what lazy parts of the page bring.
 */
import type { PartName } from './messages.ts';
import type { Language } from './registry.ts';

export type { Language } from './registry.ts';

type Files = Readonly<Record<string, () => Promise<unknown>>>;

const FALLBACK: Language = 'en';

const firstFiles: Files = import.meta.glob('./languages/*.ts');
const partFiles: Files = import.meta.glob('./languages/*/lazy/*.ts');

export const LANGUAGES: readonly Language[] = languagesIn(Object.keys(firstFiles));

export function languagesIn(files: readonly string[]): readonly Language[] {
  return files.map((path) => path.replace(/^.*\/([\w-]+)\.ts$/, '$1'));
}

/** Loads and registers a catalogue: that of a lazy part, or the first one. Rejects where it can't be loaded. */
export async function importCatalogue(language: Language, part: PartName | 'first'): Promise<void> {
  const load =
    part === 'first' ? firstFiles[`./languages/${language}.ts`] : partFiles[`./languages/${language}/lazy/${part}.ts`];
  if (!load) throw new Error(`There is no catalogue ${part} of ${language}`);
  await load();
}

/** A language by its own name. */
export function languageName(language: Language): string {
  return new Intl.DisplayNames([language], { type: 'language' }).of(language) ?? language;
}

/**
 * The first of the reader's preferred languages that the page speaks; `preferred` as in `navigator.languages`. Before
 * the first paint `early.js` chooses in the same way.
 */
export function chooseLanguage(preferred: readonly string[], languages: readonly Language[] = LANGUAGES): Language {
  for (const tag of preferred) {
    const match = spokenLanguage(tag, languages);
    if (match !== undefined) return match;
  }
  return FALLBACK;
}

/** Takes a tag with its regions, also as `ko_KR`: it is `ko`, and `kok` is not. */
export function spokenLanguage(tag: string, languages: readonly Language[] = LANGUAGES): Language | undefined {
  const full = `${tag.replaceAll('_', '-')}-`.toLowerCase();
  return languages.find((language) => full.startsWith(`${language}-`.toLowerCase()));
}
