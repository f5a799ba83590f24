/**
 * After the first visit the page needs no network, fetches nothing twice, and gives way to a new release without ever
 * mixing the two. On a host of its own, which is really gone when it is gone.
 */
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import type { Page } from '@playwright/test';
import { build, type Plugin } from 'vite';
import { ROOT } from '../scripts/lib/paths.ts';
import { type Sent, type StaticHost, openStaticHost } from '../scripts/lib/static-host.ts';
import { needsMnist } from './support/data-routes.ts';
import { ONE } from './support/digits.ts';
import { expect, LivePage, test } from './support/live-page.ts';
import { minutes, WAIT_MS } from './support/timeouts.ts';

test.use({ serviceWorkers: 'allow' });
test.describe.configure({ timeout: minutes(6) });

const FOLDER = '/blog/softmax-live/';
const DIST = path.join(ROOT, 'dist');
const RUN = 'backend=wasm&layers=32&batch=64&epochs=1&lang=en';

let host: StaticHost;
test.beforeEach(async () => {
  host = await openStaticHost({ files: DIST, folder: FOLDER });
});
test.afterEach(() => host.close().catch(() => undefined));

/** The page itself and its icon, 2 kB, are looked at again when the rest has been kept. */
const sentTwice = (sent: readonly Sent[]) => {
  const whole = sent.map(({ name }) => name).filter((name) => /^(assets|mnist|weights|early)/.test(name));
  return whole.filter((name, i) => whole.indexOf(name) !== i);
};

async function open(page: Page, query: string): Promise<LivePage> {
  await page.goto(`${host.address}?${query}`);
  await page.evaluate(() => window.softmaxLive.ready);
  return new LivePage(page);
}

/** The service worker has everything, and this page is its. */
async function expectToBeKept(page: Page): Promise<void> {
  await expect
    .poll(() => page.evaluate(() => navigator.serviceWorker.controller?.state), { timeout: WAIT_MS })
    .toBe('activated');
}

async function keptData(page: Page): Promise<number> {
  return page.evaluate(async () => (await (await caches.open('softmax-live-mnist')).keys()).length);
}

test('after one visit it opens, reads and learns without a network', async ({ page, request }) => {
  await needsMnist(request);
  const first = await open(page, RUN);
  await expect(first.part('dataset')).toHaveAttribute('data-loaded', '70000', { timeout: WAIT_MS });
  await expectToBeKept(page);
  await expect.poll(() => keptData(page)).toBe(4);
  const sent = host.takeSent();
  expect(sentTwice(sent)).toEqual([]);
  const bytes = sent.reduce((sum, one) => sum + one.bytes, 0);
  const data = sent.filter(({ name }) => name.startsWith('mnist/')).reduce((sum, one) => sum + one.bytes, 0);
  console.log(`first visit: ${(data / 1e6).toFixed(1)} MB of data, ${((bytes - data) / 1e6).toFixed(2)} MB besides`);

  await host.close();
  const failures: string[] = [];
  page.on('pageerror', (error) => failures.push(String(error)));
  await page.reload();
  await page.evaluate(() => window.softmaxLive.ready);
  const live = new LivePage(page);
  await expect(live.part('dataset')).toHaveAttribute('data-dataset', 'mnist');
  await expect(live.part('dataset')).toHaveAttribute('data-loaded', '70000', { timeout: WAIT_MS });
  await expect(live.part('notice')).toHaveCount(0);
  await live.draw(ONE);
  await expect(live.part('prediction')).toHaveAttribute('data-digit', /^\d$/);
  await live.press('Train');
  await live.seeCurve('loss-chart');
  await live.expectState('finished', minutes(3));
  expect(await live.stat('test-accuracy')).toBeGreaterThan(0.5);

  // Another address of the same page, with the weights that it opens with.
  await page.goto(`${host.address}?backend=wasm&lang=en`);
  await expect(live.part('model')).toHaveAttribute('data-weights', 'pretrained', { timeout: WAIT_MS });
  expect(failures).toEqual([]);
});

