/** Where the digits come from: the page's own copy, then the mirror, then the page's own pen; always said. */
import { gunzipSync, gzipSync } from 'node:zlib';
import { isGzip } from '../src/engine/data/gunzip.ts';
import { CORS_MIRROR } from '../src/engine/data/mnist-files.ts';
import {
  answerFor,
  type Answer,
  labelsFile,
  needsMnist,
  refuseMirror,
  refuseThirdParties,
  removeMnist,
  serveMirror,
  TRAIN_IMAGES,
  TRAIN_LABELS,
} from './support/data-routes.ts';
import { ONE } from './support/digits.ts';
import { type Fault, openFaultyHost } from './support/faulty-host.ts';
import { expect, type LivePage, SMALL, test } from './support/live-page.ts';
import { minutes } from './support/timeouts.ts';

test.describe.configure({ timeout: minutes(4) });

/** Small and quick, on whatever data the page finds. */
const FINDING = { ...SMALL, data: 'auto' };

const MNIST_IS_MISSING = /MNIST isn’t here, so the network learns from digits that the page draws itself/;
const FROM_THE_PAGE = 'from this page’s own copy can’t be used:';
const THE_MIRROR_IS_NEXT = 'Next: a public mirror.';

test('with its own copy of MNIST the page asks nobody else for anything', async ({ live, page, request, baseURL }) => {
  await needsMnist(request);
  const thirdParties = await refuseThirdParties(page, baseURL ?? '');
  await live.open(FINDING);
  const dataset = live.part('dataset');
  await expect(dataset).toHaveAttribute('data-dataset', 'mnist');
  await expect(dataset).toHaveAttribute('data-total', '70000');
  await expect(dataset).toHaveAttribute('data-loaded', '70000', { timeout: minutes(2) });
  await expect(dataset).toContainText('60,000 images to learn, 10,000 to test');
  await live.startTraining();
  expect(thirdParties).toEqual([]);
  await expect(live.part('notice')).toHaveCount(0);
});

test('without MNIST and without a network the page works on digits of its own', async ({ live, page, baseURL }) => {
  const thirdParties = await refuseThirdParties(page, baseURL ?? '');
  await removeMnist(page);
  await live.open({ ...FINDING, batch: 64, epochs: 1 });
  await expect(live.part('dataset')).toHaveAttribute('data-dataset', 'synthetic');
  await expect(live.part('dataset')).toContainText('Built-in digits');
  await expect(live.part('dataset')).toContainText(`${TRAIN_LABELS}: the server answered with an error`);
  await expect(live.notice(`${TRAIN_LABELS} ${FROM_THE_PAGE}`)).toContainText(THE_MIRROR_IS_NEXT);
  await expect(live.notice(`${TRAIN_LABELS} from a public mirror can’t be used:`)).toContainText(
    'Next: drawn by this page.',
  );
  await expect(live.notice(MNIST_IS_MISSING)).toBeVisible();
  // The mirror was tried, and nothing but the mirror.
  expect(new Set(thirdParties.map((url) => new URL(url).hostname))).toEqual(new Set(['cdn.jsdelivr.net']));

  await live.drawByScript(ONE);
  await expect(live.part('prediction')).toHaveAttribute('data-digit', /^\d$/);
  await live.press('Train');
  await live.expectState('finished', minutes(3));
  expect(await live.stat('test-accuracy')).toBeGreaterThan(0.5);
  expect(await live.consoleLines()).toContainEqual(expect.stringMatching(/^Training Built-in Digits Model on/));
});

test('asked for the built-in digits the page fetches no data and has nothing to excuse', async ({ live, page }) => {
  const asked: string[] = [];
  page.on('request', (request) => asked.push(request.url()));
  await live.open(SMALL);
  await expect(live.part('dataset')).toHaveAttribute('data-dataset', 'synthetic');
  await expect(live.part('notice')).toHaveCount(0);
  expect(asked.filter((url) => url.includes('mnist'))).toEqual([]);
});

