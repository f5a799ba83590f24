/** A usual visit without parameters, and visits where scripts are missing, late or changed by the host. */
import { readFileSync } from 'node:fs';
import path from 'node:path';
import { pathToFileURL } from 'node:url';
import type { ConsoleMessage, Page } from '@playwright/test';
import { ROOT } from '../scripts/lib/paths.ts';
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

// Chromium prerenders no page that Playwright controls, so this imitates what such a page sees.
test('a prerendered page loads its own scripts and starts nothing until it is visited', async ({ live, page }) => {
  const requested: string[] = [];
  page.on('request', (sent) => requested.push(new URL(sent.url()).pathname));
  await page.clock.install();
  await page.addInitScript(() => {
    Object.defineProperty(document, 'prerendering', { configurable: true, value: true });
  });
  await live.visit({ ...SMALL, autostart: 1, data: 'auto' });
  await page.clock.fastForward(60_000);
  expect(await page.evaluate(() => 'softmaxLive' in window)).toBe(false);
  expect(requested.filter((name) => !/^\/$|^\/(early|assets\/.*)\.(js|css)$|\.(svg|webmanifest)$/.test(name))).toEqual(
    [],
  );
  expect(requested.filter((name) => name.includes('worker'))).toEqual([]);
  expect(page.workers()).toEqual([]);

  await page.evaluate(() => {
    Object.defineProperty(document, 'prerendering', { value: false });
    document.dispatchEvent(new Event('prerenderingchange'));
  });
  await page.clock.resume();
  await live.expectStepsBeyond(0);
  await expect(live.notice(/worker/)).toHaveCount(0);
});

const INDEX = path.join(ROOT, 'dist', 'index.html');
const EARLY = /<script[^>]*? src="(\.\/early\.js[^"]*)"[^>]*><\/script>/;

/** Answers the page's address with its HTML, changed as a host may do so. */
async function serveHtml(page: Page, change: (html: string) => string): Promise<void> {
  const body = change(readFileSync(INDEX, 'utf8'));
  await page.route(/\/(\?.*)?$/, (route) => route.fulfill({ contentType: 'text/html', body }));
}

async function expectInBothLanguages(page: Page, ...words: readonly RegExp[]): Promise<void> {
  await expect(page.getByText(/has not started yet/)).toBeVisible();
  await expect(page.getByText(/아직 시작되지 않았어요/)).toBeVisible();
  for (const pattern of words) await expect(page.getByText(pattern)).toHaveCount(2);
  await expect(page.getByRole('link', { name: 'Reload' })).toBeVisible();
}

test('opened as a file, or at an address without its slash, the page says what to do in both languages', async ({
  page,
}) => {
  await page.goto(pathToFileURL(INDEX).href);
  await expectInBothLanguages(page, /npm run preview/);
  // Its relative addresses lead to files that do not exist.
  await page.route('**/*', (route) =>
    route.request().isNavigationRequest() ? route.fulfill({ path: INDEX }) : route.fulfill({ status: 404 }),
  );
  await page.goto('/softmax-live');
  await expectInBothLanguages(page, /\/softmax-live\/\)/);
});

test('a style sheet that fails once is requested once more', async ({ live, page }) => {
  await page.route(/\/index-[^/]*\.css$/, (route) => route.abort());
  await live.visit(SMALL);
  await live.part('draw-pad').waitFor();
  await expect(page.locator('body')).toHaveCSS('margin', '0px');
});

test('without early.js the page says so in both languages after seconds, and a late start removes the words', async ({
  live,
  page,
}) => {
  await serveHtml(page, (html) => html.replace(EARLY, ''));
  await live.visit(SMALL);
  const words = page.getByText(/has not started yet/);
  await expect(words).toBeHidden();
  await expectInBothLanguages(page);
  const [, url = ''] = EARLY.exec(readFileSync(INDEX, 'utf8')) ?? [];
  await page.addScriptTag({ url });
  await live.part('draw-pad').waitFor();
  await expect(words).toHaveCount(0);
});

for (const attributes of ['type="module"', 'async', 'defer'])
  test(`the page starts where its host changes the script element of early.js to ${attributes}`, async ({
    live,
    page,
  }) => {
    await serveHtml(page, (html) => html.replace(EARLY, `<script ${attributes} src="$1"></script>`));
    await live.visit({ ...SMALL, lang: 'ko' });
    await live.part('draw-pad').waitFor();
    await expect(page.locator('html')).toHaveAttribute('lang', 'ko');
  });

test.describe('without JavaScript', () => {
  test.use({ javaScriptEnabled: false });

  test('the page says so in both languages, with styles and without', async ({ live, page }) => {
    const expectWords = async () => {
      await expect(page.getByText(/Please switch JavaScript on/)).toBeVisible();
      await expect(page.getByText(/자바스크립트를 켜 주세요/)).toBeVisible();
    };
    await live.visit();
    await expectWords();
    await expect(page.getByText(/has not started yet/)).toBeHidden();
    await page.route('**/*.css', (route) => route.abort());
    await live.visit();
    await expectWords();
  });
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
