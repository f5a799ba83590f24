/** On a phone: everything is in reach of a thumb, and nothing slips away under it. */
import type { Locator, Page } from '@playwright/test';
import { refuseMirror, removeMnist } from './support/data-routes.ts';
import { ZERO } from './support/digits.ts';
import { expect, SMALL, test } from './support/live-page.ts';
import { minutes } from './support/patience.ts';

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

for (const width of [390, 360, 320]) {
  test(`at ${width} px nothing sticks out to the side, at rest and while it learns`, async ({ live, page }) => {
    await page.setViewportSize({ width, height: 844 });
    await live.open();
    expect(await tooWide(page, width)).toEqual([]);
    await live.drawByScript(ZERO);
    await page.getByText('More settings').click();
    await live.startTraining();
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
    expect(last.y + last.height).toBeLessThan(bar.y);
  });
}

test('embedded at 320 px it fits as well', async ({ live, page }) => {
  await page.setViewportSize({ width: 320, height: 640 });
  await live.open({ ...SMALL, embed: 1 });
  await expect(page.getByRole('banner')).toHaveCount(0);
  await expect(live.part('draw-pad')).toBeVisible();
  await expect(live.part('console')).toHaveCount(0);
  await live.startTraining();
  expect(await tooWide(page, 320)).toEqual([]);
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

test('whatever is to be hit is large enough for a finger', async ({ live, page }) => {
  // Much to say, so that all that can be unfolded or dismissed is there.
  await removeMnist(page);
  await refuseMirror(page);
  await live.open({ ...SMALL, backend: 'auto', data: 'auto', lr: 'none' });
  await expect(live.notice('lr=none')).toBeVisible();
  await expect(page.getByText('Why not MNIST?')).toBeVisible();
  await page.getByText('More settings').click();
  const small = await page.evaluate((least) => {
    // The label of a box to tick is part of the target; a link within a sentence is not meant (WCAG 2.5.5).
    const targets = [...document.querySelectorAll('button, select, input, summary, a[href]')].filter(
      (element) => element.closest('p') === null && element.checkVisibility(),
    );
    return targets.flatMap((element) => {
      const target =
        element instanceof HTMLInputElement && element.type === 'checkbox' ? element.closest('label') : null;
      const { width, height, bottom } = (target ?? element).getBoundingClientRect();
      // Out of sight until the keyboard comes to it.
      if (bottom + scrollY <= 0) return [];
      const name = element.getAttribute('aria-label') ?? element.textContent ?? element.id;
      return Math.round(Math.min(width, height)) < least ? [`${name}: ${Math.round(width)}×${Math.round(height)}`] : [];
    });
  }, FINGER_PX);
  expect(small).toEqual([]);
});
