/** On a phone: everything is in reach of a thumb, and nothing slips away under it. */
import type { Locator, Page } from '@playwright/test';
import { PANELS } from '../src/core/controls.ts';
import { refuseMirror, removeMnist } from './support/data-routes.ts';
import { ZERO } from './support/digits.ts';
import { untilRunIsKept } from './support/kept-run.ts';
import { LANGUAGES, inEveryLanguage } from './support/languages.ts';
import { expect, SMALL, test } from './support/live-page.ts';
import { minutes } from './support/timeouts.ts';

test.describe.configure({ timeout: minutes(3) });

/** The smallest side of what a finger can hit for certain (WCAG 2.5.5), in CSS pixels. */
const FINGER_PX = 44;

/** What sticks out to the right: nothing should. */
function tooWide(page: Page, width: number): Promise<readonly string[]> {
  return page.evaluate((limit) => {
    const all = [...document.body.querySelectorAll('*')];
    const { scrollWidth } = document.documentElement;
    if (scrollWidth <= limit) return [];
    const wide = all.filter((element) => element.getBoundingClientRect().right > limit + 0.5);
    return [`page: ${scrollWidth} px`, ...wide.map((element) => element.outerHTML.slice(0, 80))];
  }, width);
}

/** What a finger might miss, of all that can be seen. */
function tooSmall(page: Page): Promise<readonly string[]> {
  return page.evaluate((least) => {
    // The label of a box to tick is part of the target; what has text around it is not meant (WCAG 2.5.5).
    const targets = [
      ...document.querySelectorAll('button, [role="button"], select, input, textarea, summary, a[href]'),
    ].filter(
      (element) => (element.closest('p') ?? element).textContent === element.textContent && element.checkVisibility(),
    );
    return targets.flatMap((element) => {
      const target =
        element instanceof HTMLInputElement && element.type !== 'text' && element.type !== 'range'
          ? element.closest('label')
          : null;
      const { width, height, bottom } = (target ?? element).getBoundingClientRect();
      // Out of sight until the keyboard comes to it.
      if (bottom + scrollY <= 0) return [];
      const name = element.getAttribute('aria-label') ?? element.textContent ?? element.id;
      return Math.round(Math.min(width, height)) < least ? [`${name}: ${Math.round(width)}×${Math.round(height)}`] : [];
    });
  }, FINGER_PX);
}

/** Text that its box is too narrow for. */
function cutOff(page: Page): Promise<readonly string[]> {
  return page.evaluate(() =>
    [...document.body.querySelectorAll<HTMLElement>('*')].flatMap((element) => {
      const hasText = [...element.childNodes].some(
        (node) => node.nodeType === Node.TEXT_NODE && node.textContent?.trim() !== '',
      );
      // What is only for screen readers is one pixel wide; what scrolls by itself loses nothing.
      if (!hasText || element.clientWidth <= 1 || !element.checkVisibility()) return [];
      if (/auto|scroll/.test(getComputedStyle(element).overflowX)) return [];
      const lost = element.scrollWidth - element.clientWidth;
      return lost > 1 ? [`${lost} px of ${element.outerHTML.slice(0, 100)}`] : [];
    }),
  );
}

/** A finger along the points, in pixels of the screen. */
async function swipe(page: Page, points: readonly { readonly x: number; readonly y: number }[]): Promise<void> {
  const session = await page.context().newCDPSession(page);
  for (const [i, point] of points.entries()) {
    await session.send('Input.dispatchTouchEvent', {
      type: i === 0 ? 'touchStart' : 'touchMove',
      touchPoints: [point],
    });
  }
  await session.send('Input.dispatchTouchEvent', { type: 'touchEnd', touchPoints: [] });
  await session.detach();
}

async function boxOf(locator: Locator) {
  const box = await locator.boundingBox();
  if (!box) throw new Error('It is not on the screen');
  return box;
}

