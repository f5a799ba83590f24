/** A run survives the loss of its page, its worker and its device, and stays the same run. */
import type { Browser, Page } from '@playwright/test';
import type { EpochResult } from '../src/core/types.ts';
import { ONE } from './support/digits.ts';
import { untilRunIsKept } from './support/kept-run.ts';
import { expect, LivePage, SMALL, test } from './support/live-page.ts';
import { minutes } from './support/timeouts.ts';
import { patchWorker } from './support/worker-patch.ts';

test.describe.configure({ timeout: minutes(5) });

/** Takes seconds on a quiet machine: tests interrupt it in the middle. */
const SHORT = { ...SMALL, batch: 64, epochs: 2, layers: '320,160' } as const;

/** Of the built-in digits, in batches of 64. */
const STEPS_PER_EPOCH = 313;

interface Outcome {
  readonly epochs: readonly Omit<EpochResult, 'trainMs' | 'testMs'>[];
  /** Of the weights, from 0 to 2³². */
  readonly hash: number;
}

/** To be called before training; `outcome` afterwards. */
async function listen(page: Page): Promise<void> {
  await page.evaluate(() => {
    const results: unknown[] = [];
    Object.assign(window, { results });
    window.softmaxLive.on('epoch', (result) => results.push(result));
  });
}

async function outcome(page: Page): Promise<Outcome> {
  return page.evaluate(async () => {
    const { results } = window as unknown as { results: EpochResult[] };
    const file = new DataView(await window.softmaxLive.exportWeights());
    const header = Number(file.getBigUint64(0, true));
    let hash = 0;
    for (let at = 8 + header; at < file.byteLength; at += 4) hash = (Math.imul(hash, 31) + file.getInt32(at)) >>> 0;
    const epochs = results.map(({ trainMs: _train, testMs: _test, ...figures }) => figures);
    return { epochs, hash };
  });
}

let unbroken: Promise<Outcome> | undefined;

/** Of `SHORT`, made once: the same every time, which is what this file is about. */
function unbrokenRun(browser: Browser): Promise<Outcome> {
  unbroken ??= makeUnbrokenRun(browser);
  return unbroken;
}

async function makeUnbrokenRun(browser: Browser): Promise<Outcome> {
  const context = await browser.newContext();
  const live = new LivePage(await context.newPage());
  await live.open(SHORT);
  await listen(live.page);
  await live.press('Train');
  await live.expectState('finished');
  const result = await outcome(live.page);
  await context.close();
  return result;
}

/** Starts the run and pauses it at the first news of a later step than `step`. */
async function pauseAfter(page: Page, step: number): Promise<void> {
  await page.evaluate(async (last) => {
    await new Promise<void>((resolve) => {
      const stop = window.softmaxLive.on('metrics', ({ step: now }) => {
        if (now <= last) return;
        stop();
        resolve(window.softmaxLive.pause());
      });
      void window.softmaxLive.train();
    });
  }, step);
}

const offer = (live: LivePage) => live.part('saved-run');

test('after a reload the run continues and ends the same to the bit', async ({ live, page, browser }) => {
  const whole = await unbrokenRun(browser);
  await live.open(SHORT);
  await live.drawByScript(ONE);
  await pauseAfter(page, STEPS_PER_EPOCH + 20);
  await live.expectState('paused');
  const step = await live.step();
  await untilRunIsKept(page, step);
  const lines = (await live.consoleLines()).length;
  expect(lines).toBeGreaterThan(10);

  await page.reload();
  await page.evaluate(() => window.softmaxLive.ready);
  await expect(live.part('prediction')).toHaveAttribute('data-digit', '');
  await listen(page);
  await offer(live)
    .getByRole('button', { name: /^Continue at epoch 2, \d+\.\d%$/ })
    .click();
  await expect(offer(live)).toHaveCount(0);
  await expect(live.part('prediction')).toHaveAttribute('data-digit', /^\d$/);
  await live.expectStepsBeyond(step);
  await live.expectState('finished');

  const rest = await outcome(page);
  expect(rest.epochs).toEqual(whole.epochs.slice(1));
  expect(rest.hash).toBe(whole.hash);
  await test.step('curves, table and console show the whole run', async () => {
    expect((await live.consoleLines()).length).toBeGreaterThan(lines);
    expect((await live.consoleLines())[0]).toMatch(/^Training .* on wasm/);
    await live.part('loss-chart').scrollIntoViewIfNeeded();
    await expect
      .poll(async () => Number(await live.part('loss-chart').getAttribute('data-points')))
      .toBeGreaterThan(100);
    await page.getByText('Show as table').first().click();
    await expect(page.getByRole('table', { name: 'Results by epoch' }).getByRole('row')).toHaveCount(3);
  });
});

