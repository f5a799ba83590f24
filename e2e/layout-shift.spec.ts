/** What is being read stays where it is: while the page loads, its engine starts, the charts arrive and a run begins. */
import type { Page } from '@playwright/test';
import { ONE } from './support/digits.ts';
import { untilRunIsKept } from './support/kept-run.ts';
import { expect, type LivePage, SMALL, test } from './support/live-page.ts';
import { minutes } from './support/patience.ts';

test.describe.configure({ timeout: minutes(3) });

const LIMIT = 0.02;

interface Shift {
  readonly value: number;
  readonly moved: readonly string[];
}

/** Notes every shift that no input has caused (https://wicg.github.io/layout-instability/), from the first paint on. */
async function noteShifts(page: Page): Promise<void> {
  await page.addInitScript(() => {
    const shifts: Shift[] = [];
    Object.assign(window, { shifts });
    new PerformanceObserver((list) => {
      for (const entry of list.getEntries() as unknown as readonly LayoutShift[]) {
        if (entry.hadRecentInput) continue;
        const moved = entry.sources.map(({ node, previousRect: from, currentRect: to }) => {
          const element = node instanceof Element ? node : node?.parentElement;
          return `${element?.outerHTML.slice(0, 100)} from ${from.y}+${from.height} to ${to.y}+${to.height}`;
        });
        shifts.push({ value: entry.value, moved });
      }
    }).observe({ type: 'layout-shift', buffered: true });
  });
}

/** Chromium's own, of which TypeScript's library knows nothing. */
interface LayoutShift {
  readonly value: number;
  readonly hadRecentInput: boolean;
  readonly sources: readonly {
    readonly node: Node | null;
    readonly previousRect: DOMRectReadOnly;
    readonly currentRect: DOMRectReadOnly;
  }[];
}

/** All together, not by session windows, which is stricter. */
async function expectStill(page: Page, when: string): Promise<void> {
  const shifts = await page.evaluate(() => (window as unknown as { readonly shifts: readonly Shift[] }).shifts);
  const sum = shifts.reduce((total, { value }) => total + value, 0);
  const largest = shifts.toSorted((a, b) => b.value - a.value).slice(0, 4);
  expect(sum, `${when}: ${JSON.stringify(largest, null, 2)}`).toBeLessThan(LIMIT);
}

async function expectNothingMoves(live: LivePage, query: Parameters<LivePage['open']>[0]): Promise<void> {
  const { page } = live;
  await noteShifts(page);
  await live.open(query);
  await live.part('loss-chart').waitFor();
  await expectStill(page, 'until it is ready');
  await live.drawByScript(ONE);
  await page.evaluate(() => void window.softmaxLive.train({ batch: 64 }));
  await expect(live.part('test-loss')).toHaveAttribute('data-value', /\d/);
  await page.evaluate(() => window.softmaxLive.pause());
  await expectStill(page, 'until it is paused');

  await untilRunIsKept(page);
  await page.reload();
  await live.part('saved-run').waitFor();
  await page.evaluate(() => window.softmaxLive.ready);
  await expectStill(page, 'with the run of the last visit on offer');
}

for (const lang of ['en', 'ko']) {
  test.describe(lang, () => {
    test('on a desktop nothing moves by itself', async ({ live }) => {
      await expectNothingMoves(live, { ...SMALL, lang });
    });

    test('nor in another page', async ({ live, page }) => {
      await page.setViewportSize({ width: 720, height: 900 });
      await expectNothingMoves(live, { ...SMALL, lang, embed: 1 });
    });

    test.describe('on a phone', () => {
      test.use({ viewport: { width: 390, height: 844 }, deviceScaleFactor: 2, hasTouch: true, isMobile: true });

      test('nothing moves either', async ({ live }) => {
        await expectNothingMoves(live, { ...SMALL, lang });
      });
    });
  });
}
