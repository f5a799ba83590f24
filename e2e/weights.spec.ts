/** Weights and figures are saved from the page and loaded into it; no file costs the run or the drawing. */
import { readFile } from 'node:fs/promises';
import type { Download, Locator, Page } from '@playwright/test';
import { alterCanvases } from './support/altered-canvas.ts';
import { ONE, THREE } from './support/digits.ts';
import { expect, type LivePage, SMALL, sharedTest, test } from './support/live-page.ts';
import { png } from './support/png.ts';
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

/** A paused run of some steps, with a digit on the pad. */
async function pausedRun(live: LivePage): Promise<number> {
  await live.drawByScript(THREE);
  await live.startTraining();
  await live.press('Pause');
  await live.expectState('paused');
  await expect(live.part('prediction')).toHaveAttribute('data-digit', /^\d$/);
  return live.step();
}

const model = (live: LivePage) => live.part('model');
const undo = (live: LivePage) => live.part('notice').getByRole('button', { name: 'Undo import' });

sharedTest('weights that were downloaded and are loaded again predict the same', async ({ live, page }) => {
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

sharedTest('Undo import restores the run, its curves and the settings', async ({ live, page }) => {
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

sharedTest('Undo import is no longer offered once training starts', async ({ live, page }) => {
  const file = await page.evaluate(async () => [...new Uint8Array(await window.softmaxLive.exportWeights())]);
  await live
    .part('weights-input')
    .setInputFiles({ name: 'a.safetensors', mimeType: SAFETENSORS, buffer: Buffer.from(file) });
  await expect(undo(live)).toBeVisible();
  await live.startTraining();
  await expect(undo(live)).toHaveCount(0);
});

sharedTest('a file without weights is refused with the reason; model, run and drawing stay', async ({ live, page }) => {
  const step = await pausedRun(live);
  const before = await live.probabilities();
  const raster = await live.rasterPixels();
  for (const [name, buffer, reason] of [
    ['page.safetensors', Buffer.from('<!doctype html><title>Not found</title>'), 'it is not a safetensors file'],
    ['empty.safetensors', Buffer.alloc(0), 'it is too short'],
    ['text.safetensors', Buffer.from('Dear network,'), 'it is not a safetensors file'],
    ['none.safetensors', Buffer.from('[]'), 'it is too short'],
    ['large.safetensors', Buffer.alloc(1), 'it has 200 MB, and the limit is 128 MB'],
  ] as const) {
    if (name.startsWith('large')) {
      // Only the size is read, so that the file need not have 200 MB.
      await page.evaluate(() => {
        Object.defineProperty(File.prototype, 'size', { get: () => 200 * 1024 * 1024, configurable: true });
      });
    }
    await live.part('weights-input').setInputFiles({ name, mimeType: SAFETENSORS, buffer });
    const notice = live.notice(`${name} can’t be used: ${reason}`);
    // The latest is seen, however many there are.
    await expect(notice).toBeInViewport({ ratio: 0.9 });
    await expect(notice).toHaveAttribute('data-kind', 'error');
  }
  await page.evaluate(() => Reflect.deleteProperty(File.prototype, 'size'));
  await live.expectState('paused');
  await expect(model(live)).toHaveAttribute('data-weights', 'training');
  expect(await live.step()).toBe(step);
  expect(await live.probabilities()).toEqual(before);
  expect(await live.rasterPixels()).toEqual(raster);
});

sharedTest('weights that are dropped on the pad are loaded, and the drawing stays', async ({ live, page }) => {
  await live.drawByScript(ONE);
  const raster = await live.rasterPixels();
  const file = await page.evaluate(async () => [...new Uint8Array(await window.softmaxLive.exportWeights())]);
  await drop(page, 'draw-pad', 'dropped.safetensors', Buffer.from(file));
  await expect(model(live)).toHaveAttribute('data-weights', 'imported');
  await expect(live.notice('dropped.safetensors')).toHaveCount(1);
  expect(await live.rasterPixels()).toEqual(raster);
});

/** A dark upright stroke on white. */
const STROKE = png(40, 40, (x, y) => (x > 17 && x < 22 && y > 8 && y < 32 ? [0, 0, 0, 255] : [255, 255, 255, 255]));

/** The file as PyTorch writes it of a wrapped network with batch normalisation: no metadata, a scalar at the end. */
function asFromPyTorch(own: Buffer): Buffer {
  const length = Number(own.readBigUInt64LE());
  const header = JSON.parse(own.toString('utf8', 8, 8 + length)) as Record<string, { data_offsets: number[] }>;
  const data = own.subarray(8 + length);
  const tensors = Object.entries(header).filter(([name]) => name !== '__metadata__');
  const scalar = { dtype: 'I64', shape: [], data_offsets: [data.length, data.length + 8] };
  const renamed = tensors.map(([name, tensor]) => [`_orig_mod.module.${name.replace('l', 'fc')}`, tensor] as const);
  const text = JSON.stringify({ ...Object.fromEntries(renamed), 'bn.num_batches_tracked': scalar });
  const size = Buffer.alloc(8);
  size.writeBigUInt64LE(BigInt(text.length));
  return Buffer.concat([size, Buffer.from(text), data, Buffer.alloc(8)]);
}

sharedTest(
  'weights from PyTorch, of any name, are loaded alike from a file, a drop and a script',
  async ({ live, page }) => {
    await live.drawByScript(ONE);
    const own = Buffer.from(
      await page.evaluate(async () => [...new Uint8Array(await window.softmaxLive.exportWeights())]),
    );
    const before = await live.probabilities();
    const foreign = asFromPyTorch(own);
    const said =
      'The prefix “_orig_mod.module.” was removed from the names. Matched by shape and order: fc1.weight → l1.weight, ' +
      'fc2.weight → l2.weight. One tensor has no place in this network and was left out: bn.num_batches_tracked.';
    const ways = {
      'pytorch_model.bin': () =>
        live.part('weights-input').setInputFiles({ name: 'pytorch_model.bin', mimeType: SAFETENSORS, buffer: foreign }),
      'net.txt': () => drop(page, 'draw-pad', 'net.txt', foreign),
      'a script': () =>
        page.evaluate((bytes) => window.softmaxLive.importWeights(Uint8Array.from(bytes).buffer), [...foreign]),
    };
    for (const [name, load] of Object.entries(ways)) {
      await page.evaluate(() => window.softmaxLive.reset());
      await expect(model(live)).toHaveAttribute('data-weights', 'random');
      await load();
      await expect(live.notice(`The weights from ${name} are in use`)).toContainText(said);
      await expect(model(live)).toHaveAttribute('data-weights', 'imported');
      await expect.poll(() => live.probabilities()).toEqual(before);
    }
  },
);

sharedTest(
  'files are recognised by their content: converted, put on the pad, or told where they belong',
  async ({ live, page }) => {
    const zip = Buffer.from('PK\x03\x04______________________model/data.pkl');
    const load = (name: string, buffer: Buffer) =>
      live.part('weights-input').setInputFiles({ name, mimeType: SAFETENSORS, buffer });
    await load('model.pt', zip);
    await expect(live.notice('model.pt can’t be used: it is not a safetensors file but one of PyTorch')).toContainText(
      'save_file(torch.load("model.pt", map_location="cpu"), "weights.safetensors")',
    );
    await load('digit.safetensors', STROKE);
    await expect(live.notice('digit.safetensors can’t be used')).toContainText('Images go on the pad');

    const show = (name: string, mimeType: string, buffer: Buffer) =>
      live.part('image-input').setInputFiles({ name, mimeType, buffer });
    await show('model.png', 'image/png', zip);
    await expect(live.notice('model.png can’t go on the pad')).toContainText('Choose it with “Load weights”');
    await show('photo.jpg', 'image/jpeg', Buffer.from('\0\0\0\x24ftypheic\0\0\0\0mif1heic'));
    await expect(live.notice('photo.jpg can’t go on the pad')).toContainText('Export or share it as JPEG');
    const shape = '<rect width="100" height="100" fill="white"/><path d="M50 15V85" stroke="black" stroke-width="9"/>';
    const svg = Buffer.from(`<svg xmlns="http://www.w3.org/2000/svg" width="100" height="100">${shape}</svg>`);
    for (const [name, type, content] of [
      ['png.txt', 'text/plain', STROKE],
      ['png.svg', 'image/svg+xml', STROKE],
      ['svg.png', 'image/png', svg],
      ['svg.bin', 'application/octet-stream', svg],
    ] as const) {
      await show(name, type, content);
      await expect(page.getByText(`From your image ${name}`, { exact: true })).toBeVisible();
    }
    await drop(page, 'status', 'dropped.dat', STROKE);
    await expect(page.getByText('From your image dropped.dat', { exact: true })).toBeVisible();
  },
);

sharedTest('a browser inside an app says after a download that it may not save files', async ({ live, page }) => {
  const words = 'the browser inside this app saves no files';
  await download(page, () => live.press('Download weights'));
  await expect(live.notice(words)).toHaveCount(0);
  await page.evaluate(() => {
    const value = `${navigator.userAgent.replace(')', '; wv)')};KAKAOTALK 2410850`;
    Object.defineProperty(navigator, 'userAgent', { value, configurable: true });
  });
  await live.press('Download weights');
  await expect(live.notice(words)).toBeVisible();
  // The prototype's again.
  await page.evaluate(() => Reflect.deleteProperty(navigator, 'userAgent'));
});

/** Whether the browser handles what is dropped on the element. It would open a file or a link in the page's place. */
async function isLeftToBrowser(on: Locator, data: Readonly<Record<string, string>> | 'file'): Promise<boolean> {
  return on.evaluate((element, given) => {
    const dataTransfer = new DataTransfer();
    if (given === 'file') dataTransfer.items.add(new File(['notes'], 'notes.txt'));
    else for (const [type, content] of Object.entries(given)) dataTransfer.setData(type, content);
    const init = { bubbles: true, cancelable: true, dataTransfer };
    return ['dragover', 'drop'].map((type) => element.dispatchEvent(new DragEvent(type, init))).includes(true);
  }, data);
}

sharedTest(
  'the browser opens nothing that is dropped in place of the page, and text fields take text',
  async ({ live }) => {
    const page = live.part('status');
    const field = live.page.getByLabel('Hidden layers');
    const link = { 'text/uri-list': 'https://example.org/', 'text/plain': 'https://example.org/' };
    expect(await isLeftToBrowser(page, 'file')).toBe(false);
    expect(await isLeftToBrowser(field, 'file')).toBe(false);
    for (const data of [link, { 'text/x-moz-url': 'https://example.org/\nAn example' }, { 'text/plain': '128' }])
      expect(await isLeftToBrowser(page, data)).toBe(false);
    expect(await isLeftToBrowser(field, { 'text/uri-list': 'https://example.org/' })).toBe(false);
    expect(await isLeftToBrowser(field, { 'text/plain': '128' })).toBe(true);
    await expect(live.notice('Save the picture, then drop its file')).toBeVisible();
  },
);

test('a frame without its picture control refuses dropped images and bad weights in Korean', async ({ live, page }) => {
  await live.open({ ...SMALL, lang: 'ko', embed: 1, panels: 'draw,train,settings', hide: 'picture' });
  expect(await isLeftToBrowser(live.part('status'), 'file')).toBe(false);
  await live.drawByScript(ONE);
  const raster = await live.rasterPixels();
  await drop(page, 'draw-pad', 'digit.png', Buffer.from('pixels'));
  await expect(live.notice('digit.png 파일은 넣을 수 없어요')).toBeVisible();
  expect(await live.rasterPixels()).toEqual(raster);
  await live
    .part('weights-input')
    .setInputFiles({ name: 'a.safetensors', mimeType: SAFETENSORS, buffer: Buffer.alloc(3) });
  await expect(live.notice('a.safetensors 파일은 쓸 수 없어요. safetensors 파일이라기엔 너무 짧아요.')).toBeVisible();
});

sharedTest(
  'the PyTorch script has the model and the settings, and can be copied and saved',
  async ({ live, page, context }) => {
    await context.grantPermissions(['clipboard-read', 'clipboard-write']);
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
  },
);

sharedTest('figures and curves of a run can be saved, and not before its first batch', async ({ live, page }) => {
  const menu = page.locator('summary', { hasText: 'Save' });
  await menu.click();
  await expect(page.getByText('There is nothing to save before the first batch.')).toBeVisible();
  for (const name of ['Loss chart as SVG', 'Accuracy chart as PNG', 'Every batch as CSV', 'Every epoch as CSV'])
    await expect(live.button(name)).toBeDisabled();
  await page.keyboard.press('Escape');
  await expect(live.button('Loss chart as SVG')).toBeHidden();

  await page.evaluate(() => window.softmaxLive.train({ epochs: 1, batch: 64 }));
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

  const image = await contentOf(await save('Accuracy chart as PNG'));
  expect(image.subarray(1, 4).toString()).toBe('PNG');
  expect([image.readUInt32BE(16), image.readUInt32BE(20)]).toEqual([1600, 960]);

  const restore = await alterCanvases(page, 'noise');
  await menu.click();
  await live.press('Accuracy chart as PNG');
  await expect(live.notice('Save the chart as SVG')).toBeVisible();
  await restore();
});

test('controls that the address hides are absent, and a dropped image is refused', async ({ live, page }) => {
  await live.open({ ...SMALL, hide: 'weights-in,pytorch,export,download,picture' });
  await expect(live.button('Train')).toBeEnabled();
  await expect(live.part('loss-chart')).toBeVisible();
  for (const name of ['Load weights', 'Continue in PyTorch', 'Download weights'])
    await expect(live.button(name)).toHaveCount(0);
  await expect(live.part('weights-input')).toHaveCount(0);
  await drop(page, 'draw-pad', 'digit.png', Buffer.from('pixels'));
  await expect(live.notice('digit.png can’t be used here')).toBeVisible();
});
