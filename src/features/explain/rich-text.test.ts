import { describe, expect, it } from 'vitest';
import { messagesOf } from '../../i18n/all-catalogues.ts';
import { LANGUAGES } from '../../i18n/catalogues.ts';
import { parseRichText } from './rich-text.ts';

describe('parseRichText', () => {
  it('separates plain text and actions', () => {
    expect(parseRichText('Now [try T = 0.3](T=0.3), or [a CNN](model=cnn).')).toEqual([
      { text: 'Now ', action: null },
      { text: 'try T = 0.3', action: { kind: 'temperature', temperature: 0.3 } },
      { text: ', or ', action: null },
      { text: 'a CNN', action: { kind: 'train', model: 'cnn' } },
      { text: '.', action: null },
    ]);
    expect(parseRichText('[Curves](go=charts)[Any](sample)').map(({ action }) => action?.kind)).toEqual([
      'go',
      'sample',
    ]);
  });

  it.each(['T=0', 'T=warm', 'model=rnn', 'go=', 'nothing'])('refuses the unknown action "%s"', (action) => {
    expect(() => parseRichText(`[x](${action})`)).toThrow(action);
  });
});

const actionsOf = (language: string) =>
  Object.values(messagesOf(language).explain.sections).map(({ body }) =>
    parseRichText(body)
      .flatMap(({ action }) => (action ? [JSON.stringify(action)] : []))
      .toSorted(),
  );

describe('the explanations', () => {
  it.each(LANGUAGES)('have braces around every exponent (%s)', (language) => {
    for (const { body } of Object.values(messagesOf(language).explain.sections)) expect(body).not.toMatch(/\^(?!\{)/);
  });

  it('have the same actions in every language', () => {
    const [first = 'en', ...others] = LANGUAGES;
    expect(actionsOf(first).flat().length).toBeGreaterThan(8);
    for (const language of others) expect(actionsOf(language)).toEqual(actionsOf(first));
  });
});
