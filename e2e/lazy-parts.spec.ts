/** Parts of the page that come in chunks of their own: requests that fail, or never end. */
import { readFileSync } from 'node:fs';
import path from 'node:path';
import { ROOT } from '../scripts/lib/paths.ts';
import { untilRunIsKept } from './support/kept-run.ts';
import { expect, SMALL, test } from './support/live-page.ts';

const STOPPED = 'This part of the page has failed. The rest still works.';

test('“Try again” brings the charts and their library where the browser keeps failed requests for scripts', async ({
  live,
  page,
}) => {
  // At any other address they come.
  await page.route(/\/(charts-panel|curve-chart)-[^/?]*\.js$/, (route) => route.abort());
  await live.open();
  await expect(page.getByText(STOPPED)).toHaveCount(1);
  await live.press('Try again');
  await expect(live.part('loss-chart')).toBeVisible();
  await expect(page.getByText(STOPPED)).toHaveCount(0);
  await live.startTraining();
  await expect(page.getByText(STOPPED)).toHaveCount(1);
  await live.press('Try again');
  await live.seeCurve('loss-chart');
});

test('“Try again” brings the charts after the request for their style sheet failed', async ({ live, page }) => {
  const styles = /\/charts-panel-[^/]*\.css$/;
  await page.route(styles, (route) => route.abort());
  await live.open();
  await expect(page.getByText(STOPPED)).toHaveCount(1);
  await page.unroute(styles);
  await live.press('Try again');
  // From its own style sheet.
  await expect(live.part('loss-chart').locator('..')).toHaveCSS('display', 'grid');
});

test('the panels below the charts come where the request for the charts never ends, and a dialog that failed opens', async ({
  live,
  page,
}) => {
  const dialog = /\/embed-dialog-[^/]*\.js$/;
  await page.route('**/assets/charts-panel-*.js', () => undefined);
  await page.route(dialog, (route) => route.abort());
  await live.open();
  await live.press('Embed');
  await expect(live.part('notice').and(page.locator('[data-kind=error]'))).toHaveCount(1);
  await page.unroute(dialog);
  await live.press('Embed');
  await expect(page.getByRole('dialog')).toBeVisible();
  await page.keyboard.press('Escape');
  await expect(live.part('temperature')).toBeVisible();
  await expect(page.getByText('Loading the charts.')).toBeVisible();
});

test('the language stays where the words of another one fail to load, and changes in every panel at the next choice', async ({
  live,
  page,
}) => {
  const words = /\/assets\/softmax-[^/]*\.js/;
  await live.open();
  await expect(live.part('temperature')).toBeVisible();
  await page.route(words, (route) => route.abort());
  const language = page.getByRole('combobox', { name: 'Language' });
  await language.selectOption({ label: '한국어' });
  await expect(live.part('notice').and(page.locator('[data-kind=error]'))).toHaveCount(1);
  await expect(page.locator('html')).toHaveAttribute('lang', 'en');
  await page.unroute(words);
  await language.selectOption({ label: '한국어' });
  await expect(page.locator('html')).toHaveAttribute('lang', 'ko');
  for (const name of ['실시간 곡선', '소프트맥스, 한 단계씩', '내 숫자로 보는 학습'])
    await expect(page.getByRole('heading', { level: 2, name })).toBeVisible();
});

test('after a new release a part that is gone leads to a reload, which brings it and offers the run', async ({
  live,
  page,
}) => {
  const next = readFileSync(path.join(ROOT, 'dist', 'index.html'), 'utf8').replace(/(data-app=")[^"]*/, '$1./next.js');
  await page.route(/[?&]release=/, (route) => route.fulfill({ contentType: 'text/html', body: next }));
  // As a host answers that sends its page for every path.
  await page.route(/\/charts-panel-[^/]*\.js/, (route) => route.fulfill({ contentType: 'text/html', body: next }));
  await live.open({ ...SMALL, lang: 'ko' });
  await expect(live.notice('새 버전이 나와서').getByRole('button', { name: '새로고침' })).toBeVisible();
  const part = page.locator('main').getByText('이 부분이 멈췄어요.').locator('..');
  await expect(part.getByRole('button')).toHaveText('새로고침');
  await live.press('학습');
  await live.expectStepsBeyond(0);
  await live.press('일시정지');
  await untilRunIsKept(page);
  await page.unrouteAll({ behavior: 'ignoreErrors' });
  await part.getByRole('button').click();
  await expect(live.part('loss-chart')).toBeVisible();
  await expect(live.part('saved-run')).toBeVisible();
});
