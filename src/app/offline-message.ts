/** What the page says to its service worker. */

/** The page stands with this script: the worker that has it in stock may take over. */
export interface TakeOver {
  readonly type: 'take-over';
  readonly script: string;
}

export function isTakeOver(data: unknown): data is TakeOver {
  return (
    typeof data === 'object' &&
    data !== null &&
    'type' in data &&
    data.type === 'take-over' &&
    'script' in data &&
    typeof data.script === 'string'
  );
}
