import { readFileSync } from 'node:fs';
import path from 'node:path';
import { describe, expect, it } from 'vitest';
import { en } from '../../src/i18n/languages/en.ts';
import { ko } from '../../src/i18n/languages/ko.ts';
import { ROOT } from './paths.ts';
import { addWords, repeatRule } from './shell-words.ts';

const read = (file: string) => readFileSync(path.join(ROOT, file), 'utf8');

/** With one language more than the catalogues. */
const WORDS = new Map([
  ['en', en.app],
  ['fr', { ...en.app, promise: 'Un réseau <lit> & apprend', reload: 'Recharger' }],
  ['ko', ko.app],
]);

describe('the shell of the page', () => {
  it('has its words in every language that has a catalogue', () => {
    const html = addWords(read('index.html'), WORDS);
    expect(html).toContain('<p class="shell-promise" lang="fr">Un réseau &lt;lit> &amp; apprend</p>');
    expect(html).toContain(`<p class="shell-promise" lang="ko">${ko.app.promise}</p>`);
    expect(html).toContain('<a href="" lang="fr">Recharger</a>');
    expect(html).toContain('data-languages="en fr ko"');
    for (const { description, noScript, notLoaded, notStarted, openedAsFile } of WORDS.values()) {
      for (const words of [description, noScript, notLoaded, notStarted, openedAsFile]) expect(html).toContain(words);
    }
    expect(html).not.toMatch(/data-words|words:/);
  });

  it('has no text in index.html but the name', () => {
    const body = read('index.html').split('<body>')[1] ?? '';
    const texts = [...body.matchAll(/>([^<]+)</g)].map(([, text]) => text?.trim()).filter(Boolean);
    expect(texts).toEqual(['Softmax Live']);
  });

  it('has a style rule for each language that hides the others', () => {
    const css = repeatRule(read('src/styles/shell.css'), ['en', 'fr']);
    for (const language of ['en', 'fr']) {
      expect(css).toContain(`:root[lang='${language}'] .shell-header [lang]:not([lang='${language}']),`);
      // Where early.js is missing, the language of the reader is not known.
      expect(css).toContain(`:root[lang='${language}'][data-start] .shell-failure [lang]:not([lang='${language}']) {`);
    }
    expect(css).not.toContain("'LANGUAGE'");
  });

  it('fails to build with unknown words, without early.js’ element or without its style rule', () => {
    expect(() => addWords('<meta name="softmax-live" />\n<p data-words="nothing"></p>\n', WORDS)).toThrow('nothing');
    expect(() => addWords('<p data-words="promise"></p>', WORDS)).toThrow('softmax-live');
    expect(() => repeatRule('.shell {\n}\n', ['en'])).toThrow('LANGUAGE');
  });
});
