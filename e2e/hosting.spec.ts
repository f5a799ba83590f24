/** The page keeps to its own content security policy, by itself and in frames of others. */
import type { FrameLocator, Page } from '@playwright/test';
import { openBlog, type Blog } from './support/blog.ts';
import { ONE } from './support/digits.ts';
import { expect, test } from './support/live-page.ts';
import { minutes } from './support/timeouts.ts';
import { png } from './support/png.ts';
import { violationsIn } from './support/policy-violations.ts';

test.describe.configure({ timeout: minutes(5) });

const RUN = 'data=synthetic&layers=32&batch=1024&epochs=1&lang=en';
let blog: Blog;
test.beforeAll(async () => {
  blog = await openBlog();
});
test.afterAll(() => blog.close());

/** The page's own, put in by its first script. `host`: what it allows besides nothing. */
async function expectPolicy(page: Page | FrameLocator, host: string): Promise<void> {
  const start = `default-src 'none'; script-src ${host} 'wasm-unsafe-eval';`;
  await expect(page.locator(`meta[http-equiv="Content-Security-Policy"][content^="${start}"]`)).toBeAttached();
}

test('a whole visit violates no content security policy', async ({ page, live }) => {
  const violations = await violationsIn(page);
  await live.open({ data: 'synthetic', layers: 32, batch: 64, epochs: 1 });
  await expectPolicy(page, "'self'");
  await live.draw(ONE);
  await expect(live.part('prediction')).toHaveAttribute('data-digit', /^\d$/);
  await live.press('Train');
  await live.seeCurve('loss-chart');
  for (const part of ['accuracy-chart', 'softmax-row-0', 'console']) await live.part(part).scrollIntoViewIfNeeded();
  // The chart shows the values under the mouse.
  await live.part('loss-chart').hover();
  await live.expectState('finished', minutes(3));

  await live.part('temperature').fill('2');
  const white = png(64, 64, (x) => (x > 28 && x < 36 ? [0, 0, 0, 255] : [255, 255, 255, 255]));
  await live.part('image-input').setInputFiles({ name: 'one.png', mimeType: 'image/png', buffer: white });
  await expect(live.part('prediction')).toHaveAttribute('data-digit', /^\d$/);
  const downloaded = page.waitForEvent('download');
  await live.press('Download weights');
  await downloaded;

  await live.press('Embed');
  const dialog = page.getByRole('dialog');
  await dialog.getByRole('button', { name: 'Show the preview' }).click();
  await dialog.frameLocator('iframe').getByTestId('draw-pad').waitFor();
  await expect(dialog.frameLocator('iframe').getByTestId('status')).toHaveAttribute('data-state', 'idle');
  expect(violations).toEqual([]);
});

test('in a frame of another site, with or without an origin, it keeps its policy and registers no service worker', async ({
  page,
}) => {
  const violations = await violationsIn(page);
  const failures: string[] = [];
  page.on('pageerror', (error) => failures.push(String(error)));
  const url = `${blog.folder}?embed=1&panels=draw,train,charts,softmax&backend=wasm&${RUN}`.replaceAll('&', '&amp;');
  const frame = (id: string, attributes = '') =>
    `<iframe id="${id}" title="${id}" src="${url}" ${attributes} width="900" height="1500"></iframe>`;
  await page.goto(blog.post(frame('another-site') + frame('sandbox', 'sandbox="allow-scripts"')));
  for (const [id, host] of [
    ['another-site', "'self'"],
    // Without an origin no address is the frame's own, but it still knows where it comes from.
    ['sandbox', new URL(blog.folder).origin],
  ] as const) {
    await test.step(id, async () => {
      // A frame off the screen does not start.
      await page.locator(`#${id}`).scrollIntoViewIfNeeded();
      const live = page.frameLocator(`#${id}`);
      await expectPolicy(live, host);
      await expect(live.getByTestId('status')).toHaveAttribute('data-state', 'idle');
      await expect(live.getByTestId('model')).toHaveAttribute('data-weights', 'random');
      await live.getByRole('button', { name: 'Train', exact: true }).click();
      await expect(live.getByTestId('status')).toHaveAttribute('data-state', 'finished', { timeout: minutes(2) });
      await live.getByTestId('loss-chart').locator('svg [d^="M"]').first().waitFor();
      // The one thing to report: neither frame may store anything.
      await expect(live.getByTestId('notice')).toHaveText([/allows no storage/]);
    });
  }
  expect(violations).toEqual([]);
  expect(failures).toEqual([]);
  expect([...blog.takeSent().keys()]).not.toContain('service-worker.js');
});
