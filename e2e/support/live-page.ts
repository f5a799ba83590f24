/** The page as its visitors and scripts meet it. Everything here waits for conditions, never for a time. */
import { test as base, expect as plainExpect } from '@playwright/test';
import type { Locator, Page } from '@playwright/test';
import type { ScriptState } from '../../src/app/script-interface.ts';
import type { RunState, Stroke } from '../../src/core/types.ts';
import { SharedPage } from './shared-page.ts';
import { WAIT_MS } from './timeouts.ts';

export type Query = Readonly<Record<string, string | number>>;

/** Trains fast on any machine without data and GPU. Its run is too long to end within a test. */
export const SMALL: Query = {
  backend: 'wasm',
  data: 'synthetic',
  layers: 32,
  batch: 16,
  epochs: 100,
  weights: 'random',
};

/** Short: a wait that ends a second late does so in a hundred tests. */
export const INTERVALS_MS = [50, 100, 150];

export type StatName = 'train-loss' | 'train-accuracy' | 'test-loss' | 'test-accuracy';

export class LivePage {
  readonly page: Page;

  constructor(page: Page) {
    this.page = page;
  }

  /** Loads the page and no more: the engine may not be there yet. */
  async visit(query: Query = {}): Promise<void> {
    const search = new URLSearchParams(Object.entries(query).map(([name, value]) => [name, String(value)]));
    await this.page.goto(`/?${search.toString()}`);
  }

  /** Loads the page and waits until it has a backend and data, or is certain that it will have none. */
  async open(query: Query = SMALL): Promise<void> {
    await this.visit(query);
    await this.page.evaluate(() => window.softmaxLive.ready.catch(() => undefined));
  }

  part(testId: string): Locator {
    return this.page.getByTestId(testId);
  }

  button(name: string): Locator {
    return this.page.getByRole('button', { name, exact: true });
  }

  async press(name: string): Promise<void> {
    await this.button(name).click();
  }

  state(): Promise<ScriptState> {
    return this.page.evaluate(() => window.softmaxLive.state());
  }

  async expectState(state: RunState, timeout = WAIT_MS): Promise<void> {
    await this.expectAttribute('status', 'data-state', new RegExp(`^${state}$`), timeout);
  }

  /** For waits of seconds, which Playwright's own assertion would look at once a second. */
  async expectAttribute(testId: string, attribute: string, value: RegExp, timeout = WAIT_MS): Promise<void> {
    const read = async () => (await this.part(testId).getAttribute(attribute, { timeout })) ?? '';
    await plainExpect
      .poll(read, { message: `${testId}: ${attribute}`, timeout, intervals: INTERVALS_MS })
      .toMatch(value);
  }

  /** Waits for the evaluation at the end of an epoch. */
  async expectEpoch(): Promise<void> {
    await this.expectAttribute('test-loss', 'data-value', /\d/);
  }

  /** Steps done, all epochs together, as the progress bar reports them. */
  async step(): Promise<number> {
    return Number(await this.part('progress').getAttribute('data-step'));
  }

  /** Presses Train and waits for more than `beyond` steps. */
  async startTraining(beyond = 0): Promise<void> {
    await this.press('Train');
    await this.expectStepsBeyond(beyond);
  }

  async expectStepsBeyond(step: number, timeout = WAIT_MS): Promise<void> {
    await plainExpect.poll(() => this.step(), { timeout, intervals: INTERVALS_MS }).toBeGreaterThan(step);
  }

  /** NaN while there is none. */
  async stat(name: StatName): Promise<number> {
    return Number((await this.part(name).getAttribute('data-value')) || Number.NaN);
  }

  /** Scrolls to a chart, which is drawn less often off the screen, and waits for its curve: after one batch a dot. */
  async seeCurve(chart: 'loss-chart' | 'accuracy-chart'): Promise<void> {
    await this.part(chart).scrollIntoViewIfNeeded();
    await this.part(chart).locator('svg [d^="M"], svg circle').first().waitFor();
  }

  notice(text: string | RegExp): Locator {
    return this.part('notice').filter({ hasText: text });
  }

  /** The ten values of the bars at one moment. */
  probabilities(): Promise<readonly number[]> {
    return this.page
      .getByTestId(/^probability-\d$/)
      .evaluateAll((bars) => bars.map((bar) => Number(bar.getAttribute('data-value'))));
  }

  /** 784 bytes, read from the canvas itself. */
  rasterPixels(): Promise<readonly number[]> {
    return this.part('raster').evaluate((canvas) => {
      if (!(canvas instanceof HTMLCanvasElement)) throw new TypeError('The raster is no canvas');
      const { data } = canvas.getContext('2d')?.getImageData(0, 0, 28, 28) ?? { data: [] };
      return Array.from({ length: 784 }, (_, i) => data[4 * i] ?? 0);
    });
  }

  async consoleLines(): Promise<readonly string[]> {
    return (await this.part('console').innerText()).split('\n').filter((line) => line !== '');
  }

  /** Draws through the script interface. */
  async drawByScript(strokes: readonly Stroke[]): Promise<void> {
    await this.page.evaluate((given) => window.softmaxLive.draw(given), strokes);
  }

  /** Draws with the mouse; `strokes` in pad coordinates, both in [0, 1]. */
  async draw(strokes: readonly Stroke[]): Promise<void> {
    const pad = this.part('draw-pad');
    await pad.scrollIntoViewIfNeeded();
    const box = await pad.boundingBox();
    if (!box) throw new Error('The pad is not on the screen');
    const { mouse } = this.page;
    for (const stroke of strokes) {
      for (const [i, [x, y]] of stroke.entries()) {
        await mouse.move(box.x + x * box.width, box.y + y * box.height);
        if (i === 0) await mouse.down();
      }
      await mouse.up();
    }
  }
}

/** `live`: the page of this test, not loaded yet. */
export const test = base.extend<{ readonly live: LivePage }, { readonly sharedPage: SharedPage }>({
  live: async ({ page }, provide) => provide(new LivePage(page)),
  sharedPage: [
    async ({ browser }, provide) => {
      const shared = new SharedPage(browser);
      await provide(shared);
      await shared.close();
    },
    { scope: 'worker' },
  ],
});

/**
 * `live`: a page with the address `query` that is loaded already and shared with the tests before. For tests that
 * need no navigation and undo what a reset does not undo.
 */
export const sharedTest = test.extend<{ query: Query }>({
  query: [SMALL, { option: true }],
  page: async ({ sharedPage, query, viewport, isMobile }, provide, testInfo) => {
    const page = await sharedPage.take(JSON.stringify([query, viewport, isMobile]), (fresh) =>
      new LivePage(fresh).open(query),
    );
    await provide(page);
    if (testInfo.status === testInfo.expectedStatus) await sharedPage.restore(viewport);
  },
  context: async ({ page }, provide) => provide(page.context()),
});

export const expect = plainExpect.configure({ timeout: WAIT_MS });
