/** What the smoke test asks of a browser: as much of WebDriver as it needs, whatever way it is spoken. */

export interface Driver {
  /** Opens a page and waits for its `load`. */
  open(url: string): Promise<void>;
  /** Evaluates a JavaScript expression in the page, awaits its value and returns that as JSON has it. Throws if it does. */
  evaluate(expression: string): Promise<unknown>;
  /** Ends the browser and removes what it has left on disk. */
  close(): Promise<void>;
}

export interface SmokeBrowser {
  readonly name: string;
  /** What is missing on this machine, or null if all is there. */
  missing(): string | null;
  start(): Promise<Driver>;
}

/** A page's script may wait for a run; beyond this it hangs. */
export const SCRIPT_LIMIT_MS = 5 * 60_000;

/** The body of an asynchronous WebDriver script. Errors come back as values: not every browser waits for a rejection. */
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

/** Asks again and again until there is an answer that is not null. */
export async function patiently<Value>(ask: () => Promise<Value | null>, limitMs: number, what: string) {
  const deadline = Date.now() + limitMs;
  for (;;) {
    const value = await ask();
    if (value !== null) return value;
    if (Date.now() > deadline) throw new Error(`${what}: nothing within ${limitMs / 1000} s`);
    await new Promise((resolve) => setTimeout(resolve, 100));
  }
}
