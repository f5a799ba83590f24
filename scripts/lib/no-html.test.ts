/** Input from outside can't become markup, since the sources never turn text into markup. */
import { readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { describe, expect, it } from 'vitest';
import { ROOT } from './paths.ts';

/** Everything that turns text into elements or runs it as code. */
const SINKS =
  /\b(?:innerHTML|outerHTML|dangerouslySetInnerHTML|insertAdjacentHTML|createContextualFragment|DOMParser|parseFromString|setHTML|setHTMLUnsafe|srcdoc|srcDoc|execScript)\b|(?<![.\w])eval\(|document\s*\.\s*write|new\s+Function\b|set(?:Timeout|Interval)\(\s*['"`]|javascript:/;

/** `embed.js` builds a page for a frame without one: its only foreign parts are a link's text and address. */
const ALLOWED: Readonly<Record<string, readonly string[]>> = {
  'public/embed.js': [
    'frame.srcdoc =',
    'link.outerHTML;',
    // An address to compare with.
    "const link = page && page.URL === 'about:srcdoc' && page.links[0];",
  ],
};

function sources(folder: string): readonly string[] {
  return readdirSync(path.join(ROOT, folder), { withFileTypes: true, recursive: true })
    .filter((entry) => entry.isFile() && /\.(?:tsx?|m?js)$/.test(entry.name) && !/\.test\.tsx?$/.test(entry.name))
    .map((entry) => path.relative(ROOT, path.join(entry.parentPath, entry.name)).replaceAll(path.sep, '/'));
}

describe('the page', () => {
  it('has no source that turns text into markup or code', () => {
    const files = [...sources('src'), ...sources('public')];
    expect(files.length).toBeGreaterThan(100);
    const found = files.flatMap((file) =>
      readFileSync(path.join(ROOT, file), 'utf8')
        .split('\n')
        .map((line) => line.trim())
        // Whole lines of comments may name what the code does not use.
        .filter((line) => SINKS.test(line) && !/^(?:\/\/|\*|\/\*)/.test(line))
        .filter((line) => !(ALLOWED[file] ?? []).includes(line))
        .map((line) => `${file}: ${line}`),
    );
    expect(found).toEqual([]);
  });

  it('would fail this test for innerHTML, setTimeout with a string and document.write', () => {
    for (const line of [
      'element.innerHTML = name;',
      '<p dangerouslySetInnerHTML={{ __html: name }} />',
      "setTimeout('go()', 1)",
      'document.write(x)',
    ])
      expect(SINKS.test(line), line).toBe(true);
  });
});
