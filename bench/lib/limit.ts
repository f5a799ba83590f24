/** The promise's outcome, or a failure after `seconds`: one that hangs must not keep the rest from being measured. */
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

/** The first line of it, without what Playwright puts before a page's own error. */
export function reasonOf(error: unknown): string {
  const text = error instanceof Error ? error.message : String(error);
  return (text.split('\n')[0] ?? '')
    .replace(/^(page|locator)\.\w+: /, '')
    .replace(/^Error: /, '')
    .slice(0, 160);
}
