/** On a phone everything fits the screen, can be hit with a finger and works by touch. */
import type { Locator, Page } from '@playwright/test';
import { PANELS } from '../src/core/controls.ts';
import { refuseMirror, removeMnist } from './support/data-routes.ts';
import { ZERO } from './support/digits.ts';
import { untilRunIsKept } from './support/kept-run.ts';
import { inEveryLanguage } from './support/languages.ts';
import { expect, type LivePage, SMALL, sharedTest, test } from './support/live-page.ts';
import { minutes } from './support/timeouts.ts';

test.describe.configure({ timeout: minutes(3) });

/** Smallest side of a touch target (WCAG 2.5.5), in CSS pixels. */
const FINGER_PX = 44;

/** Elements that extend beyond the right edge. */
function tooWide(page: Page, width: number): Promise<readonly string[]> {
  return page.evaluate((limit) => {
    const all = [...document.body.querySelectorAll('*')];
    const { scrollWidth } = document.documentElement;
    if (scrollWidth <= limit) return [];
    const wide = all.filter((element) => element.getBoundingClientRect().right > limit + 0.5);
    return [`page: ${scrollWidth} px`, ...wide.map((element) => element.outerHTML.slice(0, 80))];
  }, width);
}

/** Visible targets that are too small for a finger. */
function tooSmall(page: Page): Promise<readonly string[]> {
  return page.evaluate((least) => {
    // A checkbox's label is part of the target; links within text are exempt (WCAG 2.5.5).
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
      // Off the screen until it has the focus.
      if (bottom + scrollY <= 0) return [];
      const name = element.getAttribute('aria-label') ?? element.textContent ?? element.id;
      return Math.round(Math.min(width, height)) < least ? [`${name}: ${Math.round(width)}×${Math.round(height)}`] : [];
    });
  }, FINGER_PX);
}

/** Fields that iOS zooms the page to, and what a double tap zooms the page on. */
function zoomed(page: Page): Promise<readonly string[]> {
  return page.evaluate(() => {
    const fields = [...document.querySelectorAll('input:not([type="range"]), select, textarea')].filter(
      (field) =>
        Number.parseFloat(getComputedStyle(field).fontSize) < 16 &&
        !field.matches('[type="checkbox"], [type="radio"], [type="file"]'),
    );
    const pressed = [
      ...document.querySelectorAll('a, button, [role="button"], [role="slider"], input, label, select, summary'),
    ].filter((element) => getComputedStyle(element).touchAction === 'auto');
    return [...fields, ...pressed].map((element) => element.outerHTML.slice(0, 100));
  });
}

/** Text that is wider than its box. */
function cutOff(page: Page): Promise<readonly string[]> {
  return page.evaluate(() =>
    [...document.body.querySelectorAll<HTMLElement>('*')].flatMap((element) => {
      const hasText = [...element.childNodes].some(
        (node) => node.nodeType === Node.TEXT_NODE && node.textContent?.trim() !== '',
      );
      // Text for screen readers only is one pixel wide; boxes that scroll lose nothing.
      if (!hasText || element.clientWidth <= 1 || !element.checkVisibility()) return [];
      if (/auto|scroll/.test(getComputedStyle(element).overflowX)) return [];
      const lost = element.scrollWidth - element.clientWidth;
      return lost > 1 ? [`${lost} px of ${element.outerHTML.slice(0, 100)}`] : [];
    }),
  );
}

/** Moves a finger along the points, in pixels of the screen. */
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
  if (!box) throw new Error('The element is not on the screen');
  return box;
}

sharedTest('nothing is wider than the screen, at rest and while it trains', async ({ live, page }) => {
  const eachWidth = async (look: (width: number) => Promise<void>) => {
    for (const width of [390, 360, 320]) {
      await page.setViewportSize({ width, height: 844 });
      await look(width);
    }
  };
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

    // The bar of buttons does not cover the end of the page.
    await page.getByRole('contentinfo').scrollIntoViewIfNeeded();
    await page.evaluate(() => scrollTo(0, document.documentElement.scrollHeight));
    const last = await boxOf(page.getByRole('contentinfo'));
    const bar = await boxOf(live.button('Pause'));
    expect(last.y + last.height, `${width} px`).toBeLessThan(bar.y);
  });
});

/** Opens every dialog at 320 px. */
async function checkDialogs(page: Page): Promise<void> {
  await page.setViewportSize({ width: 320, height: 640 });
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
}

