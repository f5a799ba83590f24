import { describe, expect, it } from 'vitest';
import { defaultConfig } from '../../core/config.ts';
import { embedUrl, followsContent, initialOptions, waitingFor, wholePageUrl, type PageNow } from './embed-options.ts';
import { SNIPPET_FORMATS, snippetCode, type Snippet } from './snippets.ts';

const BASE = 'https://example.org/softmax-live/';

const PLAIN: Snippet = {
  url: `${BASE}?embed=1&panels=draw,train&lang=en`,
  pageUrl: `${BASE}?lang=en`,
  scriptUrl: `${BASE}embed.js`,
  title: 'Train a network',
  heightPx: 700,
  autoHeight: false,
  hostTheme: false,
  poster: null,
};

describe('the embed code', () => {
  it('is an iframe without a script where no option needs one', () => {
    expect(snippetCode('html', PLAIN)).toBe(
      [
        '<iframe',
        '  src="https://example.org/softmax-live/?embed=1&amp;panels=draw,train&amp;lang=en"',
        '  title="Train a network"',
        '  loading="lazy"',
        '  width="100%"',
        '  height="700"',
        '  style="width: 100%; height: 700px; border: 0"',
        '></iframe>',
        '<p><a href="https://example.org/softmax-live/?lang=en">Train a network</a></p>',
      ].join('\n'),
    );
  });

  it.each(SNIPPET_FORMATS)('has the script in %s only where something needs it', (format) => {
    expect(snippetCode(format, PLAIN)).not.toContain('embed.js');
    for (const wish of [{ autoHeight: true }, { hostTheme: true }, { poster: 'Go' }]) {
      const code = snippetCode(format, { ...PLAIN, ...wish });
      expect(code).toContain(`${BASE}embed.js`);
      expect(code).toContain('data-softmax-live');
    }
  });

  it.each(SNIPPET_FORMATS)('keeps its height in %s where the script is there for something else', (format) => {
    expect(snippetCode(format, { ...PLAIN, hostTheme: true })).toContain('data-height="fixed"');
    expect(snippetCode(format, { ...PLAIN, hostTheme: true, autoHeight: true })).not.toContain('data-height');
  });

  it.each(SNIPPET_FORMATS)('loads nothing in %s until the poster is pressed', (format) => {
    const code = snippetCode(format, { ...PLAIN, poster: 'Train it' });
    expect(code).toContain(' data-src="https://');
    expect(code).toContain('data-poster="Train it"');
    expect(code).not.toMatch(/\ssrc="[^"]*embed=1/);
  });

  it.each(SNIPPET_FORMATS)('cannot be broken out of in %s', (format) => {
    const title = 'A "b" <script>alert(1)</script> & c';
    const code = snippetCode(format, { ...PLAIN, title, poster: title });
    expect(code).toContain('title="A &quot;b&quot; &lt;script&gt;alert(1)&lt;/script&gt; &amp; c"');
  });

  it('has panels and height as parameters of a Jekyll include', () => {
    const code = snippetCode('jekyll', PLAIN);
    expect(code).toContain("panels={{ include.panels | default: 'draw,train' }}&amp;lang=en");
    expect(code).toContain('height: {{ include.height | default: 700 }}px');
    expect(code).toContain('height="{{ include.height | default: 700 }}"');
    // Otherwise the saved file would include itself.
    expect(code).not.toContain('{% include');
  });

  it.each(['html', 'jekyll', 'markdown'] as const)(
    'in %s keeps its size and a link where the host removes styles, data attributes and scripts',
    (format) => {
      const code = snippetCode(format, { ...PLAIN, autoHeight: true, hostTheme: true });
      const rest = code.replace(/\s(?:style|data-[\w-]+)(?:="[^"]*")?|<script.*/g, '');
      expect(rest).toMatch(/<iframe(?:\s[^>]*)?\ssrc="https:/);
      expect(rest).toMatch(/\swidth="100%"\s+height="/);
      expect(rest.replace(/<iframe[^>]*><\/iframe>/, '')).toContain('https://example.org/softmax-live/?lang=en');
    },
  );

  it('in Markdown is JSX too, for MDX: every element closed, no style, no braces outside of values', () => {
    const code = snippetCode('markdown', { ...PLAIN, title: 'A {b} <c> *d*', autoHeight: true, poster: 'Train {it}' });
    expect(code).not.toContain('style=');
    const [html = '', link] = code.split('\n\n');
    expect(html.replace(/="[^"{]*(?:\{\w+\}[^"{]*)*"/g, '')).toMatch(
      /^<iframe(?: [a-zA-Z-]+)+><\/iframe>\n<script src async><\/script>$/,
    );
    expect(link).toContain('[A \\{b\\} \\<c\\> \\*d\\*](');
  });

  it('in Markdown has a link that no bracket in the address ends', () => {
    const code = snippetCode('markdown', { ...PLAIN, pageUrl: 'https://example.org/a(b)/' });
    expect(code).toContain('](https://example.org/a%28b%29/)');
  });

  it('has no empty or indented line in Markdown, and a link below', () => {
    const code = snippetCode('markdown', { ...PLAIN, title: 'A [b]', autoHeight: true });
    const [html, link, ...more] = code.split('\n\n');
    expect(html?.split('\n').every((line) => line.startsWith('<'))).toBe(true);
    expect(link).toBe('[A \\[b\\]](https://example.org/softmax-live/?lang=en)');
    expect(more).toEqual([]);
  });

  it('is a React component with a style object', () => {
    const code = snippetCode('react', { ...PLAIN, autoHeight: true });
    expect(code).toContain('export function SoftmaxLive() {');
    expect(code).toContain("style={{ width: '100%', height: 700, border: 0 }}");
    expect(code).toContain('script.src = "https://example.org/softmax-live/embed.js";');
  });
});

describe('waitingFor', () => {
  it('lists panels that stay empty without training or drawing', () => {
    expect(waitingFor('train', ['draw', 'charts', 'console'])).toEqual(['charts', 'console']);
    expect(waitingFor('draw', ['train', 'softmax', 'learning'])).toEqual(['softmax', 'learning']);
  });

  it('lists none where those are chosen, and no panel that needs neither', () => {
    expect(waitingFor('train', ['train', 'charts', 'learning', 'console'])).toEqual([]);
    expect(waitingFor('draw', ['draw', 'softmax', 'learning'])).toEqual([]);
    expect(waitingFor('train', ['draw', 'softmax', 'settings'])).toEqual([]);
  });
});

describe('the embed address', () => {
  const now: PageNow = {
    config: { ...defaultConfig('softmax'), epochs: 2 },
    drawing: [[[0.5, 0.1], [0.5, 0.9]]], // prettier-ignore
    data: 'synthetic',
    weights: 'random',
  };
  const options = initialOptions('softmax', 'ko');

  it('has the choices, and the page’s current state only on request', () => {
    expect(embedUrl(BASE, options, now)).toBe(`${BASE}?embed=1&panels=draw,train,charts&model=softmax&lang=ko`);
    const kept = new URL(embedUrl(BASE, { ...options, keep: true }, now)).searchParams;
    expect(Object.fromEntries(kept)).toMatchObject({ epochs: '2', data: 'synthetic', weights: 'random' });
    expect(kept.get('drawing')).toMatch(/^[\w-]+$/);
  });

  it('switches messages off, and with them the height of the content', () => {
    expect(embedUrl(BASE, options, now)).not.toContain('messages');
    expect(followsContent(options)).toBe(true);
    const silent = { ...options, messages: false };
    expect(embedUrl(BASE, silent, now)).toContain('&messages=0');
    expect(followsContent(silent)).toBe(false);
  });

  it('does not give one model the settings of another', () => {
    const url = embedUrl(BASE, { ...options, keep: true, model: 'cnn' }, now);
    expect(url).toContain('model=cnn');
    expect(url).not.toContain('epochs');
  });

  it('can leave language and theme to the reader or the page around', () => {
    expect(wholePageUrl(BASE, options, now)).toBe(`${BASE}?model=softmax&lang=ko`);
    const url = embedUrl(BASE, { ...options, language: null, theme: 'host' }, now);
    expect(url).not.toMatch(/lang=|theme=/);
    expect(embedUrl(BASE, { ...options, theme: 'dark' }, now)).toContain('theme=dark');
  });
});
