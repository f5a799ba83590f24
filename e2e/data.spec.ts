/** Where the digits come from: the page's own copy, then the mirror, then built-in digits. The page names the source. */
import { gzipSync } from 'node:zlib';
import { CORS_MIRROR } from '../src/engine/data/mnist-files.ts';
import {
  answerFor,
  contentOf,
  labelsFile,
  needsMnist,
  refuseThirdParties,
  removeMnist,
  serveMirror,
  TRAIN_IMAGES,
  TRAIN_LABELS,
} from './support/data-routes.ts';
import { ONE } from './support/digits.ts';
import { openFaultyHost } from './support/faulty-host.ts';
import { expect, SMALL, test } from './support/live-page.ts';
import { minutes } from './support/timeouts.ts';
import { WORKER_SCRIPT } from './support/worker-patch.ts';

test.describe.configure({ timeout: minutes(4) });

/** Small and quick, on whatever data the page finds. */
const FINDING = { ...SMALL, data: 'auto' };

const MNIST_IS_MISSING = /MNIST isn’t here, so the network learns from digits that the page draws itself/;
const FROM_THE_PAGE = 'from this page’s own copy can’t be used:';
const THE_MIRROR_IS_NEXT = 'Next: a public mirror.';

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

test('broken files are named, and once a mirror has MNIST the run continues with it and keeps the drawing', async ({
  live,
  page,
  request,
  baseURL,
}) => {
  await needsMnist(request);
  const whole = labelsFile();
  const flipped = Buffer.from(whole).fill(0xff, 10, 40);
  const anyPage = { 'access-control-allow-origin': '*' };
  await answerFor(page, TRAIN_LABELS, { body: flipped });
  await page.route(`${CORS_MIRROR}**`, (route) =>
    route.fulfill({ body: whole.subarray(0, whole.length / 2), headers: anyPage }),
  );
  await live.open({ ...FINDING, batch: 64 });

  await test.step('each source’s fault is named, and the next source tried', async () => {
    const notice = live.notice(`${TRAIN_LABELS} ${FROM_THE_PAGE}`);
    await expect(notice).toContainText('it can’t be unpacked');
    await expect(notice).toContainText(THE_MIRROR_IS_NEXT);
    await expect(notice).toHaveAttribute('data-kind', 'warning');
    await expect(live.notice(`${TRAIN_LABELS} from a public mirror`)).toContainText('the file ends too early');
    await expect(live.notice(MNIST_IS_MISSING)).toBeVisible();
    await expect(live.part('dataset')).toHaveAttribute('data-dataset', 'synthetic');
  });

  await live.drawByScript(ONE);
  const drawing = await live.rasterPixels();
  await live.startTraining(20);

  await test.step('a mirror that allows no other page to read is refused, and the run continues', async () => {
    await page.unroute(`${CORS_MIRROR}**`);
    await page.route(`${CORS_MIRROR}**`, (route) =>
      route.fulfill({ body: whole, headers: { 'access-control-allow-origin': 'https://example.org' } }),
    );
    await live.press('Try MNIST again');
    await expect(live.notice(/^MNIST still can’t be used\./)).toContainText('it could not be reached');
    await expect(live.part('dataset')).toHaveAttribute('data-dataset', 'synthetic');
    await expect(live.part('status')).toHaveAttribute('data-state', 'running');
  });

  await test.step('a mirror that has MNIST takes the place of the built-in digits', async () => {
    await page.unroute(`${CORS_MIRROR}**`);
    await serveMirror(page, baseURL ?? '');
    await live.press('Try MNIST again');
    await expect(live.part('dataset')).toHaveAttribute('data-dataset', 'mnist');
    await expect(live.notice(MNIST_IS_MISSING)).toHaveCount(0);
    await expect(live.notice(/^MNIST still/)).toHaveCount(0);
    await expect(live.button('Try MNIST again')).toHaveCount(0);
    await expect(live.part('status')).toHaveAttribute('data-state', 'running');
    await live.expectStepsBeyond(await live.step());
    expect(await live.rasterPixels()).toEqual(drawing);
  });
  await page.unrouteAll({ behavior: 'ignoreErrors' });
});

test('a connection that breaks in the middle of MNIST costs nothing: the page requests only the missing bytes', async ({
  live,
  page,
  request,
  baseURL,
}) => {
  await needsMnist(request);
  const host = await openFaultyHost(baseURL ?? '', TRAIN_IMAGES, [{ cutAfter: 3_000_000 }, { refused: true }]);
  try {
    const thirdParties = await refuseThirdParties(page, host.address);
    const query = Object.entries({ ...FINDING, autostart: 1, lang: 'en' });
    await page.goto(`${host.address}?${new URLSearchParams(query.map(([name, value]) => [name, String(value)]))}`);
    const dataset = live.part('dataset');
    await expect(dataset).toHaveAttribute('data-loaded', '70000', { timeout: minutes(2) });
    await expect(dataset).toHaveAttribute('data-dataset', 'mnist');
    await expect(dataset).toContainText('60,000 images to learn, 10,000 to test');
    await live.expectStepsBeyond(0);
    const [whole, ...parts] = host.ranges;
    expect(whole).toBeUndefined();
    expect(parts).toHaveLength(2);
    const starts = parts.map((range) => Number(/^bytes=(\d+)-$/.exec(range ?? '')?.[1]));
    // What was on its way when the connection broke may be lost; what had come is not asked for again.
    expect(starts[0]).toBeGreaterThan(0);
    expect(starts[1]).toBe(starts[0]);
    await expect(live.part('notice')).toHaveCount(0);
    const headers = (await live.consoleLines()).filter((line) => line.startsWith('Training MNIST Model on'));
    expect(headers).toHaveLength(1);
    expect(thirdParties).toEqual([]);
  } finally {
    await host.close();
  }
});

for (const where of ['worker', 'page']) {
  test(`gzip files of two members, or with zeros after them, are read by an engine in the ${where}`, async ({
    live,
    page,
    request,
  }) => {
    await needsMnist(request);
    if (where === 'page') await page.route(WORKER_SCRIPT, (route) => route.abort());
    const labels = await contentOf(request, TRAIN_LABELS);
    const twoMembers = [labels.subarray(0, 999), labels.subarray(999)].map((part) => gzipSync(part));
    await answerFor(page, TRAIN_LABELS, { body: Buffer.concat(twoMembers) });
    const images = gzipSync(await contentOf(request, TRAIN_IMAGES));
    await answerFor(page, TRAIN_IMAGES, { body: Buffer.concat([images, Buffer.alloc(512)]) });
    await live.open(FINDING);
    await expect(live.part('dataset')).toHaveAttribute('data-loaded', '70000', { timeout: minutes(2) });
    await expect(live.part('dataset')).toHaveAttribute('data-dataset', 'mnist');
    await expect(live.notice(TRAIN_LABELS)).toHaveCount(0);
    await expect(live.notice(TRAIN_IMAGES)).toHaveCount(0);
  });
}