test.describe('a file of MNIST', () => {
  const whole = labelsFile();
  const flipped = Buffer.from(whole).fill(0xff, 10, 40);
  const answers: readonly (readonly [title: string, answer: Answer, problem: string])[] = [
    ['that is a web page', { contentType: 'text/html', body: '<!doctype html><title>Home</title>' }, 'a web page came'],
    ['that is empty', { body: '' }, 'the file is empty'],
    ['that cannot be unpacked', { body: flipped }, 'it can’t be unpacked'],
    ['whose packed bytes break off', { body: whole.subarray(0, whole.length / 2) }, 'the file ends too early'],
    ['that ends too early', { body: gzipSync(gunzipSync(whole).subarray(0, 5000)) }, 'the file ends too early'],
    ['that is too long', { body: gzipSync(Buffer.concat([gunzipSync(whole), Buffer.alloc(1)])) }, 'is longer than'],
    ['with a wrong magic number', { body: labelsFile({ magic: 0xcafebabe }) }, 'it is not an IDX file'],
    ['with other dimensions', { body: labelsFile({ announced: 50_000 }) }, 'it has other dimensions than MNIST'],
    ['with a wrong checksum', { body: whole }, 'its checksum is wrong'],
    ['that the server fails to give', { status: 503, body: 'Busy' }, 'the server answered with an error (HTTP 503)'],
    ['that the server breaks over', { status: 500, body: 'Oops' }, 'the server answered with an error (HTTP 500)'],
  ];

  for (const [title, answer, problem] of answers) {
    test(`${title} is named, and the next source tried`, async ({ live, page }) => {
      await answerFor(page, TRAIN_LABELS, answer);
      await refuseMirror(page);
      await live.visit(FINDING);
      const notice = live.notice(`${TRAIN_LABELS} ${FROM_THE_PAGE}`);
      await expect(notice).toContainText(problem);
      await expect(notice).toContainText(THE_MIRROR_IS_NEXT);
      await expect(notice).toHaveAttribute('data-kind', 'warning');
      await expect(live.notice(MNIST_IS_MISSING)).toBeVisible();
      await expect(live.part('dataset')).toHaveAttribute('data-dataset', 'synthetic');
    });
  }

  test('that is missing is taken from the mirror', async ({ live, page, request, baseURL }) => {
    await needsMnist(request);
    await removeMnist(page);
    await serveMirror(page, baseURL ?? '');
    await live.open(FINDING);
    await expect(live.part('dataset')).toHaveAttribute('data-dataset', 'mnist');
    await expect(live.part('dataset')).toHaveAttribute('data-loaded', '70000', { timeout: minutes(2) });
    await expect(live.notice(`${TRAIN_LABELS} ${FROM_THE_PAGE}`)).toContainText(THE_MIRROR_IS_NEXT);
    await expect(live.notice(MNIST_IS_MISSING)).toHaveCount(0);
    await live.startTraining();
  });

  test('that breaks off while the network already learns from it is replaced, and the run goes on', async ({
    live,
    page,
    request,
  }) => {
    await needsMnist(request);
    const images = await (await request.get(`/mnist/${TRAIN_IMAGES}.gz`)).body();
    // Enough for the first block, by far not all.
    const body = gzipSync((isGzip(images) ? gunzipSync(images) : images).subarray(0, 20_000_000), { level: 1 });
    await answerFor(page, TRAIN_IMAGES, { body });
    await refuseMirror(page);
    await live.visit({ ...FINDING, autostart: 1 });
    await expect(live.notice(`${TRAIN_IMAGES} ${FROM_THE_PAGE}`)).toContainText('the file ends too early');
    await expect(live.part('dataset')).toHaveAttribute('data-dataset', 'synthetic');
    await expect(live.part('status')).toHaveAttribute('data-state', 'running');
    await live.expectStepsBeyond(await live.step());
  });
});

async function expectWhole(live: LivePage): Promise<void> {
  const dataset = live.part('dataset');
  await expect(dataset).toHaveAttribute('data-loaded', '70000', { timeout: minutes(2) });
  await expect(dataset).toHaveAttribute('data-dataset', 'mnist');
  await live.expectStepsBeyond(0);
}

