/** Weights and numbers out of the page and into it again; whatever the file, nothing that is there is lost. */
import { readFile } from 'node:fs/promises';
import type { Download, Page } from '@playwright/test';
import { ONE, THREE } from './support/digits.ts';
import { expect, type LivePage, SMALL, test } from './support/live-page.ts';
import { minutes } from './support/timeouts.ts';

test.describe.configure({ timeout: minutes(4) });

const SAFETENSORS = 'application/octet-stream';

async function download(page: Page, act: () => Promise<void>): Promise<Download> {
  const [started] = await Promise.all([page.waitForEvent('download'), act()]);
  return started;
}

async function contentOf(saved: Download): Promise<Buffer> {
  return readFile(await saved.path());
}

/** Drops a file on the element, as from the desktop. */
async function drop(page: Page, testId: string, name: string, content: Buffer): Promise<void> {
  const data = await page.evaluateHandle(
    ([fileName, bytes]) => {
      const transfer = new DataTransfer();
      transfer.items.add(new File([Uint8Array.from(bytes)], fileName));
      return transfer;
    },
    [name, [...content]] as const,
  );
  for (const type of ['dragenter', 'dragover', 'drop'])
    await page.getByTestId(testId).dispatchEvent(type, { dataTransfer: data });
}

/** A run that has come some way and waits, with a digit on the pad. */
async function pausedRun(live: LivePage): Promise<number> {
  await live.open();
  await live.drawByScript(THREE);
  await live.startTraining();
  await live.press('Pause');
  await live.expectState('paused');
  await expect(live.part('prediction')).toHaveAttribute('data-digit', /^\d$/);
  return live.step();
}

const model = (live: LivePage) => live.part('model');
const undo = (live: LivePage) => live.part('notice').getByRole('button', { name: 'Undo import' });

test('what is downloaded can be loaded again, and predicts the same', async ({ live, page }) => {
  await pausedRun(live);
  const before = await live.probabilities();
  const saved = await download(page, () => live.press('Download weights'));
  expect(saved.suggestedFilename()).toBe('mnist-mlp.safetensors');
  const content = await contentOf(saved);

  await live.press('Reset');
  await expect(model(live)).toHaveAttribute('data-weights', 'random');
  await expect.poll(() => live.probabilities()).not.toEqual(before);

  // The page's messages are at its top, and seen from further down as well.
  await live.button('Load weights').evaluate((button) => button.scrollIntoView());
  await live.part('weights-input').setInputFiles({ name: 'mine.safetensors', mimeType: SAFETENSORS, buffer: content });
  await expect(model(live)).toHaveAttribute('data-weights', 'imported');
  await expect(live.notice('The weights from mine.safetensors are in use: Deep network')).toBeInViewport({ ratio: 1 });
  await expect.poll(() => live.probabilities()).toEqual(before);
});

test('an import is undone with the run, its curves and what the controls said', async ({ live, page }) => {
  const step = await pausedRun(live);
  const before = await live.probabilities();
  const other = await page.evaluate(async () => {
    const file = await window.softmaxLive.exportWeights();
    return [...new Uint8Array(file)];
  });
  await page.getByRole('textbox', { name: 'Learning rate' }).fill('0.02');
  await page.getByRole('textbox', { name: 'Learning rate' }).press('Enter');

  await live
    .part('weights-input')
    .setInputFiles({ name: 'a.safetensors', mimeType: SAFETENSORS, buffer: Buffer.from(other) });
  await expect(model(live)).toHaveAttribute('data-weights', 'imported');
  await live.expectState('idle');
  await undo(live).click();

  await live.expectState('paused');
  await expect(model(live)).toHaveAttribute('data-weights', 'training');
  expect(await live.step()).toBe(step);
  await expect.poll(() => live.probabilities()).toEqual(before);
  await expect(live.part('loss-chart')).not.toHaveAttribute('data-points', '0');
  await expect(live.notice('are in use')).toHaveCount(0);
  await expect(page.getByRole('textbox', { name: 'Learning rate' })).toHaveValue('0.02');
  await live.press('Resume');
  await live.expectStepsBeyond(step);
});

