/** The page under page translators and browser extensions, which change its nodes. */
import type { Page } from '@playwright/test';
import { ONE } from './support/digits.ts';
import { untilRunIsKept } from './support/kept-run.ts';
import { meddle, staleTexts, translatePage } from './support/foreign-scripts.ts';
import { expect, INTERVALS_MS, type LivePage, SMALL, test } from './support/live-page.ts';
import { minutes } from './support/timeouts.ts';

test.describe.configure({ timeout: minutes(4) });

/** With a notice, about the parameter. */
const QUERY = { ...SMALL, momentum: 'none' };

function errorsIn(page: Page): readonly string[] {
  const errors: string[] = [];
  page.on('pageerror', (error) => errors.push(String(error)));
  return errors;
}

const textOf = (page: Page): Promise<string> => page.locator('#root').innerText();

/** Called in each state of the page. */
type Check = () => Promise<void>;

async function drawAndTrain(live: LivePage, page: Page, check: Check): Promise<void> {
  await test.step('the drawing', async () => {
    await live.press('Random test digit');
    await expect(page.locator('#draw')).toContainText(/Test image/);
    await expect(live.part('prediction')).toContainText(/%/);
    await check();
    await live.press('Clear');
    await expect(live.part('prediction')).toContainText('Draw something');
    await live.draw(ONE);
    await expect(live.part('prediction')).toHaveAttribute('data-digit', /^\d$/);
    await check();
  });

  await test.step('a run', async () => {
    await live.press('Train');
    await expect(live.button('Pause')).toBeVisible();
    await live.expectStepsBeyond(2);
    await check();
    await live.press('Pause');
    await expect(live.button('Resume')).toBeVisible();
    await check();
    await live.press('Resume');
    await expect(live.button('Pause')).toBeVisible();
    await page.evaluate(() => window.softmaxLive.train({ epochs: 1, batch: 1024 }));
    await expect(live.button('Train')).toBeVisible();
    await live.seeCurve('loss-chart');
    await check();
  });
}

async function changeSettings(live: LivePage, page: Page, check: Check): Promise<void> {
  await test.step('settings and dialogs', async () => {
    await page.getByRole('textbox', { name: 'Learning rate' }).fill('none');
    await check();
    await page.getByRole('textbox', { name: 'Learning rate' }).fill('0.02');
    await live.part('temperature').fill('20');
    await check();
    await live.button('Back to T = 1').click();
    for (const name of ['Embed', 'Continue in PyTorch']) {
      await live.press(name);
      await check();
      await page.getByRole('dialog').getByRole('button', { name: 'Close' }).click();
    }
    await live.press('Copy link');
    await check();
  });
}

async function switchLanguage(live: LivePage, page: Page, check: Check): Promise<void> {
  await test.step('languages and themes', async () => {
    await page.getByRole('combobox', { name: 'Theme' }).selectOption({ label: 'Dark' });
    const language = page.locator('header select').first();
    await language.selectOption({ label: '한국어' });
    await expect(page.getByRole('button', { name: '초기화', exact: true })).toBeVisible();
    await expect(page.locator('html')).toHaveAttribute('lang', 'ko');
    await check();
    await language.selectOption({ label: 'English' });
    await expect(live.button('Reset')).toBeVisible();
    await page.getByRole('combobox', { name: 'Theme' }).selectOption({ label: 'Auto' });
  });
}

test('every text stays right while a translator wraps all of them', async ({ live, page }) => {
  const errors = errorsIn(page);
  await live.open(QUERY);
  await expect(page.locator('#how-it-works')).toBeVisible();
  await expect(live.part('dataset')).toContainText('to learn');
  await live.button('Dismiss this message').click();
  const untouched = await textOf(page);
  const { config } = await live.state();

  await translatePage(page);
  const check = async () => expect.poll(() => staleTexts(page), { intervals: INTERVALS_MS }).toEqual([]);
  await check();
  await drawAndTrain(live, page, check);
  await changeSettings(live, page, check);
  await switchLanguage(live, page, check);
  await live.press('Clear');
  await page.evaluate((settings) => window.softmaxLive.reset(settings), config);
  await expect.poll(() => textOf(page)).toBe(untouched);
  expect(errors).toEqual([]);
});

test('the page works where an extension inserts, wraps and takes out nodes', async ({ live, page }) => {
  const errors = errorsIn(page);
  await live.open(QUERY);
  await expect(page.locator('#how-it-works')).toBeVisible();
  await meddle(page);
  await drawAndTrain(live, page, () => meddle(page));
  await switchLanguage(live, page, () => meddle(page));
  await live.press('Reset');
  await live.expectState('idle');
  await expect(page.getByText('This part of the page has failed')).toHaveCount(0);
  expect(errors).toEqual([]);
});

test('a failure of the header leaves the rest of the page', async ({ live, page }) => {
  await page.addInitScript(() => {
    Intl.DisplayNames.prototype.of = () => {
      throw new Error('refused');
    };
  });
  await live.open(QUERY);
  await expect(page.getByText('This part of the page has failed. The rest still works.')).toHaveCount(1);
  await live.press('Random test digit');
  await expect(page.locator('#draw')).toContainText(/Test image/);
});

test('where the whole page fails, words and a reload stay, and the run is offered again', async ({ live, page }) => {
  await live.open({ ...SMALL, lang: 'ko' });
  await page.evaluate(() => {
    void window.softmaxLive.train();
  });
  await untilRunIsKept(page);
  for (const [label, words, reload] of [
    ['English', /^The page has stopped working/, 'Reload'],
    ['한국어', /^페이지가 멈췄어요/, '새로고침'],
  ] as const) {
    await page.evaluate(() => {
      // An effect of the component around all regions sets it.
      Object.defineProperty(document, 'title', {
        set: () => {
          throw new Error('refused');
        },
      });
    });
    await page.locator('header select').first().selectOption({ label });
    await expect(page.getByRole('alert')).toHaveText(words);
    await page.getByRole('link', { name: reload }).click();
    await expect(live.part('saved-run')).toBeVisible();
  }
});