test('the second visit fetches neither the data nor the program again', async ({ page, request }) => {
  await needsMnist(request);
  await open(page, RUN);
  await expectToBeKept(page);
  await expect.poll(() => keptData(page), { timeout: WAIT_MS }).toBe(4);
  host.takeSent();
  const live = await open(page, RUN);
  await expect(live.part('dataset')).toHaveAttribute('data-loaded', '70000', { timeout: WAIT_MS });
  const names = host.takeSent().map(({ name }) => name);
  expect(names.filter((name) => /^(mnist|assets|early)/.test(name))).toEqual([]);
});

test('a kept file that is damaged is fetched anew, and nothing else', async ({ page, request }) => {
  await needsMnist(request);
  await open(page, RUN);
  await expect.poll(() => keptData(page), { timeout: WAIT_MS }).toBe(4);
  await page.evaluate(async () => {
    const cache = await caches.open('softmax-live-mnist');
    const key = (await cache.keys()).find(({ url }) => url.includes('train-images'));
    if (key) await cache.put(key, new Response('not MNIST'));
  });
  host.takeSent();
  const live = await open(page, RUN);
  await expect(live.part('dataset')).toHaveAttribute('data-dataset', 'mnist');
  await expect(live.part('dataset')).toHaveAttribute('data-loaded', '70000', { timeout: WAIT_MS });
  const names = host.takeSent().map(({ name }) => name);
  expect(names.filter((name) => name.startsWith('mnist/'))).toEqual(['mnist/train-images-idx3-ubyte.gz']);
});

/** So that the second release can be told from the first, and its files have other names. */
function mark(): Plugin {
  return {
    name: 'mark',
    transform: (code, id) =>
      id.endsWith('/src/main.tsx') ? `${code}\ndocument.documentElement.dataset.release = 'next';` : null,
  };
}

const releaseOf = (page: Page) => page.evaluate(() => document.documentElement.dataset['release'] ?? 'first');

test.describe('a new release', () => {
  let next = '';
  test.beforeAll(async () => {
    test.setTimeout(minutes(4));
    next = mkdtempSync(path.join(tmpdir(), 'softmax-live-next-'));
    await build({ root: ROOT, logLevel: 'error', plugins: [mark()], build: { outDir: next, emptyOutDir: true } });
  });
  test.afterAll(() => rmSync(next, { recursive: true, force: true }));

  test('has the next page, while one that trains keeps its own to its end', async ({ page, context }) => {
    const query = `${RUN}&data=synthetic`;
    const training = await open(page, `${query.replace('epochs=1', 'epochs=100')}&weights=random`);
    await expectToBeKept(page);
    await training.startTraining();
    host.replace(next);
    host.takeSent();

    const second = await context.newPage();
    await open(second, query);
    expect(await releaseOf(second)).toBe('next');
    // The new one is there and waits.
    await expect
      .poll(() => second.evaluate(async () => (await navigator.serviceWorker.getRegistration())?.waiting?.state))
      .toBe('installed');
    // What the first page has not asked for yet is not on the host any more.
    await training.seeCurve('loss-chart');
    await training.expectState('running');
    expect(await releaseOf(page)).toBe('first');
    expect(host.takeSent().filter(({ status }) => status === 404)).toEqual([]);

    // With the old page gone the new release is the only one, and stays when the host goes.
    await page.close();
    await second.reload();
    await expect
      .poll(() => second.evaluate(async () => (await navigator.serviceWorker.getRegistration())?.waiting ?? 'none'), {
        timeout: WAIT_MS,
      })
      .toBe('none');
    await host.close();
    await second.reload();
    await second.evaluate(() => window.softmaxLive.ready);
    expect(await releaseOf(second)).toBe('next');
  });
});
