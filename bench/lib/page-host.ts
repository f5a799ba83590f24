/** A page for each backend, all of them open at once, so that rounds go across backends too. */
import type { Browser, Page } from '@playwright/test';
import type { BackendName, DatasetName } from '../../src/core/types.ts';
import type { Measurement, Opened } from '../implementations/lab.ts';
import type { Started } from '../page/main.ts';
import { newContext } from './browser.ts';
import { limit, reasonOf } from './limit.ts';
import type { EntryChoice, Host } from './interleaved.ts';

const START_LIMIT_S = 240;

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
      // One whose backend could not be started has been reported in its rows.
      await page.then(
        (open) => open.context().close(),
        () => undefined,
      );
    }
  }

  /** The same promise for everyone, so that a backend that cannot be started is tried once. */
  #page(backend: BackendName): Promise<Page> {
    const known = this.#pages.get(backend);
    if (known) return known;
    const page = this.#start(backend);
    this.#pages.set(backend, page);
    return page;
  }

  async #start(backend: BackendName): Promise<Page> {
    // A context each: pages of one context share a window, and those behind get no animation frames.
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
