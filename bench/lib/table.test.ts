import { expect, test } from 'vitest';
import { markdownTable } from './table.ts';

interface Row {
  readonly name: string;
  readonly value: number | null;
}

const COLUMNS = [
  { title: 'name', value: ({ name }: Row) => name },
  { title: 'ms', value: ({ value }: Row) => value },
];

test('numbers are right-aligned with three digits, and missing values are a dash', () => {
  const rows = [
    { name: 'ours', value: 12.3456 },
    { name: 'tfjs', value: 12345.6 },
    { name: 'gone', value: null },
    { name: 'odd', value: Number.NaN },
  ];
  expect(markdownTable(COLUMNS, rows)).toBe(
    [
      '| name |    ms |',
      '| ---- | ----: |',
      '| ours |  12.3 |',
      '| tfjs | 12346 |',
      '| gone |     – |',
      '| odd  |     – |',
    ].join('\n'),
  );
});

test('a reason with bars and line breaks stays in its cell', () => {
  const table = markdownTable(COLUMNS, [{ name: 'a | b\nc', value: 1 }]);
  expect(table.split('\n')).toHaveLength(3);
  expect(table).toContain('a \\| b c');
});

test('a table without rows has a heading', () => {
  expect(markdownTable(COLUMNS, []).split('\n')).toEqual(['| name | ms  |', '| ---- | --- |']);
});
