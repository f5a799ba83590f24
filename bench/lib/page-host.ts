/** One page per backend, all open at once, so that rounds interleave backends too. */
import type { Browser, Page } from '@playwright/test';
import type { BackendName, DatasetName } from '../../src/core/types.ts';
import type { Measurement, Opened } from '../implementations/lab.ts';
import type { Started } from '../page/main.ts';
import { newContext } from './browser.ts';
import { START_LIMIT_S, limit, reasonOf } from './limit.ts';
import type { EntryChoice, Host } from './interleaved.ts';

export interface StartedBackend extends Partial<Started> {
  readonly backend: BackendName;
  readonly failure: string | null;
}

export class PageHost implements Host {
  readonly #browser: Browser;
  readonly #address: string;
  readonly #data: DatasetName;
  readonly #pages = new Map<BackendName, Promise<Page>>();
  readonly started: StartedBackend[] = [];

  constructor(browser: Browser, address: string, data: DatasetName) {
    this.#browser = browser;
    this.#address = address;
    this.#data = data;
  }

  async open(key: string, choice: EntryChoice): Promise<Opened> {
    const page = await this.#page(choice.backend);
    return page.evaluate(([id, { implementation, workload }]) => window.bench.open(id, implementation, workload), [
      key,
      choice,
    ] as const);
  }

  async measure(key: string, { backend }: EntryChoice, steps: number): Promise<Measurement> {
    const page = await this.#page(backend);
    return page.evaluate(([id, count]) => window.bench.measure(id, count), [key, steps] as const);
  }

  async close(key: string, { backend }: EntryChoice): Promise<void> {
    const page = await this.#page(backend);
    await page.evaluate((id) => window.bench.close(id), key);
  }

  async end(): Promise<void> {
    for (const page of this.#pages.values()) {
      // A backend that could not start has been reported in its rows.
      await page.then(
        (open) => open.context().close(),
        () => undefined,
      );
    }
  }

  /** All entries share the promise, so that a backend that cannot start is tried once. */
  #page(backend: BackendName): Promise<Page> {
    const known = this.#pages.get(backend);
    if (known) return known;
    const page = this.#start(backend);
    this.#pages.set(backend, page);
    return page;
  }

  async #start(backend: BackendName): Promise<Page> {
    // One context per page: pages of one context share a window, and hidden ones get no animation frames.
    const context = await newContext(this.#browser);
    try {
      const page = await context.newPage();
      await page.goto(this.#address);
      await page.waitForFunction(() => 'bench' in window);
      const starting = page.evaluate(([name, data]) => window.bench.start(name, data), [backend, this.#data] as const);
      this.started.push({ backend, failure: null, ...(await limit(starting, START_LIMIT_S, `Starting ${backend}`)) });
      return page;
    } catch (error) {
      this.started.push({ backend, failure: reasonOf(error) });
      await context.close();
      throw error;
    }
  }
}
