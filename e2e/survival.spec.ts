/** A run outlives the page, the engine's worker and the device that it began on, and is the same run afterwards. */
import type { Browser, Page } from '@playwright/test';
import type { EpochResult } from '../src/core/types.ts';
import { ONE } from './support/digits.ts';
import { untilRunIsKept } from './support/kept-run.ts';
import { expect, LivePage, SMALL, test } from './support/live-page.ts';
import { minutes } from './support/timeouts.ts';
import { patchWorker } from './support/worker-patch.ts';

test.describe.configure({ timeout: minutes(5) });

/** Seconds to train even where nobody else wants the processor: there has to be a middle of it. */
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

test('after a reload the run goes on as if nothing had happened, bit for bit', async ({ live, page, browser }) => {
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
  await test.step('curves, table and console tell the whole run', async () => {
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

/** Silence is counted in ticks of five seconds; here they come every one and a half. */
async function hurryHeartbeat(page: Page): Promise<void> {
  await page.addInitScript(() => {
    const setInterval = window.setInterval.bind(window);
    window.setInterval = ((handler: () => void, ms?: number) =>
      setInterval(handler, ms === 5000 ? 1500 : ms)) as typeof window.setInterval;
  });
}

/** What ends the first worker when a test image is asked for: no page can do that by itself. */
const onSample = (what: string) =>
  `addEventListener('message', ({ data }) => { if (data.name === 'sample') { ${what} } })`;

/** As the context tells it: once, and of what goes on by then as if nothing were the matter. */
const OUT_OF_MEMORY = `{
  const { prototype } = WebGL2RenderingContext;
  const { getError } = prototype;
  prototype.getError = function () {
    prototype.getError = getError;
    return this.OUT_OF_MEMORY;
  };
}`;

for (const [fault, code, words] of [
  ['that breaks down', `setTimeout(() => { throw new Error('out of memory'); });`, 'out of memory'],
  ['that is killed without a word', `close();`, 'no sign of life'],
  ['that hangs', `for (;;);`, 'no sign of life'],
] as const) {
  test(`a worker ${fault} in the middle of a run is replaced, and the run is the same`, async ({
    live,
    page,
    browser,
  }) => {
    const whole = await unbrokenRun(browser);
    await patchWorker(page, onSample(code), 1);
    await hurryHeartbeat(page);
    await live.open(SHORT);
    await listen(page);
    await page.evaluate(() => {
      Object.assign(window, { ended: window.softmaxLive.train() });
    });
    await live.expectStepsBeyond(50);
    await live.press('Random test digit');
    await expect(live.notice(/a fresh one takes its place/)).toContainText(words);
    await expect(live.notice('The run continues with WebAssembly from step')).toBeVisible();
    await live.expectState('finished');
    // Whoever waited for the run hears of its end, not of the worker's.
    await page.evaluate(() => (window as unknown as { ended: Promise<void> }).ended);
    expect(await outcome(page)).toEqual(whole);
  });
}

test('imported weights outlive their worker, and so does the way back to the run before them', async ({
  live,
  page,
}) => {
  await patchWorker(page, onSample(`setTimeout(() => { throw new Error('out of memory'); });`), 1);
  await live.open(SMALL);
  await live.startTraining(20);
  await live.press('Pause');
  await live.expectState('paused');
  const step = await live.step();
  await page.evaluate(async () => {
    await window.softmaxLive.importWeights(await window.softmaxLive.exportWeights());
  });
  await live.expectState('idle');
  await live.press('Random test digit');
  await expect(live.notice(/a fresh one takes its place/)).toBeVisible();
  await expect(live.part('model')).toHaveAttribute('data-weights', 'imported');
  await page.getByRole('region', { name: 'Messages' }).getByRole('button', { name: 'Undo import' }).click();
  await live.expectState('paused');
  expect(await live.step()).toBe(step);
  await live.press('Resume');
  await live.expectStepsBeyond(step);
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

for (const [what, model] of [
  ['the fused step', {}],
  ['the written-out step', { model: 'cnn' }],
] as const) {
  test(`a GPU without room is lost to a run on ${what}, which goes on with the next backend`, async ({
    live,
    page,
  }) => {
    await patchWorker(page, onSample(OUT_OF_MEMORY), 1);
    await live.open({ ...SMALL, ...model, backend: 'webgl' });
    await live.startTraining(2);
    await live.press('Random test digit');
    await expect(live.notice('WebGL is out of memory')).toHaveAttribute('data-kind', 'error');
    await expect(live.notice(/The run continues with WebAssembly from step/)).toBeVisible();
    await live.expectState('running');
  });
}

test('a GPU without room gives no prediction: the next backend does', async ({ live, page }) => {
  await patchWorker(page, onSample(OUT_OF_MEMORY), 1);
  await live.open({ ...SMALL, backend: 'webgl' });
  await live.press('Random test digit');
  await expect(live.notice('WebGL is out of memory')).toHaveAttribute('data-kind', 'error');
  await expect(live.part('backend')).toHaveAttribute('data-backend', 'wasm');
  await expect(live.part('prediction')).toHaveAttribute('data-digit', /\d/);
});

test('a learning rate that is too high stops the run at good weights and says what to do', async ({ live, page }) => {
  await live.open({ ...SMALL, lr: 10, momentum: 0.999, layers: '64,64,64', init: 'he' });
  await live.drawByScript(ONE);
  await live.press('Train');
  const notice = live.notice('the loss stopped being a finite number');
  await expect(notice).toHaveAttribute('data-kind', 'error');
  await live.expectState('paused');
  const sums = await live.probabilities();
  expect(sums.reduce((a, b) => a + b)).toBeCloseTo(1);
  const rate = page.getByRole('textbox', { name: 'Learning rate' });
  await rate.fill('0.001');
  await rate.press('Enter');
  const step = await live.step();
  await live.press('Resume');
  await live.expectStepsBeyond(step);
});

test('a run that has diverged can be taken up after a reload', async ({ live, page }) => {
  // Hardly learns: at a higher rate it then breaks down as a fresh one does.
  await live.open({ ...SMALL, lr: 0.000001, momentum: 0.999, layers: '64,64,64', init: 'he' });
  // By steps, as with some numbers of them it would not break down.
  for (let i = 0; i < 3; i++) await page.evaluate(() => window.softmaxLive.step());
  await live.expectState('paused');
  const step = await live.step();
  const rate = page.getByRole('textbox', { name: 'Learning rate' });
  await rate.fill('10');
  await rate.press('Enter');
  await live.press('Resume');
  await expect(live.notice('the loss stopped being a finite number')).toBeVisible();
  await live.expectState('paused');
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

test('a network that does not fit is refused in words, and the one before stands with its run', async ({
  live,
  page,
}) => {
  // 64 MB is all that is to be had at once; the six layers want more than that.
  await patchWorker(
    page,
    `{
      const { Memory } = WebAssembly;
      WebAssembly.Memory = class extends Memory {
        constructor(given) {
          if (given.initial > 1024) throw new RangeError('WebAssembly.Memory(): could not allocate memory');
          super(given);
        }
      };
    }`,
  );
  await live.open(SMALL);
  await live.drawByScript(ONE);
  await live.startTraining(20);
  await live.press('Pause');
  await live.expectState('paused');
  const [step, answer] = [await live.step(), await live.probabilities()];
  await page.getByText('More settings').click();
  await page.getByRole('textbox', { name: 'Hidden layers' }).fill('2048, 2048, 2048, 2048, 2048, 2048');
  await page.getByRole('textbox', { name: 'Batch size' }).fill('1024');
  await page.getByRole('textbox', { name: 'Batch size' }).press('Enter');
  await live.press('Reset');
  await expect(live.notice('There is not enough memory for that, so nothing was changed.')).toBeVisible();
  await live.expectState('paused');
  expect(await live.step()).toBe(step);
  expect(await live.probabilities()).toEqual(answer);
  await expect(live.part('model')).toHaveAttribute('data-parameters', '25450');
  await live.press('Resume');
  await live.expectStepsBeyond(step);
});
