import { describe, expect, it } from 'vitest';
import { catalogues, moveScript } from './late-start.ts';

const page = (...lines: readonly string[]) => ['<head>', ...lines, '</head>', ''].join('\n');

const START = '  <meta name="softmax-live" />';
const EARLY = '  <script src="./early.js"></script>';
const APP = '  <script type="module" crossorigin src="./assets/index-1.js"></script>';
const IMPORTS = ['2', '3'].map((id) => `  <link rel="modulepreload" crossorigin href="./assets/chunk-${id}.js">`);
const WORDS = new Map([
  ['en', './assets/en-1.js'],
  ['ko', './assets/ko-1.js'],
]);
const STYLE = '  <link rel="stylesheet" crossorigin href="./assets/index-1.css">';

const chunk = (fileName: string, module: string) => ({ type: 'chunk', fileName, facadeModuleId: module }) as const;

describe('the built page', () => {
  it('leaves its script and the imports to early.js', () => {
    expect(moveScript(page(START, EARLY, APP, ...IMPORTS, STYLE), './early.js?v=1', WORDS)).toBe(
      page(
        '  <meta name="softmax-live" data-app="./assets/index-1.js"' +
          ' data-imports="./assets/chunk-2.js ./assets/chunk-3.js"' +
          ' data-catalogues="en ./assets/en-1.js ko ./assets/ko-1.js" />',
        '  <script src="./early.js?v=1"></script>',
        STYLE,
      ),
    );
  });

  it('names the first catalogue of each language, and no other', () => {
    const built = [
      chunk('assets/en-1.js', '/src/i18n/languages/en.ts'),
      chunk('assets/charts-1.js', '/src/i18n/languages/en/lazy/charts.ts'),
      chunk('assets/ko-1.js', '/src/i18n/languages/ko.ts'),
      { type: 'asset' } as const,
    ];
    expect(catalogues(built)).toEqual(WORDS);
    expect(() => moveScript(page(START, EARLY, APP), EARLY, new Map())).toThrow('catalogue');
  });

  it('fails to build without a script, with more than one, or without early.js and its element', () => {
    expect(() => moveScript(page(START, EARLY), EARLY, WORDS)).toThrow('one module script');
    expect(() => moveScript(page(START, EARLY, APP, APP), EARLY, WORDS)).toThrow('one module script');
    expect(() => moveScript(page(START, APP), EARLY, WORDS)).toThrow('early.js');
    expect(() => moveScript(page(EARLY, APP), EARLY, WORDS)).toThrow('softmax-live');
  });
});
