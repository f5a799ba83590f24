import { existsSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { expect, it } from 'vitest';
import { ROOT } from './paths.ts';

const read = (name: string) => readFileSync(path.join(ROOT, name), 'utf8');

/** A file and the names of its tests, as `docs/reliability.md` writes them: `file`: “name”, “name”. */
const NAMED = /`([\w./-]+\.(?:spec|test)\.ts)`: (“[^”]+”(?:, “[^”]+”)*)/g;

const named = [...read('docs/reliability.md').matchAll(NAMED)].flatMap(([, file = '', names = '']) =>
  [...names.matchAll(/“([^”]+)”/g)].map(([, name = '']) => [file, name] as const),
);

it('every row of a table names its tests', () => {
  const rows = read('docs/reliability.md')
    .split('\n## Fuzzing')[0]
    ?.split('\n')
    .filter((line) => line.startsWith('| ') && !line.startsWith('| fault') && !line.startsWith('| --'));
  expect(rows?.length).toBeGreaterThan(30);
  for (const row of rows ?? []) expect(row.match(NAMED), row).not.toBeNull();
});

it.each(named)('%s has “%s”', (file, name) => {
  expect(existsSync(path.join(ROOT, file))).toBe(true);
  const source = read(file);
  // What stands between the dots is written out; what they stand for is put together there.
  for (const part of name.split('…')) expect(source).toContain(part);
});
