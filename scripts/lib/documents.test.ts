import { existsSync, readFileSync, readdirSync, statSync } from 'node:fs';
import path from 'node:path';
import { describe, expect, it } from 'vitest';
import { ROOT } from './paths.ts';

/** Build output and downloads; folders whose name begins with a dot are left out too. */
const SKIPPED = new Set(['node_modules', 'dist', 'results', 'test-results', 'playwright-report', 'mnist']);

/** Paths of all files below `folder`, relative to the root. */
function filesBelow(folder: string): string[] {
  return readdirSync(path.join(ROOT, folder), { withFileTypes: true }).flatMap((entry) => {
    const name = path.posix.join(folder, entry.name);
    if (!entry.isDirectory()) return [name];
    return SKIPPED.has(entry.name) || entry.name.startsWith('.') ? [] : filesBelow(name);
  });
}

const files = filesBelow('.');
const read = (name: string) => readFileSync(path.join(ROOT, name), 'utf8');
const documents = files.filter((name) => name.endsWith('.md'));

const withoutBlocks = (text: string) => text.replaceAll(/^ *```.*?^ *```/gms, '');
const withoutCode = (text: string) => withoutBlocks(text).replaceAll(/`[^`]*`/g, '');

/** The anchors that GitHub gives to a document's headings. */
function anchorsOf(text: string): Set<string> {
  const anchors = new Set<string>();
  for (const [, heading = ''] of withoutBlocks(text).matchAll(/^#+ +(.+)$/gm)) {
    const slug = heading
      .toLowerCase()
      .replaceAll(/[^\p{L}\p{N}\s_-]/gu, '')
      .trim()
      .replaceAll(/\s/g, '-');
    let anchor = slug;
    for (let copy = 1; anchors.has(anchor); copy += 1) anchor = `${slug}-${copy}`;
    anchors.add(anchor);
  }
  return anchors;
}

/** Why a link of `document` is broken, or null. */
function faultOf(document: string, target: string): string | null {
  if (/^[a-z]+:/.test(target)) return null;
  const [address = '', anchor] = target.split('#');
  const file = address ? path.posix.join(path.posix.dirname(document), address) : document;
  if (!existsSync(path.join(ROOT, file))) return `${target}: no such file`;
  if (anchor === undefined) return null;
  return anchorsOf(read(file)).has(decodeURIComponent(anchor)) ? null : `${target}: no such heading`;
}

/** Bold figures in the tables of a document: those that the READMEs share with docs/numbers.md. */
function boldFigures(document: string): string[] {
  const rows = read(document)
    .split('\n')
    .filter((line) => line.startsWith('|'));
  return [...rows.join('\n').matchAll(/\*\*([^*]+)\*\*/g)].map(([, figure = '']) => figure).toSorted();
}

/** Measured figures have a decimal point, at least three digits and a unit. Others may be settings. */
function measuredIn(text: string): string[] {
  const figures = text.replaceAll('**', '').match(/\d[\d,]*\.\d+ (?:%|ms|s|kB|MB)(?!\w)/g) ?? [];
  return figures.filter((figure) => figure.replaceAll(/\D/g, '').length >= 3);
}

describe.each(documents)('%s', (document) => {
  it('has no broken link', () => {
    const targets = [...withoutCode(read(document)).matchAll(/\]\(([^)\s]+)\)/g)].map(([, target = '']) => target);
    expect(targets.map((target) => faultOf(document, target)).filter(Boolean)).toEqual([]);
  });

  it('names only source files that exist', () => {
    const named = [...withoutBlocks(read(document)).matchAll(/`([\w./-]+\.(?:tsx?|mjs|py|md))`/g)];
    const missing = named
      .map(([, name = '']) => path.posix.normalize(name).replace(/^(?:\.\.\/)+/, ''))
      .filter((name) => !files.some((file) => file === name || file.endsWith(`/${name}`)));
    expect(missing).toEqual([]);
  });

  it('repeats no figure of docs/numbers.md', () => {
    if (document === 'docs/numbers.md') return;
    const known = new Set(measuredIn(read('docs/numbers.md')));
    const allowed = document.startsWith('README') ? boldFigures('docs/numbers.md') : [];
    const repeated = measuredIn(read(document)).filter((figure) => known.has(figure) && !allowed.includes(figure));
    expect(repeated).toEqual([]);
  });
});

it.each(['README.md', 'README.ko.md'])('%s has the five figures that are bold in docs/numbers.md', (document) => {
  const figures = boldFigures('docs/numbers.md');
  expect(figures).toHaveLength(5);
  expect(boldFigures(document)).toEqual(figures);
});

describe('docs/reliability.md', () => {
  /** A file and the titles of its tests: `file`: “title”, “title”. */
  const NAMED = /`([\w./-]+\.(?:spec|test)\.ts)`: (“[^”]+”(?:, “[^”]+”)*)/g;
  const text = read('docs/reliability.md');
  const named = [...text.matchAll(NAMED)].flatMap(([, file = '', titles = '']) =>
    [...titles.matchAll(/“([^”]+)”/g)].map(([, title = '']) => [file, title] as const),
  );

  it('names the tests of every fault', () => {
    const [faults = ''] = text.split('\n## Fuzzing');
    const rows = faults.split('\n').filter((line) => /^\| (?!fault|-)/.test(line));
    expect(rows.length).toBeGreaterThan(30);
    for (const row of rows) expect(row.match(NAMED), row).not.toBeNull();
  });

  it.each(named)('names a test that exists: %s has “%s”', (file, title) => {
    expect(existsSync(path.join(ROOT, file))).toBe(true);
    const source = read(file);
    // The test's own code puts the title together where the document has dots.
    for (const part of title.split('…')) expect(source).toContain(part);
  });
});

it.each([
  ['README.md', 10_240],
  ['README.ko.md', 10_240],
  ['ARCHITECTURE.md', 15_360],
])('%s is at most %i bytes long', (document, limit) => {
  expect(statSync(path.join(ROOT, document)).size).toBeLessThanOrEqual(limit);
});
