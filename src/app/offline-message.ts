/** What the page says to its service worker. */

/** The page stands, and this is the address of its own script: whoever brought it may take over. */
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
