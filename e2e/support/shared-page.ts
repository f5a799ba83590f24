/**
 * A page that consecutive tests share, because loading one takes most of a short test's time. Each test finds an
 * empty pad, the weights and the settings of the address. After a failure Playwright starts a new process, and with
 * it a new page.
 */
import type { Browser, Page } from '@playwright/test';
import type { RunConfig } from '../../src/core/config.ts';

interface Size {
  readonly width: number;
  readonly height: number;
}

export class SharedPage {
  readonly #browser: Browser;
  #page: Page | null = null;
  #key = '';
  #config: RunConfig | null = null;

  constructor(browser: Browser) {
    this.#browser = browser;
  }

  /** The page of the test before if it had the same `key`, else a new one, which `open` loads. */
  async take(key: string, open: (page: Page) => Promise<void>): Promise<Page> {
    if (this.#page && this.#key === key) return this.#page;
    await this.close();
    const page = await this.#browser.newPage();
    this.#page = page;
    this.#key = key;
    await open(page);
    this.#config = await page.evaluate(() => window.softmaxLive.state().config);
    return page;
  }

  /** Also ends what the test has started, so that a test with a page of its own has the machine to itself. */
  async restore(viewport: Size | null): Promise<void> {
    if (!this.#page || !this.#config) return;
    const page = this.#page;
    if (viewport) await page.setViewportSize(viewport);
    await page.mouse.move(0, 0);
    const temperature = page.getByTestId('temperature');
    if ((await temperature.count()) > 0 && (await temperature.getAttribute('data-value')) !== '1')
      await page.getByRole('button', { name: 'Back to T = 1' }).click();
    await page.evaluate(async (config) => {
      const { softmaxLive } = window;
      if (softmaxLive.state().state === 'running') await softmaxLive.pause();
      await softmaxLive.clear();
      // A reset of weights that were loaded would make them random.
      if (softmaxLive.state().weights !== 'pretrained') await softmaxLive.reset(config);
      scrollTo({ top: 0, behavior: 'instant' });
    }, this.#config);
  }

  async close(): Promise<void> {
    await this.#page?.context().close();
    this.#page = null;
  }
}
