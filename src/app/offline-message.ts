/** The page's messages to its service worker. */

/** The page has loaded this script: a worker that has cached it may take over. */
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
