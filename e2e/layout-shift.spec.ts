/** The layout does not shift while the page loads, the engine starts, the charts arrive and a run begins. */
import type { Frame, Page } from '@playwright/test';
import { openBlog } from './support/blog.ts';
import { ONE } from './support/digits.ts';
import { untilRunIsKept } from './support/kept-run.ts';
import { LANGUAGES, inEveryLanguage } from './support/languages.ts';
import { expect, type LivePage, SMALL, sharedTest, test } from './support/live-page.ts';
import { minutes } from './support/timeouts.ts';
import { patchWorker, WORKER_SCRIPT } from './support/worker-patch.ts';

test.describe.configure({ timeout: minutes(3) });

const LIMIT = 0.02;

interface Shift {
  readonly value: number;
  readonly moved: readonly string[];
}

/** Records every shift without recent input (https://wicg.github.io/layout-instability/), from the first paint on. */
async function recordShifts(page: Page): Promise<void> {
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

/** Chromium only; not in TypeScript's library. */
interface LayoutShift {
  readonly value: number;
  readonly hadRecentInput: boolean;
  readonly sources: readonly {
    readonly node: Node | null;
    readonly previousRect: DOMRectReadOnly;
    readonly currentRect: DOMRectReadOnly;
  }[];
}

function shiftsOf(page: Page | Frame): Promise<readonly Shift[]> {
  return page.evaluate(() => (window as unknown as { readonly shifts: readonly Shift[] }).shifts);
}

/** The sum of all shifts, which is stricter than session windows. */
async function expectStill(page: Page | Frame, when: string): Promise<void> {
  const shifts = await shiftsOf(page);
  const sum = shifts.reduce((total, { value }) => total + value, 0);
  const largest = shifts.toSorted((a, b) => b.value - a.value).slice(0, 4);
  expect(sum, `${when}: ${JSON.stringify(largest, null, 2)}`).toBeLessThan(LIMIT);
}

async function expectNoShift(live: LivePage, query: Parameters<LivePage['open']>[0]): Promise<void> {
  const { page } = live;
  await patchWorker(page, ANY_SPEED);
  await recordShifts(page);
  await live.open(query);
  await live.part('loss-chart').waitFor();
  await expectStill(page, 'until it is ready');
  await live.drawByScript(ONE);
  await page.evaluate(() => void window.softmaxLive.train({ batch: 64 }));
  await live.expectStepsBeyond(0);
  // Shifts outside the screen do not count: below the progress bar are the figures of the run.
  await live.part('progress').evaluate((bar) => bar.scrollIntoView({ block: 'start', behavior: 'instant' }));
  await live.expectEpoch();
  await page.evaluate(() => window.softmaxLive.pause());
  await expectStill(page, 'until it is paused');

  await untilRunIsKept(page);
  await page.reload();
  await live.part('saved-run').waitFor();
  await page.evaluate(() => window.softmaxLive.ready);
  await expectStill(page, 'with the run of the last visit on offer');
}

const PHONE = { viewport: { width: 390, height: 844 }, deviceScaleFactor: 2, hasTouch: true, isMobile: true };

const FORMS = [
  { where: 'on a desktop', device: {}, embed: 0 },
  { where: 'in another page', device: { viewport: { width: 720, height: 900 } }, embed: 1 },
  { where: 'on a phone', device: PHONE, embed: 0 },
];

for (const [lang, { where, device, embed }] of inEveryLanguage(FORMS)) {
  test.describe(`${lang}, ${where}`, () => {
    test.use(device);

    test('nothing shifts until a run is paused, nor with the offer of the last run', async ({ live }) => {
      await expectNoShift(live, { ...SMALL, lang, embed });
    });
  });
}

const DIVERGES = { lr: 10, momentum: 0.999, layers: '64,64,64', init: 'he' };

const topOfPad = (live: LivePage) => live.part('draw-pad').evaluate((canvas) => canvas.getBoundingClientRect().top);
const dismiss = (live: LivePage) => live.notice('finite number').getByRole('button', { name: 'Dismiss' });

sharedTest.describe('the message about a diverged run', () => {
  sharedTest.use({ query: { ...SMALL, ...DIVERGES, lang: 'en' } });

  sharedTest('moves the pad neither when it appears nor when it goes', async ({ live, page }) => {
    for (const size of [
      { width: 1280, height: 800 },
      { width: 390, height: 844 },
    ]) {
      await page.setViewportSize(size);
      const before = await topOfPad(live);
      await live.press('Train');
      await expect(live.notice('finite number')).toBeInViewport();
      // Pages scroll by whole pixels.
      expect(Math.abs((await topOfPad(live)) - before), `${size.width} px`).toBeLessThan(1);
      await dismiss(live).click();
      await expect(live.notice('finite number')).toBeHidden();
      expect(Math.abs((await topOfPad(live)) - before), `${size.width} px`).toBeLessThan(1);
      await page.evaluate(() => window.softmaxLive.reset());
    }
  });

  sharedTest('does not move a scrolled page, even when dismissed at another height', async ({ live, page }) => {
    const scroll = (to: number) => page.evaluate((y) => scrollTo({ top: y, behavior: 'instant' }), to);
    for (const scrolled of [60, 500]) {
      await page.setViewportSize({ width: 1280, height: 500 });
      await page.mouse.click(1, 1);
      await scroll(scrolled);
      const before = await topOfPad(live);
      await page.evaluate(() => void window.softmaxLive.train());
      await expect(live.notice('finite number')).toBeInViewport();
      expect(Math.abs((await topOfPad(live)) - before), `${scrolled} px down`).toBeLessThan(1);

      await page.setViewportSize({ width: 390, height: 844 });
      await scroll(scrolled + 400);
      const turned = await topOfPad(live);
      // A mouse click would first scroll the page to the button.
      await dismiss(live).dispatchEvent('click');
      await expect(live.notice('finite number')).toBeHidden();
      expect(Math.abs((await topOfPad(live)) - turned), `${scrolled} px down`).toBeLessThan(1);
      await page.evaluate(() => window.softmaxLive.reset());
    }
  });
});

test('a narrow frame without a pad does not shift its charts when the facts above them appear', async ({
  live,
  page,
}) => {
  await recordShifts(page);
  for (const width of [320, 390, 720]) {
    await page.setViewportSize({ width, height: 800 });
    await live.open({ ...SMALL, lang: 'en', backend: 'auto', embed: 1, panels: 'train,charts' });
    await live.expectAttribute('dataset', 'data-loaded', /^24000$/);
    await expectStill(page, `${width} px, until the data are loaded`);
    // Shifts of few pixels have small values; here there may be none.
    const moved = (await shiftsOf(page)).flatMap((shift) => shift.moved);
    expect(moved.filter((what) => what.includes('id="charts"'))).toEqual([]);
  }
});

test('a frame that cannot store its run, sandboxed or of another site, does not shift while it trains', async ({
  page,
}) => {
  const blog = await openBlog();
  await recordShifts(page);
  const query = 'embed=1&backend=wasm&data=synthetic&layers=32&batch=16&weights=random&lang=en';
  const address = `${blog.folder}?${query}`.replaceAll('&', '&amp;');
  const tag = (id: string, attributes = '') =>
    `<iframe id="${id}" src="${address}" title="${id}" ${attributes} width="720" height="700"></iframe>`;
  // Playwright's contexts are incognito, where Chromium bars storage from frames of other sites.
  await page.goto(blog.post(tag('boxed', 'sandbox="allow-scripts"') + tag('free')));
  for (const id of ['boxed', 'free']) {
    await page.locator(`#${id}`).scrollIntoViewIfNeeded();
    const element = await page.locator(`#${id}`).elementHandle();
    const frame = await element?.contentFrame();
    if (!frame) throw new Error('The post has no frame');
    // The message comes before anything is laid out, and not again with the first run.
    await expect(frame.getByTestId('notice')).toHaveText([/allows no storage/]);
    await expect(frame.getByTestId('status')).toHaveAttribute('data-state', 'idle');
    // Shifts of the start-up are tested above.
    await frame.evaluate(() => {
      (window as unknown as { readonly shifts: Shift[] }).shifts.length = 0;
      void window.softmaxLive.train();
    });
    // The first run is stored before the end of an epoch.
    await expect(frame.getByTestId('test-loss')).toHaveAttribute('data-value', /\d/);
    await expectStill(frame, `${id}, after an epoch`);
    await expect(frame.getByTestId('notice')).toHaveCount(1);
    await frame.evaluate(() => window.softmaxLive.pause());
  }
  await blog.close();
});

/** Steps per second from a slow phone's to a fast GPU's, so that hours are left, or seconds. */
const SPEEDS = [0.5, 4, 10.7, 57, 313, 1000, 2500, 20_000];

/** Code for the worker that applies the statement `change` to each object `value` in its reports. */
function changingReports(change: string): string {
  return `{
    let count = 0;
    const change = (value) => {
      if (typeof value !== 'object' || value === null || ArrayBuffer.isView(value)) return;
      ${change}
      for (const inner of Object.values(value)) change(inner);
    };
    for (const owner of [self, MessagePort.prototype]) {
      const { postMessage } = owner;
      owner.postMessage = function (message, ...rest) {
        change(message);
        return postMessage.call(this, message, ...rest);
      };
    }
  }`;
}

/** Each report gets the next of the speeds. */
const ANY_SPEED = changingReports(
  `if ('stepsPerSecond' in value) value.stepsPerSecond = ${JSON.stringify(SPEEDS)}[count++ % ${SPEEDS.length}];`,
);

/** All positions, relative to the bar, of a run's figures and the tiles below them while the speeds change. */
function positionsOfFigures(page: Page): Promise<readonly string[]> {
  return page.evaluate(
    (speeds) =>
      new Promise<readonly string[]>((resolve) => {
        const seen = new Set<string>();
        const places = new Set<string>();
        const look = () => {
          const bar = document.querySelector('[data-testid="progress"]');
          const left = bar?.nextElementSibling?.children[2]?.textContent;
          if (bar && left !== undefined) {
            seen.add(left.replaceAll(/\d+/g, (digits) => '0'.repeat(digits.length)));
            const zero = bar.getBoundingClientRect();
            const figures = [...(bar.nextElementSibling?.children ?? [])];
            for (const element of [...figures, bar.parentElement?.nextElementSibling]) {
              const { x = NaN, y = NaN } = element?.getBoundingClientRect() ?? {};
              places.add(
                `${figures.indexOf(element as Element)}: ${Math.round(x - zero.x)}, ${Math.round(y - zero.y)}`,
              );
            }
          }
          if (seen.size >= speeds) resolve([...places].toSorted());
          else requestAnimationFrame(look);
        };
        look();
      }),
    // A few of them may look alike.
    SPEEDS.length - 2,
  );
}

for (const [lang, embed] of inEveryLanguage([0, 1])) {
  test(`the figures of a run keep their positions at any speed (${lang}, embed=${embed})`, async ({ live, page }) => {
    await patchWorker(page, ANY_SPEED);
    await live.open({ ...SMALL, lang, embed });
    await page.evaluate(() => void window.softmaxLive.train());
    for (const width of [320, 390, 720, 1120, 1280]) {
      await page.setViewportSize({ width, height: 800 });
      // Three figures and the tiles: one position each.
      expect(await positionsOfFigures(page), `${width} px`).toHaveLength(4);
    }
  });
}

/** The heights of a fact at all widths of its panel. */
function heightsOf(page: Page, fact: 'model' | 'dataset'): Promise<string> {
  return page.getByTestId(fact).evaluate((element) => {
    const panel = element.closest('section');
    if (!panel) throw new Error('The fact is in no panel');
    const heights = Array.from({ length: 140 }, (_, i) => {
      panel.style.width = `${190 + 4 * i}px`;
      return Math.round(10 * element.getBoundingClientRect().height) / 10;
    });
    panel.style.width = '';
    return heights.join(' ');
  });
}

/** All reports say that so many images are missing, whatever the data. */
const withMissingImages = (count: number) =>
  changingReports(`if ('loaded' in value && 'total' in value) value.loaded = value.total - ${count};`);

for (const lang of LANGUAGES) {
  test(`a fact keeps its height when its text changes, at any width (${lang})`, async ({ live, page }) => {
    const query = { backend: 'wasm', data: 'synthetic', model: 'softmax', epochs: 1, batch: 1024, lang };
    await patchWorker(page, withMissingImages(1), 1);
    await live.visit(query);
    await live.expectAttribute('dataset', 'data-loaded', /^23999$/);
    const loading = await heightsOf(page, 'dataset');
    await page.unroute(WORKER_SCRIPT);
    await patchWorker(page, withMissingImages(0));
    await live.open(query);
    await live.expectAttribute('dataset', 'data-loaded', /^24000$/);
    expect(await heightsOf(page, 'dataset')).toEqual(loading);

    const weights = (origin: string) => expect(live.part('model')).toHaveAttribute('data-weights', origin);
    await weights('pretrained');
    const pretrained = await heightsOf(page, 'model');
    await page.evaluate(() => window.softmaxLive.step());
    await weights('training');
    expect(await heightsOf(page, 'model'), 'in training').toEqual(pretrained);
    await page.evaluate(() => window.softmaxLive.train());
    await weights('trained');
    expect(await heightsOf(page, 'model'), 'trained here').toEqual(pretrained);
    await page.evaluate(() => window.softmaxLive.reset());
    await weights('random');
    expect(await heightsOf(page, 'model'), 'still random').toEqual(pretrained);
  });
}