test('nothing sticks out to the side, at rest and while it learns', async ({ live, page }) => {
  const eachWidth = async (look: (width: number) => Promise<void>) => {
    for (const width of [390, 360, 320]) {
      await page.setViewportSize({ width, height: 844 });
      await look(width);
    }
  };
  await live.open();
  await eachWidth(async (width) => expect(await tooWide(page, width)).toEqual([]));
  await live.drawByScript(ZERO);
  await page.getByText('More settings').click();
  await live.startTraining();
  await eachWidth(async (width) => {
    await live.part('accuracy-chart').scrollIntoViewIfNeeded();
    await expect
      .poll(async () => Number(await live.part('accuracy-chart').getAttribute('data-points')))
      .toBeGreaterThan(0);
    await expect(live.part('console')).toContainText('Train Epoch: 1');
    expect(await tooWide(page, width)).toEqual([]);

    // Nor does the bar with the buttons lie on the end of the page.
    await page.getByRole('contentinfo').scrollIntoViewIfNeeded();
    await page.evaluate(() => scrollTo(0, document.documentElement.scrollHeight));
    const last = await boxOf(page.getByRole('contentinfo'));
    const bar = await boxOf(live.button('Pause'));
    expect(last.y + last.height, `${width} px`).toBeLessThan(bar.y);
  });
});

for (const [lang, embed] of inEveryLanguage([0, 1])) {
  test(`at 320 px nothing is lost (${lang}${embed === 1 ? ', embedded with all panels' : ''})`, async ({
    live,
    page,
  }) => {
    await page.setViewportSize({ width: 320, height: 640 });
    await live.open({ ...SMALL, lang, embed, panels: PANELS.join(',') });
    await expect(page.getByRole('banner')).toHaveCount(1 - embed);
    await live.drawByScript(ZERO);
    await page.evaluate(() => void window.softmaxLive.train({ batch: 64 }));
    await expect(live.part('test-loss')).toHaveAttribute('data-value', /\d/);
    await page.locator('#settings summary').click();
    await live.part('softmax-row-0').waitFor();
    await page.locator('#charts details summary').click();
    expect(await tooWide(page, 320)).toEqual([]);
    expect(await cutOff(page)).toEqual([]);
    expect(await tooSmall(page)).toEqual([]);
    const menu = await boxOf(page.locator('#charts details ul'));
    expect(menu.x).toBeGreaterThanOrEqual(0);

    // The curves as tables, and the offer to go on.
    await page.evaluate(() => window.softmaxLive.pause());
    await page.locator('#charts details summary').click();
    await page.locator('#charts header button').first().click();
    await untilRunIsKept(page);
    await page.reload();
    await expect(live.part('saved-run')).toBeVisible();
    expect(await tooWide(page, 320)).toEqual([]);
    expect(await cutOff(page)).toEqual([]);
    expect(await tooSmall(page)).toEqual([]);
  });
}

for (const lang of LANGUAGES) {
  test(`in the dialogs everything fits and can be hit (${lang})`, async ({ live, page }) => {
    await page.setViewportSize({ width: 320, height: 640 });
    await live.open({ ...SMALL, lang });
    for (const opener of await page.locator('button[aria-haspopup="dialog"]').all()) {
      await opener.tap();
      await expect(page.getByRole('dialog')).toBeVisible();
      const { x, width } = await boxOf(page.getByRole('dialog'));
      expect(x).toBeGreaterThanOrEqual(0);
      expect(x + width).toBeLessThanOrEqual(320);
      expect(await cutOff(page)).toEqual([]);
      expect(await tooSmall(page)).toEqual([]);
      await page.keyboard.press('Escape');
    }
  });
}

for (const embed of [0, 1]) {
  test(`the training buttons have room in Korean (${embed === 1 ? 'embedded' : 'page'})`, async ({ live, page }) => {
    await live.open({ ...SMALL, lang: 'ko', embed });
    await page.evaluate(() => window.softmaxLive.step());
    const bar = page.locator('#train div', { has: page.locator('> button[data-size="lg"]') });
    await expect(bar.getByRole('button', { name: '이어서 학습' })).toBeVisible();
    for (const width of [390, 360]) {
      await page.setViewportSize({ width, height: 844 });
      const lost = await bar.evaluate(({ scrollWidth, clientWidth }) => scrollWidth - clientWidth);
      expect(lost, `${width} px`).toBeLessThanOrEqual(0);
    }
  });
}

