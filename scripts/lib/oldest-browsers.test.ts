import { readFileSync } from 'node:fs';
import path from 'node:path';
import { describe, expect, it } from 'vitest';
import { LANGUAGES, messagesOf } from '../../src/i18n/all-catalogues.ts';
import { OLDEST_BROWSERS } from './oldest-browsers.ts';
import { ROOT } from './paths.ts';

const NAMES = { chrome: 'Chrome', edge: 'Edge', firefox: 'Firefox', safari: 'Safari' } as const;
const WANTED = Object.entries(OLDEST_BROWSERS).map(
  ([name, version]) => `${NAMES[name as keyof typeof NAMES]} ${version}`,
);

describe('the oldest supported browsers', () => {
  it.each(LANGUAGES)('are named to readers with an older one (%s)', (language) => {
    const { outdated } = messagesOf(language).app;
    for (const browser of WANTED) expect(outdated).toContain(browser);
  });

  it.each(['README.md', 'README.ko.md', 'docs/hosting.md'])('are named in %s', (file) => {
    const text = readFileSync(path.join(ROOT, file), 'utf8');
    for (const browser of WANTED) expect(text).toContain(browser);
  });
});
