/** What the smoke test needs of a browser. Each browser's module speaks its own protocol. */

export interface Driver {
  /** Opens a page and waits for its `load`. */
  open(url: string): Promise<void>;
  /** Evaluates a JavaScript expression in the page and awaits its value, which passes through JSON. Throws if it throws. */
  evaluate(expression: string): Promise<unknown>;
  /** Ends the browser and removes its files. */
  close(): Promise<void>;
}

export interface SmokeBrowser {
  readonly name: string;
  /** What is missing on this machine; null if nothing is. */
  missing(): string | null;
  start(): Promise<Driver>;
}

/** A script may wait for a whole run; after this time it counts as hung. */
export const SCRIPT_LIMIT_MS = 5 * 60_000;

/** The body of an asynchronous WebDriver script. Errors return as values: not every browser awaits a rejection. */
export function scriptFor(expression: string): string {
  return `const done = arguments[arguments.length - 1];
    Promise.resolve().then(() => (${expression})).then(
      (value) => done(JSON.stringify({ value: value ?? null })),
      (error) => done(JSON.stringify({ error: String(error) + '\\n' + String(error?.stack) })),
    );`;
}

/** Reads the answer to `scriptFor`. */
export function valueOf(answer: unknown): unknown {
  if (typeof answer !== 'string') throw new Error(`The page answered ${JSON.stringify(answer)}`);
  const outcome: unknown = JSON.parse(answer);
  if (typeof outcome !== 'object' || outcome === null) throw new Error(`The page answered ${answer}`);
  if ('error' in outcome) throw new Error(`In the page: ${String(outcome.error)}`);
  return 'value' in outcome ? outcome.value : null;
}

/** Repeats `ask` until its answer is not null. */
export async function waitFor<Value>(ask: () => Promise<Value | null>, limitMs: number, what: string) {
  const deadline = Date.now() + limitMs;
  for (;;) {
    const value = await ask();
    if (value !== null) return value;
    if (Date.now() > deadline) throw new Error(`${what}: nothing within ${limitMs / 1000} s`);
    await new Promise((resolve) => setTimeout(resolve, 100));
  }
}