/** The longest labels are those of a paused run in Korean. */
async function checkTrainingButtons(live: LivePage): Promise<void> {
  const { page } = live;
  await page.evaluate(() => window.softmaxLive.step());
  const bar = page.locator('#train div', { has: page.locator('> button[data-size="lg"]') });
  await expect(bar.getByRole('button', { name: '이어서 학습' })).toBeVisible();
  for (const width of [390, 360]) {
    await page.setViewportSize({ width, height: 844 });
    const lost = await bar.evaluate(({ scrollWidth, clientWidth }) => scrollWidth - clientWidth);
    expect(lost, `${width} px`).toBeLessThanOrEqual(0);
  }
}

for (const [lang, embed] of inEveryLanguage([0, 1])) {
  test(`at 320 px nothing is cut off or too small (${lang}${embed === 1 ? ', embedded with all panels' : ''})`, async ({
    live,
    page,
  }) => {
    await page.setViewportSize({ width: 320, height: 640 });
    await live.open({ ...SMALL, lang, embed, panels: PANELS.join(',') });
    const expectToFit = async () => {
      expect(await tooWide(page, 320)).toEqual([]);
      expect(await cutOff(page)).toEqual([]);
      expect(await tooSmall(page)).toEqual([]);
    };
    await expect(page.getByRole('banner')).toHaveCount(1 - embed);
    if (lang === 'en') await checkDialogs(page);
    await live.drawByScript(ZERO);
    await page.evaluate(() => void window.softmaxLive.train({ batch: 64 }));
    await live.expectEpoch();
    await page.locator('#settings summary').click();
    await live.part('softmax-row-0').waitFor();
    await page.locator('#charts details summary').click();
    await expectToFit();
    const menu = await boxOf(page.locator('#charts details ul'));
    expect(menu.x).toBeGreaterThanOrEqual(0);

    // The curves as tables, and the offer of the run.
    await page.evaluate(() => window.softmaxLive.pause());
    await page.locator('#charts details summary').click();
    await page.locator('#charts header button').first().click();
    await untilRunIsKept(page);
    await page.reload();
    await expect(live.part('saved-run')).toBeVisible();
    await expectToFit();
    if (lang === 'ko' && embed === 1) await checkTrainingButtons(live);
  });
}

test('in Korean the training buttons and the dialogs fit the screen', async ({ live, page }) => {
  await live.open({ ...SMALL, lang: 'ko' });
  await checkTrainingButtons(live);
  await checkDialogs(page);
});

sharedTest('a laptop’s page enlarged to 400 % is one column that nothing is wider than', async ({ live, page }) => {
  await page.setViewportSize({ width: 320, height: 200 });
  expect(await tooWide(page, 320)).toEqual([]);
  // The bar of buttons is not fixed to so small a screen.
  const { y } = await boxOf(live.button('Train'));
  expect(y).toBeGreaterThan(200);
});

sharedTest('turning the phone keeps the drawing and the run', async ({ live, page }) => {
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
    // The pad shows the ink too.
    const ink = await live.part('draw-pad').evaluate((canvas) => {
      if (!(canvas instanceof HTMLCanvasElement)) throw new TypeError('The pad is no canvas');
      const { data } = canvas.getContext('2d')?.getImageData(0, 0, canvas.width, canvas.height) ?? { data: [] };
      return data.some((value, i) => i % 4 === 3 && value > 0);
    });
    expect(ink).toBe(true);
  }
});

sharedTest('neither the focus of a field nor a double tap zooms the page', async ({ live, page }) => {
  await live.drawByScript(ZERO);
  await page.getByText('More settings').click();
  await live.part('softmax-row-0').waitFor();
  await page.getByRole('contentinfo').waitFor();
  expect(await zoomed(page)).toEqual([]);
  for (const opener of await page.locator('button[aria-haspopup="dialog"]').all()) {
    await opener.tap();
    await expect(page.getByRole('dialog')).toBeVisible();
    expect(await zoomed(page)).toEqual([]);
    await page.keyboard.press('Escape');
  }
});

// Not on a shared page: the swipe's momentum would outlast the test and swallow the next one's tap.
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

sharedTest('Train and Pause work by touch', async ({ live }) => {
  const train = live.button('Train');
  await train.scrollIntoViewIfNeeded();
  await expect(train).toBeInViewport({ ratio: 1 });
  await train.tap();
  await live.expectStepsBeyond(0);
  await live.button('Pause').tap();
  await live.expectState('paused');
});

sharedTest('charts outside the screen show the run too', async ({ live }) => {
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

test('buttons of messages and of settings are large enough for a finger', async ({ live, page }) => {
  // Brings several messages with buttons.
  await removeMnist(page);
  await refuseMirror(page);
  await live.open({ ...SMALL, backend: 'auto', data: 'auto', lr: 'none' });
  await expect(live.notice('lr=none')).toBeVisible();
  await expect(page.getByText('Why not MNIST?')).toBeVisible();
  await page.getByText('More settings').click();
  expect(await tooSmall(page)).toEqual([]);
});
