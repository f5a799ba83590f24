import { describe, expect, expectTypeOf, it } from 'vitest';
import { cataloguesIn } from './catalogues.ts';
import { en } from './languages/en.ts';
import type { Messages } from './messages.ts';

describe('one more language', () => {
  const fr: Messages = { ...en, app: { ...en.app, languageName: 'Français' } };

  it('is one more file', () => {
    const found = cataloguesIn({ './languages/en.ts': { en }, './languages/fr.ts': { fr } });
    expect([...found.keys()]).toEqual(['en', 'fr']);
    expect(found.get('fr')?.app.languageName).toBe('Français');
  });

  it('is not there if its file exports another tag', () => {
    expect(cataloguesIn({ './languages/de.ts': { fr } }).size).toBe(0);
  });

  it('fails the type check where a section, a sentence or a parameter is missing or of a wrong type', () => {
    type App = typeof en.app;
    expectTypeOf<typeof en>().toExtend<Messages>();
    expectTypeOf<Omit<typeof en, 'app'>>().not.toExtend<Messages>();
    expectTypeOf<Omit<typeof en, 'app'> & { app: Omit<App, 'promise'> }>().not.toExtend<Messages>();
    type Found = Messages['savedRun']['found'];
    expectTypeOf<(model: number, when: string) => string>().not.toExtend<Found>();
    expectTypeOf<(model: string, when: string, more: string) => string>().not.toExtend<Found>();
    expectTypeOf<string>().not.toExtend<Found>();
  });
});
