/** Limits of a visit, in bytes on the wire (gzip). The end-to-end tests measure visits against them. */

export interface Budget {
  readonly name: string;
  readonly limit: number;
}

export const BUDGETS = {
  firstInteraction: { name: 'JavaScript and CSS to first interaction', limit: 150_000 },
  webgpuVisit: { name: 'all JavaScript with WebGPU, training and charts included', limit: 450_000 },
  unopenedEmbed: { name: 'an embed that has not been opened', limit: 30_000 },
  embedScript: { name: 'embed.js', limit: 2_000 },
} as const satisfies Readonly<Record<string, Budget>>;

/** One line for the log, with the excess if there is one. */
export function budgetLine({ name, limit }: Budget, bytes: number): string {
  const over = bytes > limit ? `, ${kilobytes(bytes - limit)} TOO MUCH` : '';
  return `${name}: ${kilobytes(bytes)} of ${kilobytes(limit)}${over}`;
}

function kilobytes(bytes: number): string {
  return `${(bytes / 1000).toFixed(1)} kB`;
}
