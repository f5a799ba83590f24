/** For everyone: no violation in any state, language or light; and no need of a mouse. */
import type { Page } from '@playwright/test';
import { PANELS } from '../src/core/controls.ts';
import { axeViolations } from './support/axe.ts';
import { ONE } from './support/digits.ts';
import { leaveRun, untilRunIsKept } from './support/kept-run.ts';
import { inEveryLanguage } from './support/languages.ts';
import { expect, SMALL, test } from './support/live-page.ts';
import { minutes } from './support/timeouts.ts';

test.describe.configure({ timeout: minutes(5) });

async function expectNoViolation(page: Page, when: string): Promise<void> {
  expect.soft(await axeViolations(page), when).toEqual([]);
}

/** Every button that opens a dialog, each looked at with its dialog open. */
async function lookIntoDialogs(page: Page, count: number): Promise<void> {
  const openers = page.locator('button[aria-haspopup="dialog"]');
  await expect(openers).toHaveCount(count);
  for (const opener of await openers.all()) {
    const name = await opener.innerText();
    await opener.click();
    const dialog = page.getByRole('dialog');
    await expect(dialog).toBeVisible();
    await expectNoViolation(page, `dialog: ${name}`);
    await page.keyboard.press('Escape');
    await expect(dialog).toHaveCount(0);
    await expect(opener).toBeFocused();
  }
}

/** Colours are the theme's, words and their lengths the language's. */
for (const [lang, theme] of inEveryLanguage(['light', 'dark'])) {
  test(`axe finds nothing in any state of the page (${lang}, ${theme})`, async ({ live, page }) => {
    // A parameter that is wrong, so that there is a message to look at too.
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
    await lookIntoDialogs(page, 2);

    await live.drawByScript(ONE);
    await page.evaluate(() => void window.softmaxLive.train({ batch: 64 }));
    await expect(live.part('test-loss')).toHaveAttribute('data-value', /\d/);
    await page.locator('#settings summary').click();
    await page.locator('#charts details summary').click();
    await live.seeCurve('loss-chart');
    await live.part('softmax-row-0').waitFor();
    await expectNoViolation(page, 'while it learns, with settings and menu unfolded');

    await page.evaluate(() => window.softmaxLive.pause());
    const buttons = page.locator('#loss-link button');
    // After an epoch its answer may be as good as certain, with nothing left to teach.
    await page.locator('#loss-link input:not(:checked)').first().check();
    await buttons.first().click();
    // To take the step back.
    await expect(buttons.nth(1)).toBeEnabled();
    await live.part('learning-strip').scrollIntoViewIfNeeded();
    await page.locator('#learning [role=slider]').waitFor();
    await expectNoViolation(page, 'paused, after a step on the drawing');
    await page.keyboard.press('Escape');
    await page.locator('#charts header button').first().click();
    await expect(page.locator('#charts table').first()).toBeVisible();
    await untilRunIsKept(page);
    await page.reload();
    await expect(live.part('saved-run')).toBeVisible();
    await page.evaluate(() => window.softmaxLive.ready);
    await expectNoViolation(page, 'with the run of the last visit on offer');
  });

  test(`nor in any panel within another page (${lang}, ${theme})`, async ({ live, page }) => {
    await page.setViewportSize({ width: 720, height: 900 });
    await live.open({ ...SMALL, lang, theme, embed: 1, panels: PANELS.join(',') });
    await live.part('loss-chart').waitFor();
    await expectNoViolation(page, 'at rest');
    await live.drawByScript(ONE);
    await page.evaluate(() => void window.softmaxLive.train({ batch: 64 }));
    await expect(live.part('test-loss')).toHaveAttribute('data-value', /\d/);
    await page.evaluate(() => window.softmaxLive.pause());
    // The curves as tables, which is what they are for those who do not see them.
    await page.locator('#charts header button').first().click();
    await expect(page.locator('#charts table').first()).toBeVisible();
    await live.part('softmax-row-0').waitFor();
    await expectNoViolation(page, 'after some training');
  });
}

test('a run of the last visit is offered to the keyboard, in sight, and covers nothing that has it', async ({
  live,
  page,
}) => {
  await live.open();
  await leaveRun(live);
  await page.reload();
  const offer = live.part('saved-run');
  await expect(offer).toBeVisible();
  await page.evaluate(() => window.softmaxLive.ready);

  // Else the page would still be scrolling when it is looked at.
  await page.emulateMedia({ reducedMotion: 'reduce' });
  // The whole page by Tab: what has the keyboard is in sight, has a ring, and is not under the offer.
  const hidden: string[] = [];
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
    if (fault !== '') hidden.push(name + fault);
  }
  expect(hidden).toEqual([]);
  expect([...seen]).toEqual(expect.arrayContaining(['Train', 'Copy link', 'Not now', 'Delete']));
  await page.keyboard.press('Shift+Tab');
  await page.keyboard.press('Enter');
  await expect(offer).toHaveCount(0);
});

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

for (const reducedMotion of ['reduce', 'no-preference'] as const) {
  const moves = reducedMotion === 'no-preference';
  test(`where motion is ${moves ? 'welcome bars glide' : 'to be reduced nothing glides'} and scrolls`, async ({
    live,
    page,
  }) => {
    await page.emulateMedia({ reducedMotion });
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
    await live.button('Learn this drawing').hover();
    await live.press('Learn this drawing');
    await expect(live.button('Take it back')).toBeEnabled();
    const root = page.locator('html');
    if (moves) await expect(root).toHaveAttribute('data-moved', 'transitionrun');
    else await expect(root).not.toHaveAttribute('data-moved');
    await expect(root).toHaveCSS('scroll-behavior', moves ? 'smooth' : 'auto');
  });
}
