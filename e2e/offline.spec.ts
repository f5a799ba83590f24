/**
 * After the first visit the page needs no network and fetches nothing twice; a new release replaces it without mixing
 * the two. The host is the test's own and can be closed.
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
import { expect, INTERVALS_MS, LivePage, test } from './support/live-page.ts';
import { minutes } from './support/timeouts.ts';

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

/** The page itself and its icon are fetched again when the rest has been cached. */
const sentTwice = (sent: readonly Sent[]) => {
  const whole = sent.map(({ name }) => name).filter((name) => /^(assets|mnist|weights|early)/.test(name));
  return whole.filter((name, i) => whole.indexOf(name) !== i);
};

/** Names of the files sent since the last call. */
const namesSent = (pattern: RegExp) =>
  host
    .takeSent()
    .map(({ name }) => name)
    .filter((name) => pattern.test(name));

async function open(page: Page, query: string): Promise<LivePage> {
  await page.goto(`${host.address}?${query}`);
  await page.evaluate(() => window.softmaxLive.ready);
  return new LivePage(page);
}

/** The service worker has cached everything and controls this page. */
async function expectToBeCached(page: Page): Promise<void> {
  await expect
    .poll(() => page.evaluate(() => navigator.serviceWorker.controller?.state), { intervals: INTERVALS_MS })
    .toBe('activated');
}

async function expectDataToBeCached(page: Page): Promise<void> {
  const files = () => page.evaluate(async () => (await (await caches.open('softmax-live-mnist')).keys()).length);
  await expect.poll(files, { intervals: INTERVALS_MS }).toBe(4);
}

/** Replaces React's script in the service worker's cache with HTML, and requests it: the types of answer and copy. */
const typesAfterDamage = (page: Page) =>
  page.evaluate(async (name) => {
    const cache = await caches.open(name);
    const key = (await cache.keys()).find(({ url }) => /\/react-(?!root)/.test(url));
    if (!key) return [];
    await cache.put(key, new Response('<!doctype html>', { headers: { 'content-type': 'text/html' } }));
    // A script element may get its script from the browser's memory instead.
    return [await fetch(key.url), await cache.match(key)].map((response) => response?.headers.get('content-type'));
  }, `softmax-live-precache-v2-${host.address}`);

async function expectAllImages(live: LivePage): Promise<void> {
  await live.expectAttribute('dataset', 'data-dataset', /^mnist$/);
  await live.expectAttribute('dataset', 'data-loaded', /^70000$/);
}

test('a second visit fetches nothing again but damaged data, and the page works without a network', async ({
  page,
  request,
}) => {
  await needsMnist(request);
  await test.step('the first visit fetches no file twice and caches data and program', async () => {
    await expectAllImages(await open(page, RUN));
    await expectToBeCached(page);
    await expectDataToBeCached(page);
    const sent = host.takeSent();
    expect(sentTwice(sent)).toEqual([]);
    const bytes = sent.reduce((sum, one) => sum + one.bytes, 0);
    const data = sent.filter(({ name }) => name.startsWith('mnist/')).reduce((sum, one) => sum + one.bytes, 0);
    console.log(`first visit: ${(data / 1e6).toFixed(1)} MB of data, ${((bytes - data) / 1e6).toFixed(2)} MB besides`);
  });

  await test.step('the second visit fetches neither data nor program', async () => {
    await expectAllImages(await open(page, RUN));
    expect(namesSent(/^(mnist|assets|early)/)).toEqual([]);
  });

  await test.step('a cached file that is damaged is fetched again, and no other', async () => {
    await page.evaluate(async () => {
      const cache = await caches.open('softmax-live-mnist');
      const key = (await cache.keys()).find(({ url }) => url.includes('train-images'));
      if (key) await cache.put(key, new Response('not MNIST'));
    });
    await expectAllImages(await open(page, RUN));
    expect(namesSent(/^mnist/)).toEqual(['mnist/train-images-idx3-ubyte.gz']);
    await expectDataToBeCached(page);
    expect(await typesAfterDamage(page)).toEqual(['text/javascript', 'text/javascript']);
  });

  await test.step('without a network the page opens, reads and learns', async () => {
    await host.close();
    const failures: string[] = [];
    page.on('pageerror', (error) => failures.push(String(error)));
    await page.reload();
    await page.evaluate(() => window.softmaxLive.ready);
    const live = new LivePage(page);
    await expectAllImages(live);
    await expect(live.part('notice')).toHaveCount(0);
    await live.draw(ONE);
    await expect(live.part('prediction')).toHaveAttribute('data-digit', /^\d$/);
    await live.press('Train');
    await live.seeCurve('loss-chart');
    await live.expectState('finished', minutes(3));
    expect(await live.stat('test-accuracy')).toBeGreaterThan(0.5);

    // Another address of the same page, with the weights that it opens with.
    await page.goto(`${host.address}?backend=wasm&lang=en`);
    await live.expectAttribute('model', 'data-weights', /^pretrained$/);
    expect(failures).toEqual([]);
  });
});

test('a file that the host answers with HTML and status 200 is not kept, and the next visit caches the right one', async ({
  page,
}) => {
  const query = 'backend=wasm&data=synthetic&weights=random';
  host.answerHtml(/^(assets\/ko-|icon\.svg)/);
  await open(page, `${query}&lang=en`);
  // The page is in English: only the service worker requests the Korean texts.
  await expect.poll(() => namesSent(/^assets\/ko-/).length, { intervals: INTERVALS_MS }).toBeGreaterThan(0);
  // The icon stays wrong: the page works without it.
  host.answerHtml(/^icon\.svg$/);
  await open(page, `${query}&lang=ko`);
  await expectToBeCached(page);
  await host.close();
  await page.reload();
  await page.evaluate(() => window.softmaxLive.ready);
  await expect(page.locator('html')).toHaveAttribute('lang', 'ko');
});

/** Marks the second release and gives its files other names. */
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

  test('is what the next page gets, while a page that trains keeps its own release', async ({ page, context }) => {
    const query = `${RUN}&data=synthetic`;
    const training = await open(page, `${query.replace('epochs=1', 'epochs=100')}&weights=random`);
    await expectToBeCached(page);
    await training.startTraining();
    host.replace(next);
    host.takeSent();

    const second = await context.newPage();
    await open(second, query);
    expect(await releaseOf(second)).toBe('next');
    // The new release is installed and waits.
    await expect
      .poll(() => second.evaluate(async () => (await navigator.serviceWorker.getRegistration())?.waiting?.state), {
        intervals: INTERVALS_MS,
      })
      .toBe('installed');
    // The host no longer has what the first page has not fetched yet.
    await training.seeCurve('loss-chart');
    await training.expectState('running');
    expect(await releaseOf(page)).toBe('first');
    expect(host.takeSent().filter(({ status }) => status === 404)).toEqual([]);

    // Once the old page is closed the new release is active, and works without the host.
    await page.close();
    await second.reload();
    await expect
      .poll(() => second.evaluate(async () => (await navigator.serviceWorker.getRegistration())?.waiting ?? 'none'), {
        intervals: INTERVALS_MS,
      })
      .toBe('none');
    await host.close();
    await second.reload();
    await second.evaluate(() => window.softmaxLive.ready);
    expect(await releaseOf(second)).toBe('next');
  });
});
