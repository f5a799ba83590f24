/** No axe violation in any state, language or theme; the page works with the keyboard alone and without motion. */
import type { Page } from '@playwright/test';
import { PANELS } from '../src/core/controls.ts';
import { axeViolations } from './support/axe.ts';
import { ONE } from './support/digits.ts';
import { untilRunIsKept } from './support/kept-run.ts';
import { inEveryLanguage } from './support/languages.ts';
import { expect, SMALL, test } from './support/live-page.ts';
import { minutes } from './support/timeouts.ts';

test.describe.configure({ timeout: minutes(5) });

async function expectNoViolation(page: Page, when: string, selector?: string): Promise<void> {
  expect.soft(await axeViolations(page, selector), when).toEqual([]);
}

/** Opens every dialog in turn. */
async function checkDialogs(page: Page, count: number): Promise<void> {
  const openers = page.locator('button[aria-haspopup="dialog"]');
  await expect(openers).toHaveCount(count);
  for (const opener of await openers.all()) {
    const name = await opener.innerText();
    await opener.click();
    const dialog = page.getByRole('dialog');
    await expect(dialog).toBeVisible();
    // The rest of the page is inert.
    await expectNoViolation(page, `dialog: ${name}`, 'dialog');
    await page.keyboard.press('Escape');
    await expect(dialog).toHaveCount(0);
    await expect(opener).toBeFocused();
  }
}

for (const [lang, theme] of inEveryLanguage(['light', 'dark'])) {
  test(`axe finds nothing in any state of the page (${lang}, ${theme})`, async ({ live, page }) => {
    // A wrong parameter brings a message.
    await live.open({ ...SMALL, lang, theme, momentum: 'none' });
    await expect(page.locator('html')).toHaveAttribute('lang', lang);
    await live.part('loss-chart').waitFor();
    await expect(live.notice('momentum=none')).toBeVisible();
    const file = await page.evaluate(async () => [...new Uint8Array(await window.softmaxLive.exportWeights())]);
    await live
      .part('weights-input')
      .setInputFiles({ name: 'a.safetensors', mimeType: 'application/octet-stream', buffer: Buffer.from(file) });
    await expect(live.part('model')).toHaveAttribute('data-weights', 'imported');
    await expectNoViolation(page, 'at rest, with messages');
    await checkDialogs(page, 2);

    await live.drawByScript(ONE);
    await page.evaluate(() => void window.softmaxLive.train({ batch: 64 }));
    await live.expectEpoch();
    await expectNoViolation(page, 'while it trains', '#train');

    await page.evaluate(() => window.softmaxLive.pause());
    await page.locator('#settings summary').click();
    await page.locator('#charts details summary').click();
    await live.seeCurve('loss-chart');
    await live.part('softmax-row-0').waitFor();
    const buttons = page.locator('#loss-link button');
    // After an epoch the prediction may be certain, which leaves nothing to teach.
    await page.locator('#loss-link input:not(:checked)').first().check();
    await buttons.first().click();
    // To take the step back.
    await expect(buttons.nth(1)).toBeEnabled();
    await live.part('learning-strip').scrollIntoViewIfNeeded();
    await page.locator('#learning [role=slider]').waitFor();
    await expectNoViolation(page, 'paused after a step on the drawing, with settings and menu unfolded');
    await page.keyboard.press('Escape');
    await page.locator('#charts header button').first().click();
    await expect(page.locator('#charts table').first()).toBeVisible();
    await untilRunIsKept(page);
    await page.reload();
    await expect(live.part('saved-run')).toBeVisible();
    await page.evaluate(() => window.softmaxLive.ready);
    await expectNoViolation(page, 'with the run of the last visit on offer');
  });

  test(`axe finds nothing in the panels of an embedded page (${lang}, ${theme})`, async ({ live, page }) => {
    await page.setViewportSize({ width: 720, height: 900 });
    await live.open({ ...SMALL, lang, theme, embed: 1, panels: PANELS.join(',') });
    await live.part('loss-chart').waitFor();
    await live.drawByScript(ONE);
    await page.evaluate(() => void window.softmaxLive.train({ batch: 64 }));
    await live.expectEpoch();
    await page.evaluate(() => window.softmaxLive.pause());
    // Screen readers get the curves as tables.
    await page.locator('#charts header button').first().click();
    await expect(page.locator('#charts table').first()).toBeVisible();
    await live.part('softmax-row-0').waitFor();
    await expectNoViolation(page, 'after some training');
  });
}

