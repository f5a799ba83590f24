import { describe, expect, it } from 'vitest';
import { moveScript } from './late-start.ts';

const page = (...lines: readonly string[]) => ['<head>', ...lines, '</head>', ''].join('\n');

const EARLY = '  <script src="./early.js"></script>';
const APP = '  <script type="module" crossorigin src="./assets/index-1.js"></script>';
const IMPORTS = ['2', '3'].map((id) => `  <link rel="modulepreload" crossorigin href="./assets/chunk-${id}.js">`);
const STYLE = '  <link rel="stylesheet" crossorigin href="./assets/index-1.css">';

describe('the built page', () => {
  it('leaves its script and the imports to early.js', () => {
    expect(moveScript(page(EARLY, APP, ...IMPORTS, STYLE), './early.js?v=1')).toBe(
      page(
        '  <script src="./early.js?v=1" data-app="./assets/index-1.js"' +
          ' data-imports="./assets/chunk-2.js ./assets/chunk-3.js"></script>',
        STYLE,
      ),
    );
  });

  it('fails to be built where there is no script to move, or more than one, or nobody to start it', () => {
    expect(() => moveScript(page(EARLY), EARLY)).toThrow('one module script');
    expect(() => moveScript(page(EARLY, APP, APP), EARLY)).toThrow('one module script');
    expect(() => moveScript(page(APP), EARLY)).toThrow('early.js');
  });
});
