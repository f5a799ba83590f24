/** What goes wrong around the engine is said, and the page goes on. */
import { defaultConfig } from '../src/core/config.ts';
import { ONE } from './support/digits.ts';
import { expect, type LivePage, SMALL, test } from './support/live-page.ts';
import { minutes } from './support/timeouts.ts';
import { WORKER_SCRIPT } from './support/worker-patch.ts';

test.describe.configure({ timeout: minutes(4) });

const FORBID_WORKERS = `window.Worker = class {
  constructor() {
    throw new DOMException('Workers are forbidden here', 'SecurityError');
  }
};`;

async function expectTrainsAndAnswers(live: LivePage): Promise<void> {
  await live.startTraining();
  await live.drawByScript(ONE);
  await expect(live.part('prediction')).toHaveAttribute('data-digit', /^\d$/);
  await live.press('Pause');
  await live.expectState('paused');
}

test.describe('a worker that cannot start leaves the engine in the page', () => {
  const STUTTER = /^The work can’t be moved to the background here, so the page may stutter while it trains\./;

  test('where the browser refuses it', async ({ live, page }) => {
    await page.addInitScript(FORBID_WORKERS);
    await live.open();
    await expect(live.notice(STUTTER)).toContainText('Workers are forbidden here');
    await expect(live.part('backend')).toHaveAttribute('data-backend', 'wasm');
    await expectTrainsAndAnswers(live);
  });

  test('where its script is missing', async ({ live, page }) => {
    await page.route(WORKER_SCRIPT, (route) => route.fulfill({ status: 404, body: 'Not Found' }));
    await live.open();
    await expect(live.notice(STUTTER)).toHaveAttribute('data-kind', 'warning');
    await expectTrainsAndAnswers(live);
  });

  test('where it never says a word', async ({ live, page }) => {
    await page.route(WORKER_SCRIPT, (route) => route.fulfill({ contentType: 'text/javascript', body: '' }));
    // It is waited for for twenty seconds; here for two.
    await page.addInitScript(() => {
      const setTimeout = window.setTimeout.bind(window);
      window.setTimeout = ((handler: () => void, ms?: number) =>
        setTimeout(handler, ms === 20_000 ? 2000 : ms)) as typeof window.setTimeout;
    });
    await live.open();
    await expect(live.notice(STUTTER)).toBeVisible();
    await expectTrainsAndAnswers(live);
  });
});

test('nonsense in the address is named, and the defaults are used', async ({ live }) => {
  const nonsense = {
    backend: 'cuda',
    model: 'transformer',
    layers: '0,-5',
    optimizer: 'magic',
    lr: 'NaN',
    momentum: 2,
    batch: 0,
    epochs: 'many',
    init: 'zeros',
    seed: -1,
    weights: 'mine',
    autostart: 'yes',
    embed: 'perhaps',
    hide: 'everything',
    lang: 'tlh',
    theme: 'plaid',
    drawing: 'scribble',
  };
  await live.open({ ...nonsense, data: 'synthetic' });
  for (const [name, value] of Object.entries(nonsense)) {
    const notice = live.notice(`In the address, ${name}=${value} isn’t possible`);
    await expect(notice).toBeVisible();
    await expect(notice).toHaveAttribute('data-kind', 'warning');
  }
  expect((await live.state()).config).toEqual(defaultConfig('mlp'));
  await expect(live.part('prediction')).toHaveAttribute('data-digit', '');

  const [first] = Object.keys(nonsense);
  const notice = live.notice(`In the address, ${first}=`);
  await notice.getByRole('button', { name: 'Dismiss this message' }).click();
  await expect(notice).toHaveCount(0);
  await live.expectState('idle');
  await expect(live.button('Train')).toBeEnabled();
});

test('a source of data that is no choice is named as well', async ({ live, page }) => {
  await page.route('/mnist/**', (route) => route.abort());
  await live.visit({ ...SMALL, data: 'imagenet' });
  await expect(live.notice('In the address, data=imagenet isn’t possible; auto is used.')).toBeVisible();
});
