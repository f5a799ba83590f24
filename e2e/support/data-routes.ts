/** Answers the page's requests for data: of MNIST beside the page, and of the public mirror. */
import { gunzipSync, gzipSync } from 'node:zlib';
import type { APIRequestContext, Page, Route } from '@playwright/test';
import { isGzip } from '../../src/engine/data/gunzip.ts';
import { CORS_MIRROR, MNIST_FILES } from '../../src/engine/data/mnist-files.ts';
import { test } from './live-page.ts';

export const TRAIN_LABELS = MNIST_FILES.trainLabels.name;
export const TRAIN_IMAGES = MNIST_FILES.trainImages.name;

type Answer = Parameters<Route['fulfill']>[0];

/** Skips the test where the site was built without the data. */
export async function needsMnist(request: APIRequestContext): Promise<void> {
  const response = await request.get(`/mnist/${TRAIN_LABELS}.gz`);
  // A host of a single-page application answers every path with its page.
  const there = response.ok() && !(response.headers()['content-type'] ?? '').includes('html');
  test.skip(!there, 'MNIST is not in dist/mnist: npm run data, then npm run build');
}

/** Unpacked, whether or not the host has sent it with `Content-Encoding`. */
export async function contentOf(request: APIRequestContext, file: string): Promise<Buffer> {
  const response = await request.get(`/mnist/${file}.gz`);
  const body = await response.body();
  return isGzip(body) ? gunzipSync(body) : body;
}

/** Sets the answer of the page's own folder for this file. */
export async function answerFor(page: Page, file: string, answer: Answer): Promise<void> {
  await page.route(`/mnist/${file}.gz`, (route) => route.fulfill(answer));
}

/** Serves the site without the data. */
export async function removeMnist(page: Page): Promise<void> {
  await page.route('/mnist/**', (route) => route.fulfill({ status: 404, body: 'Not Found' }));
}

export async function refuseMirror(page: Page): Promise<void> {
  await page.route(`${CORS_MIRROR}**`, (route) => route.abort('connectionrefused'));
}

/** Serves the files of the site under test as the mirror's. */
export async function serveMirror(page: Page, baseURL: string): Promise<void> {
  await page.route(`${CORS_MIRROR}**`, async (route) => {
    const file = route.request().url().slice(CORS_MIRROR.length);
    const response = await route.fetch({ url: new URL(`mnist/${file}`, baseURL).href });
    await route.fulfill({ status: 200, body: await response.body(), headers: { 'access-control-allow-origin': '*' } });
  });
}

/** Refuses requests to other origins; the array of their addresses grows while the page is open. */
export async function refuseThirdParties(page: Page, baseURL: string): Promise<readonly string[]> {
  const asked: string[] = [];
  const { origin } = new URL(baseURL);
  await page.route(
    (url) => /^https?:$/.test(url.protocol) && url.origin !== origin,
    async (route) => {
      asked.push(route.request().url());
      await route.abort('internetdisconnected');
    },
  );
  return asked;
}

const { count: LABELS } = MNIST_FILES.trainLabels;

/** A gzip file of as many labels as MNIST has, all 0: valid but for its checksum. */
export function labelsFile(): Buffer {
  const file = Buffer.alloc(8 + LABELS);
  file.writeUInt32BE(0x0801, 0);
  file.writeUInt32BE(LABELS, 4);
  return gzipSync(file);
}
