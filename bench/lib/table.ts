/** A Markdown table, aligned so that a terminal shows it well too. */
export type Cell = string | number | null;

export interface Column<Row> {
  readonly title: string;
  readonly value: (row: Row) => Cell;
}

const number = new Intl.NumberFormat('en-US', { maximumSignificantDigits: 3, useGrouping: false });
const large = new Intl.NumberFormat('en-US', { maximumFractionDigits: 0, useGrouping: false });

function textOf(cell: Cell): string {
  if (cell === null) return '–';
  if (typeof cell === 'string') return cell.replaceAll('|', '\\|').replaceAll(/\s+/g, ' ');
  if (!Number.isFinite(cell)) return '–';
  return (Math.abs(cell) >= 1000 ? large : number).format(cell);
}

/** Columns of numbers are right-aligned. A missing value is a dash; numbers have three significant digits. */
export function markdownTable<Row>(columns: readonly Column<Row>[], rows: readonly Row[]): string {
  const cells = rows.map((row) => columns.map(({ value }) => value(row)));
  const numeric = columns.map((_, i) => cells.every((row) => typeof row[i] !== 'string') && cells.length > 0);
  const texts = [columns.map(({ title }) => title), ...cells.map((row) => row.map(textOf))];
  const widths = columns.map((_, i) => Math.max(3, ...texts.map((row) => row[i]?.length ?? 0)));
  const lines = texts.map((row) => {
    const padded = row.map((text, i) => (numeric[i] ? text.padStart(widths[i] ?? 0) : text.padEnd(widths[i] ?? 0)));
    return `| ${padded.join(' | ')} |`;
  });
  const rule = `| ${widths.map((width, i) => (numeric[i] ? `${'-'.repeat(width - 1)}:` : '-'.repeat(width))).join(' | ')} |`;
  return [lines[0], rule, ...lines.slice(1)].join('\n');
}
