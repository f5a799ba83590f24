/** Where the digits come from: the page's own copy, then the mirror, then the page's own pen; always said. */
import { gunzipSync, gzipSync } from 'node:zlib';
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
import { expect, SMALL, test } from './support/live-page.ts';
import { minutes } from './support/patience.ts';

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
    const body = gzipSync((images[0] === 0x1f ? gunzipSync(images) : images).subarray(0, 20_000_000), { level: 1 });
    await answerFor(page, TRAIN_IMAGES, { body });
    await refuseMirror(page);
    await live.visit({ ...FINDING, autostart: 1 });
    await expect(live.notice(`${TRAIN_IMAGES} ${FROM_THE_PAGE}`)).toContainText('the file ends too early');
    await expect(live.part('dataset')).toHaveAttribute('data-dataset', 'synthetic');
    await expect(live.part('status')).toHaveAttribute('data-state', 'running');
    await live.expectStepsBeyond(await live.step());
  });
});