test('the way back ends when training starts', async ({ live, page }) => {
  await live.open();
  const file = await page.evaluate(async () => [...new Uint8Array(await window.softmaxLive.exportWeights())]);
  await live
    .part('weights-input')
    .setInputFiles({ name: 'a.safetensors', mimeType: SAFETENSORS, buffer: Buffer.from(file) });
  await expect(undo(live)).toBeVisible();
  await live.startTraining();
  await expect(undo(live)).toHaveCount(0);
});

test('a file that is none is refused in the reader’s words; model, run and drawing stay', async ({ live, page }) => {
  const step = await pausedRun(live);
  const before = await live.probabilities();
  const raster = await live.rasterPixels();
  for (const [name, buffer, reason] of [
    ['page.safetensors', Buffer.from('<!doctype html><title>Not found</title>'), 'it is no safetensors file'],
    ['empty.safetensors', Buffer.alloc(0), 'it is too short'],
    ['text.safetensors', Buffer.from('Dear network,'), 'it is no safetensors file'],
    ['none.safetensors', Buffer.from('[]'), 'it is too short'],
    ['large.safetensors', Buffer.alloc(1), 'it has 200 MB, and 128 MB are the most that is read'],
  ] as const) {
    if (name.startsWith('large')) {
      // Only its size is looked at: nobody has to make 200 MB for that.
      await page.evaluate(() => Object.defineProperty(File.prototype, 'size', { get: () => 200 * 1024 * 1024 }));
    }
    await live.part('weights-input').setInputFiles({ name, mimeType: SAFETENSORS, buffer });
    const notice = live.notice(`${name} can’t be used: ${reason}`);
    // The latest is seen, however many there are.
    await expect(notice).toBeInViewport({ ratio: 0.9 });
    await expect(notice).toHaveAttribute('data-kind', 'error');
  }
  await live.expectState('paused');
  await expect(model(live)).toHaveAttribute('data-weights', 'training');
  expect(await live.step()).toBe(step);
  expect(await live.probabilities()).toEqual(before);
  expect(await live.rasterPixels()).toEqual(raster);
});

test('in Korean the reason is Korean', async ({ live }) => {
  await live.open({ ...SMALL, lang: 'ko' });
  await live
    .part('weights-input')
    .setInputFiles({ name: 'a.safetensors', mimeType: SAFETENSORS, buffer: Buffer.alloc(3) });
  await expect(live.notice('a.safetensors 파일은 쓸 수 없어요. safetensors 파일이라기엔 너무 짧아요.')).toBeVisible();
});

test('weights let go over the pad are weights, and the drawing stays', async ({ live, page }) => {
  await live.open();
  await live.drawByScript(ONE);
  const raster = await live.rasterPixels();
  const file = await page.evaluate(async () => [...new Uint8Array(await window.softmaxLive.exportWeights())]);
  await drop(page, 'draw-pad', 'dropped.safetensors', Buffer.from(file));
  await expect(model(live)).toHaveAttribute('data-weights', 'imported');
  await expect(live.notice('dropped.safetensors')).toHaveCount(1);
  expect(await live.rasterPixels()).toEqual(raster);
});

for (const query of [{}, { embed: 1 }]) {
  const where = 'embed' in query ? 'embedded' : 'on the page';
  test(`a file that nobody wants is not opened in the place of the run (${where})`, async ({ live }) => {
    await live.open({ ...SMALL, ...query });
    const leftToTheBrowser = await live.part('status').evaluate((element) => {
      const dataTransfer = new DataTransfer();
      dataTransfer.items.add(new File(['notes'], 'notes.txt'));
      const init = { bubbles: true, cancelable: true, dataTransfer };
      return ['dragover', 'drop'].map((type) => element.dispatchEvent(new DragEvent(type, init)));
    });
    expect(leftToTheBrowser).toEqual([false, false]);
  });
}

for (const [lang, refusal] of [
  ['en', 'digit.png can’t be used here'],
  ['ko', 'digit.png 파일은 넣을 수 없어요'],
] as const) {
  test(`an image let go on a page that takes none is refused in words (${lang})`, async ({ live, page }) => {
    await live.open({ ...SMALL, lang, embed: 1, hide: 'picture' });
    await live.drawByScript(ONE);
    const raster = await live.rasterPixels();
    await drop(page, 'draw-pad', 'digit.png', Buffer.from('pixels'));
    await expect(live.notice(refusal)).toBeVisible();
    expect(await live.rasterPixels()).toEqual(raster);
  });
}

