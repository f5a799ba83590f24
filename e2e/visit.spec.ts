/** A usual visit without parameters, and visits where scripts are missing or late. */
import type { ConsoleMessage } from '@playwright/test';
import { axeViolations } from './support/axe.ts';
import { needsMnist } from './support/data-routes.ts';
import { ONE } from './support/digits.ts';
import { expect, SMALL, test } from './support/live-page.ts';
import { createGate } from './support/gate.ts';
import { minutes } from './support/timeouts.ts';
import { WORKER_SCRIPT } from './support/worker-patch.ts';

test.describe.configure({ timeout: minutes(6) });
// Playwright logs a warning for each service worker that it blocks.
test.use({ serviceWorkers: 'allow' });

test('a usual visit leaves no error and no warning in the browser’s console', async ({ live, page, request }) => {
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

test('where scripts and styles are missing, the page says so and links to a reload', async ({ live, page }) => {
  await page.route('**/assets/*', (route) => route.fulfill({ status: 404, body: 'Not Found' }));
  await live.visit(SMALL);
  await expect(page.getByRole('alert')).toHaveText(/The page could not be loaded/);
  await expect(page.getByRole('link', { name: 'Reload' })).toBeVisible();
});

test('where the browser is too old for the scripts, the page says so, and a reload loads it', async ({
  live,
  page,
}) => {
  await page.route(/assets\/[^/]*\.js$/, (route) =>
    route.fulfill({ contentType: 'text/javascript', body: 'let let = "not yet a language";' }),
  );
  await live.visit({ ...SMALL, lang: 'ko' });
  await expect(page.getByRole('alert')).toHaveText(/페이지를 불러오지 못했어요/);
  await expect(page.locator('.shell-panels')).toBeHidden();
  expect(await axeViolations(page)).toEqual([]);

  await page.unroute(/assets\/[^/]*\.js$/);
  await page.getByRole('link', { name: '새로고침' }).click();
  await live.part('draw-pad').waitFor();
  await expect(page.locator('.shell-failure')).toHaveCount(0);
});

test('the pad takes strokes before the engine is ready', async ({ live, page }) => {
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
