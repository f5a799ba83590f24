/** The page keeps to its own content security policy, by itself and in frames of others. */
import type { FrameLocator, Page } from '@playwright/test';
import { openBlog, type Blog } from './support/blog.ts';
import { ONE } from './support/digits.ts';
import { expect, test } from './support/live-page.ts';
import { minutes } from './support/timeouts.ts';
import { png } from './support/png.ts';
import { patchWorker } from './support/worker-patch.ts';

test.describe.configure({ timeout: minutes(5) });

const RUN = 'data=synthetic&layers=32&batch=64&epochs=1&lang=en';
/** The workers' own, too, which report only to the console. */
const COMPLAINT = /content security policy|refused to|violates the following/i;

let blog: Blog;
test.beforeAll(async () => {
  blog = await openBlog();
});
test.afterAll(() => blog.close());

/** What has been forbidden in the page and in its frames; it fills while they live. */
async function violationsIn(page: Page): Promise<readonly string[]> {
  const violations: string[] = [];
  page.on('console', (message) => {
    if (COMPLAINT.test(message.text())) violations.push(message.text());
  });
  await page.addInitScript(() => {
    addEventListener('securitypolicyviolation', ({ violatedDirective, blockedURI, sourceFile, lineNumber }) => {
      console.error(`violates the following: ${violatedDirective} ${blockedURI} at ${sourceFile}:${lineNumber}`);
    });
  });
  return violations;
}

/** The page's own, put in by its first script. `host`: what it allows besides nothing. */
async function expectPolicy(page: Page | FrameLocator, host: string): Promise<void> {
  const start = `default-src 'none'; script-src ${host} 'wasm-unsafe-eval';`;
  await expect(page.locator(`meta[http-equiv="Content-Security-Policy"][content^="${start}"]`)).toBeAttached();
}

test('a whole visit meets nothing that the policy forbids', async ({ page, live }) => {
  const violations = await violationsIn(page);
  await live.open({ data: 'synthetic', layers: 32, batch: 64, epochs: 1 });
  await expectPolicy(page, "'self'");
  await live.draw(ONE);
  await expect(live.part('prediction')).toHaveAttribute('data-digit', /^\d$/);
  await live.press('Train');
  await live.seeCurve('loss-chart');
  for (const part of ['accuracy-chart', 'softmax-row-0', 'console']) await live.part(part).scrollIntoViewIfNeeded();
  // The chart says what is under the mouse.
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

for (const backend of ['webgpu', 'webgl', 'wasm', 'cpu']) {
  test(`${backend} needs nothing that the policy forbids`, async ({ page, live }) => {
    const violations = await violationsIn(page);
    await live.open({ data: 'synthetic', layers: 32, batch: 16, epochs: 1, weights: 'random', backend });
    await expect(live.part('backend')).toHaveAttribute('data-backend', backend);
    await live.press('Step');
    await live.expectStepsBeyond(0, minutes(2));
    expect(violations).toEqual([]);
  });
}

test('where the engine has to run in the page, the policy lets it', async ({ page, live }) => {
  const violations = await violationsIn(page);
  await patchWorker(page, 'throw new Error("no worker here")');
  await live.open({ data: 'synthetic', layers: 32, batch: 16, epochs: 1, weights: 'random', backend: 'wasm' });
  await expect(live.notice('can’t be moved to the background')).toBeVisible();
  await expect(live.part('backend')).toHaveAttribute('data-backend', 'wasm');
  await live.press('Step');
  await live.expectStepsBeyond(0);
  expect(violations).toEqual([]);
});

for (const [title, attributes] of [
  ['another site', ''],
  ['a sandbox without an origin', 'sandbox="allow-scripts"'],
] as const) {
  test(`in a frame of ${title} it neither breaks its policy nor registers a service worker`, async ({ page }) => {
    const violations = await violationsIn(page);
    const failures: string[] = [];
    page.on('pageerror', (error) => failures.push(String(error)));
    const panels = 'draw,train,charts,softmax';
    const url = `${blog.folder}?embed=1&panels=${panels}&backend=wasm&${RUN}`.replaceAll('&', '&amp;');
    await page.goto(blog.post(`<iframe id="live" title="live" src="${url}" ${attributes} width="900" height="1500">`));
    const frame = page.frameLocator('#live');
    // Without an origin it is not itself, but still knows where it comes from.
    await expectPolicy(frame, attributes === '' ? "'self'" : new URL(blog.folder).origin);
    await expect(frame.getByTestId('status')).toHaveAttribute('data-state', 'idle');
    await expect(frame.getByTestId('model')).toHaveAttribute('data-weights', 'random');
    await frame.getByRole('button', { name: 'Train', exact: true }).click();
    await expect(frame.getByTestId('status')).toHaveAttribute('data-state', 'finished', { timeout: minutes(2) });
    await frame.getByTestId('loss-chart').locator('svg [d^="M"]').first().waitFor();
    // Neither frame may store anything, and that is all there is to be said.
    await expect(frame.getByTestId('notice')).toHaveText([/lets nothing be stored/]);
    expect(violations).toEqual([]);
    expect(failures).toEqual([]);
    expect([...blog.takeSent().keys()]).not.toContain('service-worker.js');
  });
}
