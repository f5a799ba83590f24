/** For anything that may load, compile or download first. */
export const START_LIMIT_S = 240;

/** The promise's outcome, or a failure after `seconds`, so that the other measurements can continue. */
export async function limit<T>(promise: Promise<T>, seconds: number, what: string): Promise<T> {
  let timer: NodeJS.Timeout | undefined;
  const late = new Promise<never>((_, reject) => {
    timer = setTimeout(() => reject(new Error(`${what}: no answer within ${seconds} s`)), seconds * 1000);
  });
  try {
    return await Promise.race([promise, late]);
  } finally {
    clearTimeout(timer);
  }
}

/** The first line of an error's message, without Playwright's prefixes. */
export function reasonOf(error: unknown): string {
  const text = error instanceof Error ? error.message : String(error);
  return (text.split('\n')[0] ?? '')
    .replace(/^(page|locator)\.\w+: /, '')
    .replace(/^Error: /, '')
    .slice(0, 160);
}
