/**
 * Loads catalogues as they are needed: those of the language in use with the lazy parts of the page, and all of them in
 * another language before the page switches to it.
 */
import { chooseLanguage, importCatalogue, type Language } from '../i18n/catalogues.ts';
import type { PartName } from '../i18n/messages.ts';
import { createLoader } from './load-part.ts';

export interface Words {
  /** `language` is in use, and its first catalogue is registered. */
  begin(language: Language): void;
  inUse(): Language;
  /** Settles when the words of a lazy part are loaded in the language in use at that time. */
  need(part: PartName): Promise<void>;
  /** Loads everything needed so far in another language. False where another switch has been asked for since. */
  switchTo(language: Language): Promise<boolean>;
  /** Loads the words of a part in a language that need not be in use. */
  load(language: Language, part: PartName | 'first'): Promise<void>;
}

export const words = createWords(importCatalogue);

/** A lazy part of the page together with its words. */
export function withWords<T>(part: PartName, load: () => Promise<T>): () => Promise<T> {
  return async () => {
    const [loaded] = await Promise.all([load(), words.need(part)]);
    return loaded;
  };
}

export function createWords(importFile: typeof importCatalogue): Words {
  const needed = new Set<PartName | 'first'>(['first']);
  const loaders = new Map<string, () => Promise<void>>();
  let current = chooseLanguage([]);
  let latest = current;

  function load(language: Language, part: PartName | 'first'): Promise<void> {
    const key = `${language}/${part}`;
    const loader =
      loaders.get(key) ??
      createLoader(
        () => importFile(language, part),
        () => undefined,
      );
    loaders.set(key, loader);
    return loader();
  }

  async function need(part: PartName): Promise<void> {
    needed.add(part);
    const language = current;
    await load(language, part);
    if (language !== current) await need(part);
  }

  async function loadAll(language: Language): Promise<void> {
    const parts = [...needed];
    await Promise.all(parts.map((part) => load(language, part)));
    if (parts.length < needed.size) await loadAll(language);
  }

  return {
    begin(language) {
      current = language;
      latest = language;
    },
    inUse: () => current,
    need,
    load,
    async switchTo(language) {
      latest = language;
      await loadAll(language);
      if (language !== latest) return false;
      current = language;
      return true;
    },
  };
}
