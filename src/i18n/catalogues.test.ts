import { describe, expect, expectTypeOf, it } from 'vitest';
import { CATALOGUE_FILES, messagesOf } from './all-catalogues.ts';
import { LANGUAGES, languageName, languagesIn } from './catalogues.ts';
import type { en } from './languages/en.ts';
import type { FirstMessages } from './messages.ts';
import { isRegistered } from './registry.ts';

const parts = (language: string) =>
  CATALOGUE_FILES.flatMap((file) => new RegExp(`/${language}/lazy/(.+)\\.ts$`).exec(file)?.[1] ?? []);

describe('a language', () => {
  it('exists where there is a file named by its tag', () => {
    expect(languagesIn(['./languages/en.ts', './languages/fr.ts'])).toEqual(['en', 'fr']);
    expect(LANGUAGES).toEqual(['en', 'ko']);
  });

  it.each(LANGUAGES)('%s has a catalogue for every lazy part, and each registers itself', (language) => {
    expect(parts(language)).toEqual(parts('en'));
    expect(parts(language).length).toBeGreaterThan(0);
    expect(isRegistered(language)).toBe(true);
    expect(Object.keys(messagesOf(language)).toSorted()).toEqual(Object.keys(messagesOf('en')).toSorted());
  });

  it('without a catalogue has no messages', () => {
    expect(() => messagesOf('fr')).toThrow('The catalogue of fr has not been loaded');
  });

  it('has a name of its own', () => {
    expect(LANGUAGES.map(languageName)).toEqual(['English', '한국어']);
  });

  it('fails the type check where a section, a sentence or a parameter is missing or of a wrong type', () => {
    type App = typeof en.app;
    expectTypeOf<typeof en>().toExtend<FirstMessages>();
    expectTypeOf<Omit<typeof en, 'app'>>().not.toExtend<FirstMessages>();
    expectTypeOf<Omit<typeof en, 'app'> & { app: Omit<App, 'promise'> }>().not.toExtend<FirstMessages>();
    type Found = FirstMessages['savedRun']['found'];
    expectTypeOf<(model: number, when: string) => string>().not.toExtend<Found>();
    expectTypeOf<(model: string, when: string, more: string) => string>().not.toExtend<Found>();
    expectTypeOf<string>().not.toExtend<Found>();
  });
});
