import { readFileSync } from 'node:fs';
import { Script } from 'node:vm';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { LANGUAGES } from '../i18n/catalogues.ts';
import { parseParams } from './params.ts';

const EARLY = new Script(readFileSync(new URL('../../public/early.js', import.meta.url), 'utf8'));

/** The root element as `early.js` leaves it, by what the HTML has in development. */
function rootAfter(search: string, preferred: readonly string[]) {
  const root: { lang: string; readonly dataset: Readonly<Record<string, string>> } = { lang: 'en', dataset: {} };
  EARLY.runInNewContext({
    URLSearchParams,
    location: { search },
    navigator: { languages: preferred, language: preferred[0] },
    document: { documentElement: root, currentScript: { dataset: { languages: LANGUAGES.join(' ') } } },
  });
  return root;
}

const tag = fc.constantFrom('en', 'ko', 'en-GB', 'ko-KR', 'KO', 'kok', 'fr', 'fr-CA', 'de', '');
const anything = (...values: readonly string[]) => fc.option(fc.oneof(fc.constantFrom(...values), fc.string()));

describe('the document before the page’s scripts run', () => {
  it('has the language, theme and embedded form of the page', () => {
    fc.assert(
      fc.property(
        anything('en', 'ko', 'fr', 'KO', 'ko-KR', ' ko', ''),
        anything('light', 'dark', 'auto', 'Dark', 'dark '),
        anything('0', '1', '1 '),
        fc.array(tag, { maxLength: 4 }),
        (lang, theme, embed, preferred) => {
          const query = new URLSearchParams();
          for (const [name, value] of Object.entries({ lang, theme, embed }))
            if (value !== null) query.set(name, value);
          const root = rootAfter(`?${query}`, preferred);
          const { params } = parseParams(`?${query}`, preferred);
          expect(root.lang).toBe(params.language);
          expect(root.dataset['theme'] ?? 'auto').toBe(params.theme);
          expect('embed' in root.dataset).toBe(params.embed);
        },
      ),
    );
  });

  it('uses the reader’s first language that the page supports', () => {
    expect(rootAfter('', ['fr', 'ko-KR', 'en']).lang).toBe('ko');
    expect(rootAfter('?lang=ko', ['en']).lang).toBe('ko');
    expect(rootAfter('?lang=tlh', ['ko']).lang).toBe('ko');
    expect(rootAfter('', ['kok']).lang).toBe('en');
  });
});
