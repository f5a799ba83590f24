/**
 * The catalogues that have been loaded. Each file registers itself when it runs, so that `early.js` can start the first
 * catalogue as a script of its own, before the page's script, and the page finds it there at once.
 */
import type { Messages } from './messages.ts';

/** A BCP 47 tag for which there is a catalogue, such as `en`. */
export type Language = string;

const catalogues = new Map<Language, Partial<Messages>>();

export function register(language: Language, messages: Partial<Messages>): void {
  catalogues.set(language, { ...catalogues.get(language), ...messages });
}

export function isRegistered(language: Language): boolean {
  return catalogues.has(language);
}

/**
 * What has been loaded of a language: the first catalogue, and those of the lazy parts that are on the page. A lazy part
 * is rendered only when its catalogue has been loaded, so the type has them all. Throws where nothing has been loaded.
 */
export function messagesOf(language: Language): Messages {
  const messages = catalogues.get(language);
  if (!messages) throw new Error(`The catalogue of ${language} has not been loaded`);
  return messages as Messages;
}