test('the keyboard alone reaches the pad, trains, pauses, and answers the offer of the last run', async ({
  live,
  page,
}) => {
  // Focus must not be checked while the page still scrolls.
  await page.emulateMedia({ reducedMotion: 'reduce' });
  await live.open();

  await test.step('the first Tab offers a link past the header to the pad', async () => {
    await page.keyboard.press('Tab');
    const skip = page.getByRole('link', { name: 'Skip to the drawing pad' });
    await expect(skip).toBeFocused();
    await expect(skip).toBeInViewport();
    await page.keyboard.press('Enter');
    await expect(page).toHaveURL(/#draw$/);
  });

  await test.step('Train, Pause and Resume follow each other under the focus', async () => {
    const focused = () => page.evaluate(() => document.activeElement?.textContent?.trim() ?? '');
    for (let i = 0; i < 30 && (await focused()) !== 'Train'; i++) await page.keyboard.press('Tab');
    await expect(live.button('Train')).toBeFocused();
    await page.keyboard.press('Enter');
    await live.expectState('running');
    await live.expectStepsBeyond(20);
    await expect(live.button('Pause')).toBeFocused();
    await page.keyboard.press('Space');
    await live.expectState('paused');
    await expect(live.button('Resume')).toBeFocused();
  });

  await test.step('every focused element is visible, has a ring and is not under the offer', async () => {
    await untilRunIsKept(page, await live.step());
    await live.open();
    const offer = live.part('saved-run');
    await expect(offer).toBeVisible();
    const faults: string[] = [];
    const seen = new Set<string>();
    for (let i = 0; i < 80 && !seen.has('Delete'); i++) {
      await page.keyboard.press('Tab');
      const { name, fault } = await page.evaluate(() => {
        const element = document.activeElement;
        if (!element || element === document.body) return { name: '', fault: '' };
        const label = element.getAttribute('aria-label') ?? element.textContent?.trim() ?? '';
        const { left, top, width, height } = element.getBoundingClientRect();
        const at = document.elementFromPoint(left + width / 2, Math.min(top + height / 2, innerHeight - 1));
        const uncovered = at !== null && (element.contains(at) || at.contains(element));
        const ring = getComputedStyle(element).outlineStyle !== 'none' || element.matches('canvas');
        return { name: label, fault: `${uncovered ? '' : ' covered'}${ring ? '' : ' no ring'}` };
      });
      seen.add(name);
      if (fault !== '') faults.push(name + fault);
    }
    expect(faults).toEqual([]);
    expect([...seen]).toEqual(expect.arrayContaining(['Train', 'Copy link', 'Not now', 'Delete']));
    await page.keyboard.press('Shift+Tab');
    await page.keyboard.press('Enter');
    await expect(offer).toHaveCount(0);
  });
});

test('nothing animates with prefers-reduced-motion; otherwise bars animate and scrolling is smooth', async ({
  live,
  page,
}) => {
  await page.emulateMedia({ reducedMotion: 'reduce' });
  await page.addInitScript(() => {
    for (const type of ['transitionrun', 'animationstart']) {
      document.addEventListener(type, () => (document.documentElement.dataset['moved'] = type), { capture: true });
    }
  });
  await live.open();
  await live.drawByScript(ONE);
  await live.startTraining(20);
  await live.press('Pause');
  await live.expectState('paused');
  const root = page.locator('html');
  const learn = async (button: string) => {
    await live.button(button).hover();
    await live.press(button);
  };
  await learn('Learn this drawing');
  await expect(live.button('Take it back')).toBeEnabled();
  await expect(root).not.toHaveAttribute('data-moved');
  await expect(root).toHaveCSS('scroll-behavior', 'auto');

  await page.emulateMedia({ reducedMotion: 'no-preference' });
  await learn('Learn it once more');
  await expect(root).toHaveAttribute('data-moved', 'transitionrun');
  await expect(root).toHaveCSS('scroll-behavior', 'smooth');
});
