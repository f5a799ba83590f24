import { readFileSync } from 'node:fs';
import { Script } from 'node:vm';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { LANGUAGES } from '../i18n/catalogues.ts';
import { parseParams } from './params.ts';
import { queryText } from './query.ts';

const EARLY = new Script(readFileSync(new URL('../../public/early.js', import.meta.url), 'utf8'));

/** The root element as `early.js` leaves it, by what the HTML has in development. */
function rootAfter(search: string, preferred: readonly string[], hash = '') {
  const root: { lang: string; readonly dataset: Readonly<Record<string, string>> } = { lang: 'en', dataset: {} };
  EARLY.runInNewContext({
    URLSearchParams,
    location: { search, hash },
    navigator: { languages: preferred, language: preferred[0] },
    document: { documentElement: root, querySelector: () => ({ dataset: { languages: LANGUAGES.join(' ') } }) },
  });
  return root;
}

/** Of the platform's own objects and of the window; the language's own are in every context. */
const NEEDED = [
  'AbortController',
  'CSS',
  'HTMLDialogElement',
  'IntersectionObserver',
  'MessageChannel',
  'ResizeObserver',
  'matchMedia',
  'structuredClone',
] as const;

interface BuiltPage {
  /** What the browser lacks. */
  readonly lacks?: string;
  /** `embed=1` in the frame of another page. */
  readonly inFrame?: boolean;
  readonly readyState?: DocumentReadyState;
  readonly hidden?: boolean;
}

/** The built page around `early.js`, as far as that uses it. */
function builtPage({ lacks, inFrame = false, readyState = 'loading', hidden = false }: BuiltPage) {
  const root = { lang: 'en', dataset: {} as Record<string, string>, replaceChildren: () => undefined };
  const alert = { hidden: true };
  const words = ['', 'shell-outdated', 'shell-late'].map((className) => ({ className, hidden: false }));
  const styles: string[] = [];
  const scripts: { readonly src: string; readonly onerror: () => void; readonly noModule: boolean }[] = [];
  const observed: ((entries: readonly { readonly isIntersecting: boolean }[], observer: object) => void)[] = [];
  const listeners = new Map<string, (event: object) => void>();
  const listen = (type: string, listener: (event: object) => void) => void listeners.set(type, listener);
  const files = {
    languages: 'en ko',
    catalogues: 'en ./en.js ko ./ko.js',
    imports: './react.js',
    app: './app.js',
    policy: "script-src 'self'",
  };
  const document = {
    readyState,
    hidden,
    documentElement: root,
    querySelector: (selector: string) => (selector.startsWith('meta') ? { dataset: files } : alert),
    querySelectorAll: (selector: string) =>
      selector === '.shell-late' ? words.filter(({ className }) => className === 'shell-late') : words,
    addEventListener: listen,
    createElement: (name: string) => ({ name, noModule: false }),
    head: {
      appendChild(
        element: { readonly name: string; readonly rel: string; readonly href: string } & (typeof scripts)[number],
      ) {
        if (element.name === 'script') scripts.push(element);
        if (element.rel === 'stylesheet') styles.push(element.href);
        return element;
      },
    },
  };
  const window = { addEventListener: listen, parent: {}, IntersectionObserver: true };
  if (!inFrame) window.parent = window;
  class IntersectionObserver {
    constructor(callback: (typeof observed)[number]) {
      observed.push(callback);
    }
    observe() {}
    disconnect() {}
  }
  const context = {
    URLSearchParams,
    IntersectionObserver,
    location: { search: inFrame ? '?embed=1' : '' },
    navigator: { languages: ['en'] },
    self: {
      origin: 'https://example.org',
      ...Object.fromEntries(NEEDED.filter((name) => name !== lacks).map((name) => [name, true])),
    },
    window,
    document,
    CSS: { supports: () => true },
    matchMedia: () => ({ matches: true }),
  };
  return {
    root,
    alert,
    document,
    scripts,
    styles,
    words: () => words.filter(({ hidden: isHidden }) => !isHidden).map(({ className }) => className),
    run: () => void EARLY.runInNewContext(context),
    fire: (type: string, event: object = {}) => listeners.get(type)?.(event),
    seen: (isIntersecting: boolean) =>
      observed.forEach((callback) => callback([{ isIntersecting }], new IntersectionObserver(() => undefined))),
    started: () => scripts.map(({ src }) => src),
  };
}

const tag = fc.constantFrom('en', 'ko', 'en-GB', 'ko-KR', 'KO', 'kok', 'fr', 'fr-CA', 'de', '');
const anything = (...values: readonly string[]) => fc.option(fc.oneof(fc.constantFrom(...values), fc.string()));
const written = (...names: readonly string[]) => fc.constantFrom(...names);
const separator = fc.constantFrom('&', '&amp;', '&amp;amp;', '&AMP;', '&#038;', '&#x26;', '&amp%3B', '&%23038;');

