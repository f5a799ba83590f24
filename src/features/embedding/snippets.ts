/**
 * Code that embeds the page in another one. All values are escaped. Hosts of posts often remove styles, scripts, data
 * attributes or the frame itself: the size is in attributes too, and a link to the whole page is below the frame.
 */
import { escapeMarkup } from '../../core/escape-markup.ts';

export const SNIPPET_FORMATS = ['html', 'jekyll', 'markdown', 'react'] as const;
export type SnippetFormat = (typeof SNIPPET_FORMATS)[number];

export interface Snippet {
  /** Absolute, of the embedded page. */
  readonly url: string;
  /** Absolute, of the whole page. */
  readonly pageUrl: string;
  /** Absolute, of `embed.js`. */
  readonly scriptUrl: string;
  /** Accessible name of the frame. */
  readonly title: string;
  readonly heightPx: number;
  readonly autoHeight: boolean;
  readonly hostTheme: boolean;
  /** Label of the button that loads the frame; null: the frame loads by itself. */
  readonly poster: string | null;
}

/** The line for a Jekyll post. */
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

/** Whether the frame needs `embed.js`. */
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

function size(height: string): readonly Attribute[] {
  return [
    ['width', '100%'],
    ['height', height],
  ];
}

function scriptTag({ scriptUrl }: Snippet): string {
  return `<script src="${escapeMarkup(scriptUrl)}" async></script>`;
}

function html(snippet: Snippet, height = String(snippet.heightPx)): string {
  // A host's style sheet may set a height for frames, which would win over the attribute.
  const style: Attribute = ['style', `width: 100%; height: ${height}px; border: 0`];
  const lines = [...attributes(snippet), ...size(height), style].map((attribute) => `  ${written(attribute)}`);
  const link = `<p><a href="${escapeMarkup(snippet.pageUrl)}">${escapeMarkup(snippet.title)}</a></p>`;
  const frame = ['<iframe', ...lines, '></iframe>', link];
  return (needsScript(snippet) ? [...frame, scriptTag(snippet)] : frame).join('\n');
}

/** An include file; panels and height are its parameters. */
function jekyll(snippet: Snippet): string {
  const code = html(snippet, `{{ include.height | default: ${snippet.heightPx} }}`).replace(
    /panels=([a-z,]+)/,
    (_, panels: string) => `panels={{ include.panels | default: '${panels}' }}`,
  );
  return `{%- comment -%} _includes/softmax-live.html {%- endcomment -%}\n${code}`;
}

/**
 * For CommonMark and MDX. On one line: an empty line would end the HTML, an indented one can be code. MDX reads the HTML
 * as JSX, where a style can't be a string. HTML takes `frameBorder`, React's spelling, like any other.
 */
function markdown(snippet: Snippet): string {
  const { title, pageUrl, heightPx } = snippet;
  const all: readonly Attribute[] = [...attributes(snippet), ...size(String(heightPx)), ['frameBorder', '0']];
  const frame = `<iframe ${all.map(written).join(' ')}></iframe>`;
  const script = needsScript(snippet) ? `\n${scriptTag(snippet)}` : '';
  const label = title.replace(/[[\]\\{}<>*_`]/g, '\\$&');
  const address = pageUrl.replace(/[()]/g, (bracket) => (bracket === '(' ? '%28' : '%29'));
  return `${frame}${script}\n\n[${label}](${address})`;
}

/** The script looks for new frames each time it loads, so every mount adds it again. */
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