/** Runs code in the worker when a test image is requested: no page can end its worker otherwise. */
const onSample = (what: string) =>
  `addEventListener('message', ({ data }) => { if (data.name === 'sample') { ${what} } })`;

/** The context reports it once. */
const OUT_OF_MEMORY = `{
  const { prototype } = WebGL2RenderingContext;
  const { getError } = prototype;
  prototype.getError = function () {
    prototype.getError = getError;
    return this.OUT_OF_MEMORY;
  };
}`;

test('a worker that breaks down in the middle of a run is replaced, and the run is the same', async ({
  live,
  page,
  browser,
}) => {
  const whole = await unbrokenRun(browser);
  await patchWorker(page, onSample(`setTimeout(() => { throw new Error('out of memory'); });`), 1);
  await live.open(SHORT);
  await listen(page);
  await page.evaluate(() => {
    Object.assign(window, { ended: window.softmaxLive.train() });
  });
  await live.expectStepsBeyond(50);
  await live.press('Random test digit');
  await expect(live.notice(/a new one has replaced it/)).toContainText('out of memory');
  await expect(live.notice('The run continues with WebAssembly from step')).toBeVisible();
  await live.expectState('finished');
  // The promise of `train` settles with the run, not with the worker.
  await page.evaluate(() => (window as unknown as { ended: Promise<void> }).ended);
  expect(await outcome(page)).toEqual(whole);
});

test('a lost GPU in the middle of a run moves it to the next backend', async ({ live, page }) => {
  await patchWorker(
    page,
    `{
      const { getContext } = OffscreenCanvas.prototype;
      const contexts = [];
      OffscreenCanvas.prototype.getContext = function (...args) {
        const made = getContext.apply(this, args);
        if (made) contexts.push(made);
        return made;
      };
      ${onSample(`for (const gl of contexts) gl.getExtension('WEBGL_lose_context')?.loseContext();`)}
    }`,
    1,
  );
  await live.open({ ...SMALL, backend: 'webgl' });
  await expect(live.part('backend')).toHaveAttribute('data-backend', 'webgl');
  await live.startTraining(5);
  const before = await live.step();
  await live.press('Random test digit');
  await expect(live.notice(/^(Error)?.*The run continues with WebAssembly from step/)).toBeVisible();
  await expect(live.part('backend')).toHaveAttribute('data-backend', 'wasm');
  await live.expectState('running');
  await live.expectStepsBeyond(before);
});

test('a GPU out of memory during a run is given up, and the run continues on the next backend', async ({
  live,
  page,
}) => {
  await patchWorker(page, onSample(OUT_OF_MEMORY), 1);
  await live.open({ ...SMALL, backend: 'webgl' });
  await live.startTraining(2);
  await live.press('Random test digit');
  await expect(live.notice('WebGL is out of memory')).toHaveAttribute('data-kind', 'error');
  await expect(live.notice(/The run continues with WebAssembly from step/)).toBeVisible();
  await live.expectState('running');
});

test('a GPU out of memory during a prediction is given up, and the next backend predicts', async ({ live, page }) => {
  await patchWorker(page, onSample(OUT_OF_MEMORY), 1);
  await live.open({ ...SMALL, backend: 'webgl' });
  await live.press('Random test digit');
  await expect(live.notice('WebGL is out of memory')).toHaveAttribute('data-kind', 'error');
  await expect(live.part('backend')).toHaveAttribute('data-backend', 'wasm');
  await expect(live.part('prediction')).toHaveAttribute('data-digit', /\d/);
});

test('a run that diverges stops at its last good weights and can be continued after a reload', async ({
  live,
  page,
}) => {
  // Hardly learns: at a higher rate it then diverges as a fresh network does.
  await live.open({ ...SMALL, lr: 0.000001, momentum: 0.999, layers: '64,64,64', init: 'he' });
  await live.drawByScript(ONE);
  // By steps, as with some numbers of them it would not break down.
  for (let i = 0; i < 3; i++) await page.evaluate(() => window.softmaxLive.step());
  await live.expectState('paused');
  const step = await live.step();
  const rate = page.getByRole('textbox', { name: 'Learning rate' });
  await rate.fill('10');
  await rate.press('Enter');
  await live.press('Resume');
  await expect(live.notice('the loss stopped being a finite number')).toHaveAttribute('data-kind', 'error');
  await live.expectState('paused');
  expect((await live.probabilities()).reduce((a, b) => a + b)).toBeCloseTo(1);
  await untilRunIsKept(page, step);

  await page.reload();
  await page.evaluate(() => window.softmaxLive.ready);
  await offer(live)
    .getByRole('button', { name: /^Continue/ })
    .click();
  await expect(live.part('model')).toHaveAttribute('data-weights', 'training');
  await live.expectStepsBeyond(step - 1);
  await expect(live.notice('That did not work')).toHaveCount(0);
});