test.describe('a connection that breaks in the middle of MNIST', () => {
  const QUERY = new URLSearchParams({
    data: 'auto',
    backend: 'wasm',
    layers: '32',
    weights: 'random',
    epochs: '100',
    autostart: '1',
    lang: 'en',
  });

  async function loadThrough(live: LivePage, site: string, faults: readonly Fault[]) {
    const host = await openFaultyHost(site, TRAIN_IMAGES, faults);
    await live.page.goto(`${host.address}?${QUERY.toString()}`);
    return host;
  }

  test('costs nothing: what is missing is asked for, and the run is the same run', async ({
    live,
    request,
    baseURL,
  }) => {
    await needsMnist(request);
    const faults = [{ cutAfter: 3_000_000 }, { refused: true }, { cutAfter: 2_000_000 }];
    const host = await loadThrough(live, baseURL ?? '', faults);
    try {
      await expectWhole(live);
      const [whole, ...parts] = host.ranges;
      expect(whole).toBeUndefined();
      expect(parts).toHaveLength(3);
      const starts = parts.map((range) => Number(/^bytes=(\d+)-$/.exec(range ?? '')?.[1]));
      // What was on its way when the connection broke may be lost; what had come is not asked for again.
      expect(starts[0]).toBeGreaterThan(0);
      expect(starts[1]).toBe(starts[0]);
      expect(starts[2]).toBeGreaterThanOrEqual(starts[1] ?? Infinity);
      await expect(live.part('notice')).toHaveCount(0);
      const headers = (await live.consoleLines()).filter((line) => line.startsWith('Training MNIST Model on'));
      expect(headers).toHaveLength(1);
    } finally {
      await host.close();
    }
  });

  test('is made good with a host that knows no ranges too', async ({ live, request, baseURL }) => {
    await needsMnist(request);
    const host = await loadThrough(live, baseURL ?? '', [{ cutAfter: 3_000_000 }, { ignoreRange: true }]);
    try {
      await expectWhole(live);
      expect(host.ranges).toHaveLength(2);
      await expect(live.part('notice')).toHaveCount(0);
    } finally {
      await host.close();
    }
  });

  test('and finds another file there is said, and everything loaded anew', async ({ live, request, baseURL }) => {
    await needsMnist(request);
    const host = await loadThrough(live, baseURL ?? '', [{ cutAfter: 3_000_000 }, { changed: true }]);
    try {
      await expectWhole(live);
      const notice = live.notice(`${TRAIN_IMAGES} ${FROM_THE_PAGE}`);
      await expect(notice).toContainText('it changed while it was being loaded');
      await expect(notice).toContainText('Next: this page’s own copy.');
      expect(host.ranges.at(-1)).toBeUndefined();
    } finally {
      await host.close();
    }
  });
});

test.describe('MNIST asked for again', () => {
  test('takes the place of the built-in digits; drawing, weights and run stay', async ({ live, page, request }) => {
    await needsMnist(request);
    await removeMnist(page);
    await refuseMirror(page);
    await live.open({ ...FINDING, batch: 64 });
    await live.drawByScript(ONE);
    const drawing = await live.rasterPixels();
    await live.startTraining(20);
    await expect(live.notice(MNIST_IS_MISSING)).toBeVisible();

    await live.press('Try MNIST again');
    await expect(live.notice(/^MNIST still can’t be used\./)).toBeVisible();
    await expect(live.part('dataset')).toHaveAttribute('data-dataset', 'synthetic');
    await expect(live.part('status')).toHaveAttribute('data-state', 'running');

    await page.unroute('/mnist/**');
    await live.press('Try MNIST again');
    await expect(live.part('dataset')).toHaveAttribute('data-dataset', 'mnist');
    await expect(live.part('dataset')).toHaveAttribute('data-loaded', '70000', { timeout: minutes(2) });
    await expect(live.notice(MNIST_IS_MISSING)).toHaveCount(0);
    await expect(live.notice(/^MNIST still/)).toHaveCount(0);
    await expect(live.button('Try MNIST again')).toHaveCount(0);
    await expect(live.part('status')).toHaveAttribute('data-state', 'running');
    await live.expectStepsBeyond(20);
    expect(await live.rasterPixels()).toEqual(drawing);
  });

  test('from a mirror that allows no other page to read is refused like any other', async ({ live, page }) => {
    await removeMnist(page);
    // Served, but for somebody else.
    await page.route(`${CORS_MIRROR}**`, (route) =>
      route.fulfill({ body: labelsFile(), headers: { 'access-control-allow-origin': 'https://example.org' } }),
    );
    await live.visit(FINDING);
    await expect(live.notice(`${TRAIN_LABELS} from a public mirror`)).toContainText('it could not be reached');
    await expect(live.part('dataset')).toHaveAttribute('data-dataset', 'synthetic');
  });
});