test('enlarged to 400 % on a laptop it is still one column without loss', async ({ live, page }) => {
  await page.setViewportSize({ width: 320, height: 200 });
  await live.open();
  expect(await tooWide(page, 320)).toEqual([]);
  // Nothing stays on so small a screen: the buttons are where their panel is.
  const { y } = await boxOf(live.button('Train'));
  expect(y).toBeGreaterThan(200);
});

test('turning the phone keeps the drawing and the run', async ({ live, page }) => {
  await live.open();
  await live.drawByScript(ZERO);
  const drawn = await live.rasterPixels();
  const strokes = () => page.evaluate(() => [...window.softmaxLive.raster()]);
  const before = await strokes();
  await live.startTraining(5);
  for (const size of [
    { width: 844, height: 390 },
    { width: 390, height: 844 },
  ]) {
    const step = await live.step();
    await page.setViewportSize(size);
    await live.expectStepsBeyond(step);
    await live.expectState('running');
    expect(await live.rasterPixels()).toEqual(drawn);
    expect(await strokes()).toEqual(before);
    expect(await tooWide(page, size.width)).toEqual([]);
    // The ink is on the pad as well, not only in the numbers.
    const ink = await live.part('draw-pad').evaluate((canvas) => {
      if (!(canvas instanceof HTMLCanvasElement)) throw new TypeError('The pad is no canvas');
      const { data } = canvas.getContext('2d')?.getImageData(0, 0, canvas.width, canvas.height) ?? { data: [] };
      return data.some((value, i) => i % 4 === 3 && value > 0);
    });
    expect(ink).toBe(true);
  }
});

test('a finger draws on the pad and scrolls everywhere else', async ({ live, page }) => {
  await live.open();
  const scrolled = () => page.evaluate(() => window.scrollY);
  const pad = await boxOf(live.part('draw-pad'));
  const before = await scrolled();
  await swipe(
    page,
    [0.85, 0.7, 0.55, 0.4, 0.25, 0.15].map((y) => ({ x: pad.x + pad.width / 2, y: pad.y + y * pad.height })),
  );
  await expect(live.part('prediction')).toHaveAttribute('data-digit', /^\d$/);
  expect((await live.rasterPixels()).some((value) => value > 0)).toBe(true);
  expect(await scrolled()).toBe(before);

  const { y, height } = await boxOf(page.getByRole('heading', { name: 'Draw a digit' }));
  await swipe(
    page,
    [0, 60, 120, 180, 240].map((up) => ({ x: 60, y: Math.max(1, y + height / 2 - up) })),
  );
  await expect.poll(scrolled).toBeGreaterThan(before);
});

test('Train is reached with the thumb, and works', async ({ live }) => {
  await live.open();
  const train = live.button('Train');
  await train.scrollIntoViewIfNeeded();
  await expect(train).toBeInViewport({ ratio: 1 });
  await train.tap();
  await live.expectStepsBeyond(0);
  await live.button('Pause').tap();
  await live.expectState('paused');
});

test('charts that nobody has scrolled to are as true as the rest', async ({ live }) => {
  await live.open();
  await live.startTraining(20);
  await live.press('Pause');
  await live.expectState('paused');
  for (const name of ['loss', 'accuracy'] as const) {
    const chart = live.part(`${name}-chart`);
    await expect(chart).not.toBeInViewport();
    await expect(chart).toHaveAttribute('data-points', /[1-9]/);
    await expect(chart.locator('dd').first()).toHaveText(/\d/);
  }
});

test('whatever is to be hit is large enough for a finger', async ({ live, page }) => {
  // Much to say, so that all that can be unfolded or dismissed is there.
  await removeMnist(page);
  await refuseMirror(page);
  await live.open({ ...SMALL, backend: 'auto', data: 'auto', lr: 'none' });
  await expect(live.notice('lr=none')).toBeVisible();
  await expect(page.getByText('Why not MNIST?')).toBeVisible();
  await page.getByText('More settings').click();
  expect(await tooSmall(page)).toEqual([]);
});
