/** A visit as most are: the page as it comes, without a parameter. */
import type { ConsoleMessage, Route } from '@playwright/test';
import { axeViolations } from './support/axe.ts';
import { needsMnist } from './support/data-routes.ts';
import { ONE } from './support/digits.ts';
import { expect, SMALL, test } from './support/live-page.ts';
import { createGate } from './support/gate.ts';
import { minutes } from './support/timeouts.ts';
import { WORKER_SCRIPT } from './support/worker-patch.ts';

test.describe.configure({ timeout: minutes(6) });
// Playwright complains of those that it keeps from starting.
test.use({ serviceWorkers: 'allow' });

test('nothing is complained of in the browser’s console', async ({ live, page, request }) => {
  await needsMnist(request);
  const complaints: string[] = [];
  page.on('console', (message: ConsoleMessage) => {
    const { url } = message.location();
    if (['error', 'warning', 'assert'].includes(message.type())) complaints.push(`${message.text()} (${url})`);
  });
  page.on('pageerror', (error) => complaints.push(String(error)));

  await live.open({});
  await expect(live.part('dataset')).toHaveAttribute('data-dataset', 'mnist');
  await live.draw(ONE);
  await expect(live.part('prediction')).toHaveAttribute('data-digit', /^\d$/);
  await live.startTraining();
  await live.seeCurve('loss-chart');
  await live.press('Pause');
  await live.expectState('paused');
  await page.getByRole('combobox', { name: 'Language' }).selectOption({ label: '한국어' });
  await expect(page.locator('html')).toHaveAttribute('lang', 'ko');
  await page.locator('header select').last().selectOption('dark');
  await expect(page.locator('html')).toHaveAttribute('data-theme', 'dark');
  // What a phone's browser draws around the page goes with it.
  await expect(page.locator('meta[name=theme-color][media=all]')).toHaveAttribute('data-theme', 'dark');
  expect(complaints).toEqual([]);
});

const BROKEN_SCRIPTS = {
  'the connection breaks off': (route: Route) => route.abort('connectionreset'),
  'a release has taken them away': (route: Route) => route.fulfill({ status: 404, body: 'Not Found' }),
  'the browser is too old for them': (route: Route) =>
    route.fulfill({ contentType: 'text/javascript', body: 'let let = "not yet a language";' }),
};

for (const [when, breakScript] of Object.entries(BROKEN_SCRIPTS)) {
  test(`where its scripts can’t run, as ${when}, the page says so, and how to go on`, async ({ live, page }) => {
    await page.route(/assets\/[^/]*\.js$/, breakScript);
    await live.visit({ ...SMALL, lang: 'ko' });
    await expect(page.getByRole('alert')).toHaveText(/페이지를 불러오지 못했어요/);
    await expect(page.locator('.shell-panels')).toBeHidden();
    expect(await axeViolations(page)).toEqual([]);

    await page.unroute(/assets\/[^/]*\.js$/);
    await page.getByRole('link', { name: '새로고침' }).click();
    await live.part('draw-pad').waitFor();
    await expect(page.locator('.shell-failure')).toHaveCount(0);
  });
}

test('so it does where its styles are gone as well', async ({ live, page }) => {
  await page.route('**/assets/*', (route) => route.fulfill({ status: 404, body: 'Not Found' }));
  await live.visit(SMALL);
  await expect(page.getByRole('alert')).toHaveText(/The page could not be loaded/);
  await expect(page.getByRole('link', { name: 'Reload' })).toBeVisible();
});

test('the pad takes strokes before the engine is there', async ({ live, page }) => {
  const drawn = createGate();
  await page.route(WORKER_SCRIPT, async (route) => {
    await drawn.opened;
    await route.continue();
  });
  await live.visit({ data: 'synthetic', layers: 32 });
  await live.draw(ONE);
  expect((await live.rasterPixels()).some((value) => value > 0)).toBe(true);
  await expect(live.part('prediction')).toHaveAttribute('data-digit', '');
  await expect(live.part('status')).toHaveAttribute('data-state', 'loading');
  await expect(live.button('Train')).toBeDisabled();
  drawn.open();
  await expect(live.part('prediction')).toHaveAttribute('data-digit', /^\d$/);
  await live.expectState('idle');
});
