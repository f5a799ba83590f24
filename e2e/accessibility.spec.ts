/** For everyone: no serious violation in any state, language or light; and no need of a mouse. */
import { AxeBuilder } from '@axe-core/playwright';
import type { Page } from '@playwright/test';
import { ONE } from './support/digits.ts';
import { expect, SMALL, test } from './support/live-page.ts';
import { minutes } from './support/patience.ts';

test.describe.configure({ timeout: minutes(5) });

async function expectNoSeriousViolation(page: Page, when: string): Promise<void> {
  const { violations } = await new AxeBuilder({ page }).analyze();
  const serious = violations
    .filter(({ impact }) => impact === 'serious' || impact === 'critical')
    .flatMap(({ id, nodes }) =>
      nodes.map(({ target, failureSummary }) => `${id} ${String(target)}: ${failureSummary}`),
    );
  expect.soft(serious, when).toEqual([]);
}

for (const lang of ['en', 'ko']) {
  for (const theme of ['light', 'dark']) {
    test(`axe finds nothing serious (${lang}, ${theme}), at rest and after some training`, async ({ live, page }) => {
      // A parameter that is wrong, so that there is a message to look at too.
      await live.open({ ...SMALL, lang, theme, momentum: 'none' });
      await expect(page.locator('html')).toHaveAttribute('lang', lang);
      await live.part('loss-chart').waitFor();
      await expectNoSeriousViolation(page, 'at rest');

      await live.drawByScript(ONE);
      await page.evaluate(() => {
        void window.softmaxLive.train({ epochs: 1, batch: 64 });
      });
      await live.expectState('finished', minutes(3));
      await page.locator('#settings summary').click();
      await live.part('loss-chart').scrollIntoViewIfNeeded();
      await live.part('loss-chart').locator('svg path').first().waitFor();
      await expectNoSeriousViolation(page, 'after some training');
    });
  }
}

test('with the keyboard alone one comes to Train, starts and pauses', async ({ live, page }) => {
  await live.open();
  const focused = () => page.evaluate(() => document.activeElement?.textContent?.trim() ?? '');
  for (let i = 0; i < 30 && (await focused()) !== 'Train'; i++) await page.keyboard.press('Tab');
  await expect(live.button('Train')).toBeFocused();
  await page.keyboard.press('Enter');
  await live.expectState('running');
  await expect(live.button('Pause')).toBeFocused();
  await page.keyboard.press('Space');
  await live.expectState('paused');
  await expect(live.button('Resume')).toBeFocused();
});

test('the first Tab offers a way past the header to the pad', async ({ live, page }) => {
  await live.open();
  await page.keyboard.press('Tab');
  const skip = page.getByRole('link', { name: 'Skip to the drawing pad' });
  await expect(skip).toBeFocused();
  await expect(skip).toBeInViewport();
  await page.keyboard.press('Enter');
  await expect(page).toHaveURL(/#draw$/);
});

test('everything to operate has a name', async ({ live, page }) => {
  await live.open();
  await page.locator('#settings summary').click();
  for (const role of ['button', 'textbox', 'combobox', 'slider', 'checkbox', 'link'] as const) {
    const all = page.getByRole(role);
    const named = page.getByRole(role, { name: /\S/ });
    expect(await named.count(), role).toBe(await all.count());
  }
});
