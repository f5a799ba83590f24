/**
 * The page as its visitors and scripts meet it. Everything here waits for conditions, never for time: the
 * machine that runs this may be fast or a hundred times slower.
 */
import { test as base, expect as plainExpect } from '@playwright/test';
import type { Locator, Page } from '@playwright/test';
import type { ScriptState } from '../../src/app/script-interface.ts';
import type { RunState, Stroke } from '../../src/core/types.ts';
import { WAIT_MS } from './timeouts.ts';

export type Query = Readonly<Record<string, string | number>>;

/**
 * Trains fast anywhere, needs no data and no GPU: for whatever is not about those. Its run does not end while a
 * test looks on.
 */
export const SMALL: Query = {
  backend: 'wasm',
  data: 'synthetic',
  layers: 32,
  batch: 16,
  epochs: 100,
  weights: 'random',
};

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
    await plainExpect(this.part('status')).toHaveAttribute('data-state', state, { timeout });
  }

  /** Steps done, all epochs together, as the progress bar tells them. */
  async step(): Promise<number> {
    return Number(await this.part('progress').getAttribute('data-step'));
  }

  /** From the words of the button to the first batches: the run is under way. */
  async startTraining(beyond = 0): Promise<void> {
    await this.press('Train');
    await this.expectStepsBeyond(beyond);
  }

  async expectStepsBeyond(step: number, timeout = WAIT_MS): Promise<void> {
    // Often: what is late by a second here is late in a hundred tests.
    await plainExpect.poll(() => this.step(), { timeout, intervals: [50, 100, 150] }).toBeGreaterThan(step);
  }

  /** NaN while there is none. */
  async stat(name: StatName): Promise<number> {
    return Number((await this.part(name).getAttribute('data-value')) || Number.NaN);
  }

  /** Scrolls to a chart, which is drawn less often elsewhere, and waits for its curve: after one batch it is a dot. */
  async seeCurve(chart: 'loss-chart' | 'accuracy-chart'): Promise<void> {
    await this.part(chart).scrollIntoViewIfNeeded();
    await this.part(chart).locator('svg [d^="M"], svg circle').first().waitFor();
  }

  notice(text: string | RegExp): Locator {
    return this.part('notice').filter({ hasText: text });
  }

  /** The ten as the bars show them, all at one moment. */
  probabilities(): Promise<readonly number[]> {
    return this.page
      .getByTestId(/^probability-\d$/)
      .evaluateAll((bars) => bars.map((bar) => Number(bar.getAttribute('data-value'))));
  }

  /** 784 bytes read off the canvas itself, not asked of the page's script. */
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

  /** By the script interface, where how it is drawn is not the point. */
  async drawByScript(strokes: readonly Stroke[]): Promise<void> {
    await this.page.evaluate((given) => window.softmaxLive.draw(given), strokes);
  }

  /** With the mouse, as a hand would: `strokes` in pad coordinates, both in [0, 1]. */
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
export const test = base.extend<{ readonly live: LivePage }>({
  live: async ({ page }, provide) => provide(new LivePage(page)),
});

export const expect = plainExpect.configure({ timeout: WAIT_MS });