/** The separator's `#` begins the fragment, as in a browser. */
function locationOf(query: string): { readonly search: string; readonly hash: string } {
  const at = `${query}#`.indexOf('#');
  return { search: query.slice(0, at), hash: query.slice(at) };
}

describe('the document before the page’s scripts run', () => {
  it('has the language, theme and embedded form of the page', () => {
    fc.assert(
      fc.property(
        fc.tuple(written('lang', 'Lang', 'language', ' locale', 'längs'), anything('en', 'KO', 'ko_KR', 'kok', ' ko.')),
        fc.tuple(written('theme', 'THEME', 'the_me', 'themes'), anything('light', 'dark', 'Dark', 'dark ', '“dark”')),
        fc.tuple(written('embed', 'Embed', 'embedded'), anything('0', '1', '1 ', 'true', 'YES', 'off', '１')),
        fc.option(fc.tuple(written('lang', 'locale'), anything('en', 'ko'))),
        separator,
        fc.array(tag, { maxLength: 4 }),
        (lang, theme, embed, again, between, preferred) => {
          const pairs = [lang, theme, embed, again].flatMap((pair) =>
            pair && pair[1] !== null ? [`${encodeURIComponent(pair[0])}=${encodeURIComponent(pair[1])}`] : [],
          );
          const location = locationOf(`?${pairs.join(between)}`);
          const root = rootAfter(location.search, preferred, location.hash);
          const { params } = parseParams(queryText(location), preferred);
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

const ALL = ['./react.js', './en.js', './app.js'];

describe('the page’s scripts', () => {
  it('start once the HTML is parsed', () => {
    const page = builtPage({ readyState: 'loading' });
    page.run();
    expect(page.started()).toEqual([]);
    page.fire('DOMContentLoaded');
    expect(page.started()).toEqual(ALL);
  });

  it.each(['interactive', 'complete'] as const)(
    'start at once where the host runs early.js as a module, deferred or later (%s)',
    (readyState) => {
      const page = builtPage({ readyState });
      page.run();
      expect(page.started()).toEqual(ALL);
    },
  );

  it('start once where the host runs early.js twice', () => {
    const page = builtPage({ readyState: 'interactive' });
    page.run();
    page.run();
    expect(page.started()).toEqual(ALL);
  });

  it.each(['loading', 'interactive', 'complete'] as const)(
    'start in another page’s frame when it is seen, at whatever time early.js runs (%s)',
    (readyState) => {
      const page = builtPage({ inFrame: true, readyState });
      page.run();
      page.fire('load');
      page.seen(false);
      expect(page.started()).toEqual([]);
      page.seen(true);
      expect(page.started()).toEqual(ALL);
    },
  );
});

describe('the words that the page has not started', () => {
  it('wait while a frame is off the screen, and while the page is hidden or prerendered', () => {
    const frame = builtPage({ inFrame: true, readyState: 'complete' });
    frame.run();
    expect(frame.root.dataset['start']).toBe('waiting');
    frame.seen(true);
    expect(frame.root.dataset['start']).toBe('loading');

    const page = builtPage({ hidden: true });
    page.run();
    expect(page.root.dataset['start']).toBe('waiting');
    page.document.hidden = false;
    page.fire('visibilitychange');
    expect(page.root.dataset['start']).toBe('loading');
  });

  it('are replaced at once where a script fails, and stay so', () => {
    const page = builtPage({ readyState: 'complete' });
    page.run();
    page.scripts[0]?.onerror();
    expect(page.alert.hidden).toBe(false);
    expect(page.words()).not.toContain('shell-late');
    page.fire('visibilitychange');
    expect(page.root.dataset['start']).toBe('failed');
  });
});

describe('a style sheet that fails', () => {
  it('is requested once more', () => {
    const page = builtPage({});
    page.run();
    page.fire('error', { target: { rel: 'stylesheet', href: './index.css' } });
    expect(page.styles).toEqual(['./index.css?attempt=1']);
    page.fire('error', { target: { rel: 'stylesheet', href: './index.css?attempt=1' } });
    page.fire('error', { target: { rel: 'icon', href: './icon.svg' } });
    page.fire('error', { target: {} });
    expect(page.styles).toHaveLength(1);
  });
});

it.each(NEEDED)('where the browser lacks %s, no script starts, and one sentence is shown', (lacks) => {
  const page = builtPage({ lacks, readyState: 'complete' });
  page.run();
  expect(page.started()).toEqual([]);
  expect(page.alert.hidden).toBe(false);
  expect(page.root.dataset['start']).toBe('failed');
  expect(page.words()).toEqual(['shell-outdated']);
});
