/** Links that cannot be copied or cannot carry everything. */
import { ONE } from './support/digits.ts';
import { expect, SMALL, test } from './support/live-page.ts';
import { minutes } from './support/timeouts.ts';

test.describe.configure({ timeout: minutes(4) });

test('the link and the embed code leave an image on the pad out, and say so', async ({ page, live, context }) => {
  await context.grantPermissions(['clipboard-read', 'clipboard-write']);
  await live.open();
  await live.press('Random test digit');
  await expect(live.part('prediction')).toHaveAttribute('data-digit', /^\d$/);
  await live.press('Copy link');
  await expect(page.getByText('Link copied, without the image')).toBeVisible();
  await live.press('Embed');
  const dialog = page.getByRole('dialog');
  const note = dialog.getByText('Without the image on the pad');
  await expect(note).toHaveCount(0);
  await dialog.getByRole('checkbox', { name: 'With this page’s settings and drawing' }).check();
  await expect(note).toBeVisible();
  await page.keyboard.press('Escape');

  await live.drawByScript(ONE);
  await live.press('Copy link');
  await expect(page.getByText('Link copied', { exact: true })).toBeVisible();
});

test('a link that the browser refuses to copy stays selected, so that it can be copied by hand', async ({
  page,
  live,
}) => {
  await page.clock.install();
  await page.addInitScript(() => {
    Object.defineProperty(navigator, 'clipboard', { value: { writeText: () => Promise.reject(new Error('refused')) } });
    document.execCommand = () => false;
  });
  await live.open({ ...SMALL, epochs: 3 });
  await live.press('Copy link');
  const link = page.locator('footer code');
  await expect(link).toHaveText(/\?.*epochs=3/);
  const selected = () => page.evaluate(() => String(getSelection()));
  expect(await selected()).toBe(await link.textContent());
  await page.clock.fastForward(minutes(1));
  await expect(link).toBeVisible();
  expect(await selected()).toBe(await link.textContent());
});
