/** The download budgets, held on what a host really sends. Every test prints its number. */
import path from 'node:path';
import type { Page } from '@playwright/test';
import { BUDGETS, type Budget, budgetLine } from '../scripts/lib/budgets.ts';
import { ROOT } from '../scripts/lib/paths.ts';
import { type Sent, type StaticHost, openStaticHost } from '../scripts/lib/static-host.ts';
import { openBlog } from './support/blog.ts';
import { refuseThirdParties } from './support/data-routes.ts';
import { ONE } from './support/digits.ts';
import { expect, LivePage, test } from './support/live-page.ts';
import { minutes } from './support/timeouts.ts';

test.describe.configure({ timeout: minutes(3) });

const FOLDER = '/blog/softmax-live/';
const CODE = /\.(js|css)$/;

let host: StaticHost;
// A host for each: what the page of the test before still asks for, in its last moments, is not this one's.
test.beforeEach(async () => {
  host = await openStaticHost({ files: path.join(ROOT, 'dist'), folder: FOLDER });
});
test.afterEach(() => host.close());

function bytesOf(sent: readonly Sent[]): number {
  return sent.reduce((sum, { bytes }) => sum + bytes, 0);
}

function hold(budget: Budget, sent: readonly Sent[]): void {
  const bytes = bytesOf(sent);
  const line = budgetLine(budget, bytes);
  console.log(line);
  test.info().annotations.push({ type: 'budget', description: line });
  // Nothing sent at all would be a mistake of the measurement.
  expect(bytes).toBeGreaterThan(0);
  expect(bytes, line).toBeLessThanOrEqual(budget.limit);
}

/** With the mouse, and looked for in what the network would see: the pad takes strokes. */
async function expectToTakeStrokes(page: Page): Promise<void> {
  const live = new LivePage(page);
  await live.draw(ONE);
  await expect.poll(async () => Math.max(...(await live.rasterPixels()))).toBeGreaterThan(0);
}

test('to first interaction', async ({ page }) => {
  // What the page itself names comes, and nothing that is asked for later: so that is enough.
  const html = await (await fetch(host.address)).text();
  host.takeSent();
  await page.route(`${host.address}**`, async (route) => {
    const name = route.request().url().slice(host.address.length);
    if (name.startsWith('?') || html.includes(name)) await route.continue();
  });
  await page.goto(`${host.address}?data=synthetic`);
  await expectToTakeStrokes(page);
  hold(
    BUDGETS.firstInteraction,
    host.takeSent().filter(({ name }) => CODE.test(name)),
  );
  await page.unrouteAll({ behavior: 'ignoreErrors' });
});

test('all that a visitor with WebGPU runs', async ({ page }) => {
  const thirdParties = await refuseThirdParties(page, host.address);
  const live = new LivePage(page);
  await page.goto(`${host.address}?backend=webgpu&layers=32&epochs=1&batch=1024&lang=en`);
  await page.evaluate(() => window.softmaxLive.ready);
  await expect(live.part('backend')).toHaveAttribute('data-backend', 'webgpu');
  await expectToTakeStrokes(page);
  await live.startTraining();
  await live.seeCurve('loss-chart');
  await live.seeCurve('accuracy-chart');
  for (const part of ['softmax-row-0', 'console']) await live.part(part).scrollIntoViewIfNeeded();
  await live.press('Pause');
  await live.expectState('paused');
  await live.press('Embed');
  await page.getByRole('dialog').waitFor();
  await page.waitForLoadState('networkidle');
  const sent = host.takeSent();
  expect(sent.filter(({ status }) => status >= 400)).toEqual([]);
  hold(
    BUDGETS.webgpuVisit,
    sent.filter(({ name }) => name.endsWith('.js')),
  );
  expect(thirdParties).toEqual([]);
});

test('an embed that has not been opened', async ({ page }) => {
  const blog = await openBlog();
  const frame = `<iframe src="${host.address}?embed=1" title="live"></iframe>`;
  await page.goto(blog.post(`<div style="height: 400vh"></div>${frame}`));
  await page.frameLocator('iframe').locator('.shell').waitFor();
  await page.waitForLoadState('networkidle');
  hold(BUDGETS.unopenedEmbed, host.takeSent());
  await blog.close();
});

test('embed.js', async () => {
  await fetch(`${host.address}embed.js`);
  hold(BUDGETS.embedScript, host.takeSent());
});
