/**
 * Writes the words of the page's shell, which is shown before any script runs, in every language. An element of
 * index.html with `data-words` is repeated for each language, and so is the rule of shell.css that hides the other
 * languages; `early.js` gets their list. All come from the catalogues: another language is one more file.
 */
import path from 'node:path';
import { runnerImport, type Plugin } from 'vite';
import type * as Catalogues from '../../src/i18n/all-catalogues.ts';
import type { FirstMessages } from '../../src/i18n/messages.ts';
import { START_META } from './late-start.ts';
import { ROOT } from './paths.ts';

/** The words of each language, by its tag. */
export type ShellWords = ReadonlyMap<string, FirstMessages['app']>;

const CATALOGUES = path.join(ROOT, 'src', 'i18n', 'all-catalogues.ts');
const SHELL_STYLES = /\/src\/styles\/shell\.css(?:\?|$)/;
/** Empty, on a line of its own. */
const TEMPLATE = /^([ \t]*)<(\w+)([^>]*?) data-words="(\w+)"([^>]*)><\/\2>$/gm;
/** For search engines, which choose no language. */
const ALL_LANGUAGES = /(?<=content=")words:(\w+)(?=")/g;
const PLACEHOLDER = /^[^\n{}]*'LANGUAGE'[^{}]*\{[^}]*\}$/m;

export function shellWords(): Plugin {
  return {
    name: 'shell-words',
    enforce: 'pre',
    transformIndexHtml: { order: 'pre', handler: async (html) => addWords(html, await readWords()) },
    async transform(code, id) {
      return SHELL_STYLES.test(id) ? repeatRule(code, [...(await readWords()).keys()]) : null;
    },
  };
}

/** Read anew each time: during development they change. */
async function readWords(): Promise<ShellWords> {
  const { module } = await runnerImport<typeof Catalogues>(CATALOGUES, {
    root: ROOT,
    configFile: false,
    logLevel: 'warn',
  });
  return new Map(module.LANGUAGES.map((language) => [language, module.messagesOf(language).app]));
}

/** Throws if the HTML names words that the catalogues lack. */
export function addWords(html: string, words: ShellWords): string {
  if (!html.includes(START_META)) throw new Error(`index.html has no ${START_META} for early.js`);
  return html
    .replace(START_META, `${START_META} data-languages="${[...words.keys()].join(' ')}"`)
    .replace(TEMPLATE, (_, indent: string, tag: string, before: string, key: string, after: string) =>
      [...words]
        .map(
          ([language, text]) => `${indent}<${tag}${before}${after} lang="${language}">${wordsOf(text, key)}</${tag}>`,
        )
        .join('\n'),
    )
    .replace(ALL_LANGUAGES, (_, key: string) => [...words.values()].map((text) => wordsOf(text, key)).join(' '));
}

function wordsOf(text: FirstMessages['app'], key: string): string {
  const found = Object.entries(text).find(([name]) => name === key)?.[1];
  if (found === undefined) throw new Error(`index.html asks for ${key}, which is not among the words of the app`);
  return found.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('"', '&quot;');
}

/** Throws if the rule is missing: the shell would show all languages at once. */
export function repeatRule(css: string, languages: readonly string[]): string {
  if (!PLACEHOLDER.test(css)) throw new Error("shell.css has no rule for 'LANGUAGE'");
  return css.replace(PLACEHOLDER, (rule) =>
    languages.map((language) => rule.replaceAll("'LANGUAGE'", `'${language}'`)).join('\n'),
  );
}
