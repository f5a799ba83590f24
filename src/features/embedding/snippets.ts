/** Ready-made code that puts the page into another one. What a reader pastes has to be right, so all is escaped. */
import { escapeMarkup } from '../../core/escape-markup.ts';

export const SNIPPET_FORMATS = ['html', 'jekyll', 'markdown', 'react'] as const;
export type SnippetFormat = (typeof SNIPPET_FORMATS)[number];

export interface Snippet {
  /** Absolute, of the embedded form. */
  readonly url: string;
  /** Absolute, of the page itself. */
  readonly pageUrl: string;
  /** Absolute, of `embed.js`. */
  readonly scriptUrl: string;
  /** What assistive technology calls the frame. */
  readonly title: string;
  readonly heightPx: number;
  readonly autoHeight: boolean;
  readonly hostTheme: boolean;
  /** What to press for it to load; null: it loads by itself. */
  readonly poster: string | null;
}

/** What is written in the post where the code is Jekyll's. */
export const JEKYLL_LINE = '{% include softmax-live.html %}';

export function snippetCode(format: SnippetFormat, snippet: Snippet): string {
  switch (format) {
    case 'html':
      return html(snippet);
    case 'jekyll':
      return jekyll(snippet);
    case 'markdown':
      return markdown(snippet);
    case 'react':
      return react(snippet);
    default:
      return format satisfies never;
  }
}

/** Everything else works with the frame alone. */
function needsScript({ autoHeight, hostTheme, poster }: Snippet): boolean {
  return autoHeight || hostTheme || poster !== null;
}

type Attribute = readonly [name: string, value: string];

function attributes(snippet: Snippet): readonly Attribute[] {
  const { url, title, autoHeight, hostTheme, poster } = snippet;
  const scripted = needsScript(snippet);
  const all: readonly (Attribute | false)[] = [
    scripted && ['data-softmax-live', ''],
    [poster === null ? 'src' : 'data-src', url],
    poster !== null && ['data-poster', poster],
    hostTheme && ['data-theme-from', 'host'],
    scripted && !autoHeight && ['data-height', 'fixed'],
    ['title', title],
    poster === null && ['loading', 'lazy'],
  ];
  return all.filter((attribute) => attribute !== false);
}

function written([name, value]: Attribute): string {
  return value === '' ? name : `${name}="${escapeMarkup(value)}"`;
}

function style(height: string): string {
  return `style="width: 100%; height: ${height}px; border: 0"`;
}

function scriptTag({ scriptUrl }: Snippet): string {
  return `<script src="${escapeMarkup(scriptUrl)}" async></script>`;
}

function html(snippet: Snippet, height = String(snippet.heightPx)): string {
  const lines = [...attributes(snippet).map(written), style(height)].map((line) => `  ${line}`);
  const frame = ['<iframe', ...lines, '></iframe>'];
  return (needsScript(snippet) ? [...frame, scriptTag(snippet)] : frame).join('\n');
}

/** An include file, whose panels and height can be given where it is included. */
function jekyll(snippet: Snippet): string {
  const code = html(snippet, `{{ include.height | default: ${snippet.heightPx} }}`).replace(
    /panels=([a-z,]+)/,
    (_, panels: string) => `panels={{ include.panels | default: '${panels}' }}`,
  );
  return `{%- comment -%} _includes/softmax-live.html {%- endcomment -%}\n${code}`;
}

/** In one line, as an empty one or an indented one would end the HTML. */
function markdown(snippet: Snippet): string {
  const { title, pageUrl, heightPx } = snippet;
  const frame = `<iframe ${[...attributes(snippet).map(written), style(String(heightPx))].join(' ')}></iframe>`;
  const script = needsScript(snippet) ? `\n${scriptTag(snippet)}` : '';
  const label = title.replace(/[[\]\\]/g, '\\$&');
  return `${frame}${script}\n\n[${label}](${pageUrl})`;
}

/** The script looks for new frames each time it comes, so every mount brings it again. */
function react(snippet: Snippet): string {
  const lines = attributes(snippet).map((attribute) => `      ${written(attribute)}`);
  const frame = [
    '  return (',
    '    <iframe',
    ...lines,
    `      style={{ width: '100%', height: ${snippet.heightPx}, border: 0 }}`,
    '    />',
    '  );',
    '}',
  ];
  if (!needsScript(snippet)) return ['export function SoftmaxLive() {', ...frame].join('\n');
  return [
    "import { useEffect } from 'react';",
    '',
    'export function SoftmaxLive() {',
    '  useEffect(() => {',
    "    const script = document.createElement('script');",
    `    script.src = ${JSON.stringify(snippet.scriptUrl)};`,
    '    document.body.append(script);',
    '    return () => script.remove();',
    '  }, []);',
    ...frame,
  ].join('\n');
}