test('the script for PyTorch has this model and these settings, and can be copied and saved', async ({
  live,
  page,
  context,
}) => {
  await context.grantPermissions(['clipboard-read', 'clipboard-write']);
  await live.open();
  await live.press('Continue in PyTorch');
  const dialog = page.getByRole('dialog', { name: 'Continue in PyTorch' });
  const script = dialog.getByTestId('pytorch-script');
  await expect(script).toContainText('self.l1 = nn.Linear(784, 32)');
  await expect(script).toContainText('BATCH = 16');
  await expect(script).not.toContainText('DistributedDataParallel');

  await dialog.getByRole('combobox', { name: 'Runs as' }).selectOption({ label: 'Several processes, with torchrun' });
  await expect(script).toContainText('DistributedDataParallel');
  await dialog.getByRole('button', { name: 'Copy script' }).click();
  await expect(dialog.getByText('Copied', { exact: true })).toBeVisible();
  const copied = await page.evaluate(() => navigator.clipboard.readText());
  const saved = await download(page, () => dialog.getByRole('button', { name: 'Download script' }).click());
  expect(saved.suggestedFilename()).toBe('continue_mnist.py');
  expect((await contentOf(saved)).toString()).toBe(copied);

  await page.keyboard.press('Escape');
  await expect(dialog).toHaveCount(0);
  await expect(live.button('Continue in PyTorch')).toBeFocused();
});

test('numbers and curves are saved, and there is nothing to save before the first batch', async ({ live, page }) => {
  await live.open({ ...SMALL, epochs: 1 });
  const menu = page.locator('summary', { hasText: 'Save' });
  await menu.click();
  await expect(page.getByText('There is nothing to save before the first batch.')).toBeVisible();
  for (const name of ['Loss chart as SVG', 'Accuracy chart as PNG', 'Every batch as CSV', 'Every epoch as CSV'])
    await expect(live.button(name)).toBeDisabled();
  await page.keyboard.press('Escape');
  await expect(live.button('Loss chart as SVG')).toBeHidden();

  await live.press('Train');
  await live.expectState('finished', minutes(3));
  const save = (name: string) =>
    download(page, async () => {
      await menu.click();
      await live.press(name);
    });

  const batches = await save('Every batch as CSV');
  expect(batches.suggestedFilename()).toMatch(/^softmax-live-mlp-\d{4}-\d\d-\d\d-batches\.csv$/);
  const rows = (await contentOf(batches)).toString().trimEnd().split('\r\n');
  expect(rows[0]).toMatch(/^first_step,last_step,epoch,loss_min,loss_mean,/);
  expect(Number(rows.at(-1)?.split(',')[1])).toBe(await live.step());

  const epochs = (await contentOf(await save('Every epoch as CSV'))).toString().trimEnd().split('\r\n');
  expect(epochs).toHaveLength(2);
  expect(Number(epochs[1]?.split(',')[4])).toBe(await live.stat('test-accuracy'));

  const svg = (await contentOf(await save('Loss chart as SVG'))).toString();
  expect(svg).toMatch(/^<svg xmlns="http:\/\/www\.w3\.org\/2000\/svg"/);
  const parsed = await page.evaluate((text) => {
    const { documentElement } = new DOMParser().parseFromString(text, 'image/svg+xml');
    return { name: documentElement.nodeName, lines: documentElement.querySelectorAll('path').length };
  }, svg);
  expect(parsed.name).toBe('svg');
  expect(parsed.lines).toBeGreaterThan(4);

  const png = await contentOf(await save('Accuracy chart as PNG'));
  expect(png.subarray(1, 4).toString()).toBe('PNG');
  expect([png.readUInt32BE(16), png.readUInt32BE(20)]).toEqual([1600, 960]);
});

test('what an embedder hides is not there', async ({ live }) => {
  await live.open({ ...SMALL, hide: 'weights-in,pytorch,export,download' });
  await expect(live.button('Train')).toBeEnabled();
  await expect(live.part('loss-chart')).toBeVisible();
  for (const name of ['Load weights', 'Continue in PyTorch', 'Download weights'])
    await expect(live.button(name)).toHaveCount(0);
  await expect(live.part('weights-input')).toHaveCount(0);
});
