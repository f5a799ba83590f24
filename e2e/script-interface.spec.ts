/** `window.softmaxLive`, as INTERFACE promises it to scripts and tests. */
import type { ScriptEventName, ScriptEvents } from '../src/app/script-interface.ts';
import { defaultConfig } from '../src/core/config.ts';
import { CORNER, ONE, THREE } from './support/digits.ts';
import { refuseMirror, TRAIN_LABELS } from './support/data-routes.ts';
import { expect, sharedTest as test, SMALL, test as ownPageTest } from './support/live-page.ts';
import { createGate } from './support/gate.ts';
import { minutes } from './support/timeouts.ts';

test.describe.configure({ timeout: minutes(4) });

/** 313 steps an epoch. */
const QUICK = { ...SMALL, batch: 64, epochs: 1 };
test.use({ query: QUICK });

const CONFIG = { ...defaultConfig('mlp'), layers: [32], batch: 64, epochs: 1 };
const PARAMETERS = 784 * 32 + 32 + 32 * 10 + 10;

const f32 = (shape: readonly number[]): unknown => expect.objectContaining({ dtype: 'F32', shape });

test('once ready settles, state() has every field, and predict() and evaluate() answer as the page shows', async ({
  live,
  page,
}) => {
  const { loaded, path, ...state } = await live.state();
  expect(state).toEqual({
    state: 'idle',
    backend: 'wasm',
    dataset: 'synthetic',
    total: 24_000,
    model: 'mlp',
    parameters: PARAMETERS,
    weights: 'random',
    epoch: 0,
    step: 0,
    config: CONFIG,
  });
  expect(loaded).toBeGreaterThan(0);
  expect(path).toMatch(/\S/);

  await live.drawByScript(THREE);
  await expect(live.part('prediction')).toHaveAttribute('data-digit', /^\d$/);
  const { bytes, floats } = await page.evaluate(async () => {
    const { softmaxLive } = window;
    const raster = softmaxLive.raster();
    return {
      bytes: await softmaxLive.predict(raster),
      floats: await softmaxLive.predict(Float32Array.from(raster, (value) => value / 255)),
    };
  });
  expect(floats).toEqual(bytes);
  const { digit, logits, probabilities } = bytes;
  expect(logits).toHaveLength(10);
  const exps = logits.map((logit) => Math.exp(logit));
  const sum = exps.reduce((a, b) => a + b);
  for (const [i, p] of probabilities.entries()) expect(p).toBeCloseTo((exps[i] ?? 0) / sum, 6);
  expect(digit).toBe(logits.indexOf(Math.max(...logits)));
  expect(await live.probabilities()).toEqual(probabilities);

  const { loss, accuracy, correct, total } = await page.evaluate(() => window.softmaxLive.evaluate());
  expect(total).toBe(4000);
  expect(accuracy).toBe(correct / total);
  expect(loss).toBeGreaterThan(2);
  expect(loss).toBeLessThan(3);
  expect(await live.stat('test-accuracy')).toBe(accuracy);
});

test('train, pause, step, resume and reset settle when their state has been reached', async ({ page }) => {
  // Slow enough that the pause comes before the end on any machine.
  const config = { ...CONFIG, layers: [256] };
  await page.evaluate(() => window.softmaxLive.reset({ layers: [256] }));
  const seen = await page.evaluate(async () => {
    const { softmaxLive } = window;
    const states: string[] = [];
    softmaxLive.on('state', ({ state }) => states.push(state));
    const firstBatch = new Promise<void>((resolve) => {
      const stop = softmaxLive.on('metrics', () => {
        stop();
        resolve();
      });
    });

    const stopped = softmaxLive.train({ seed: 3, lr: '0.02' });
    await firstBatch;
    await softmaxLive.pause();
    const paused = softmaxLive.state();
    await stopped;
    await softmaxLive.step();
    const stepped = softmaxLive.state();
    await softmaxLive.resume();
    const resumed = softmaxLive.state();
    await softmaxLive.train();
    const finished = softmaxLive.state();
    await softmaxLive.reset({ batch: 32 });
    const reset = softmaxLive.state();
    return { states, paused, stepped, resumed, finished, reset };
  });

  expect(seen.paused.state).toBe('paused');
  expect(seen.paused.config).toEqual({ ...config, seed: 3, lr: 0.02 });
  expect(seen.stepped.state).toBe('paused');
  expect(seen.stepped.step).toBe(seen.paused.step + 1);
  expect(seen.resumed.state).toBe('running');
  expect(seen.finished).toMatchObject({ state: 'finished', step: 313, epoch: 1, weights: 'trained' });
  expect(seen.reset).toMatchObject({ state: 'idle', step: 0, epoch: 0, weights: 'random' });
  expect(seen.reset.config).toEqual({ ...config, seed: 3, lr: 0.02, batch: 32 });
  expect(seen.states).toEqual(['running', 'paused', 'running', 'paused', 'running', 'finished', 'idle']);
});

test('draw() adds ink, raster() returns the network’s image, clear() empties the pad', async ({ live, page }) => {
  await live.draw(CORNER);
  const byHand = await page.evaluate(() => Array.from(window.softmaxLive.raster()));
  expect(byHand).toEqual(await live.rasterPixels());
  await page.evaluate(() => window.softmaxLive.clear());
  expect(await page.evaluate(() => Array.from(window.softmaxLive.raster()))).toEqual(Array(784).fill(0));
  await expect(live.part('prediction')).toHaveAttribute('data-digit', '');

  await live.drawByScript(CORNER);
  const byScript = await page.evaluate(() => Array.from(window.softmaxLive.raster()));
  // The mouse moves in whole pixels, and so the edges of the ink differ.
  const apart = byScript.map((value, i) => Math.abs(value - (byHand[i] ?? 0)));
  expect(Math.max(...apart)).toBeLessThan(64);

  await live.drawByScript(ONE);
  const both = await page.evaluate(() => Array.from(window.softmaxLive.raster()));
  expect(both).not.toEqual(byScript);
  await live.press('Undo');
  await expect.poll(() => live.rasterPixels()).toEqual(byScript);
});

test('weights are exported as safetensors in PyTorch’s layout and imported the same; other files are refused', async ({
  page,
}) => {
  const { file, before, between, after, weights, refusals, kept } = await page.evaluate(async () => {
    const { softmaxLive } = window;
    await softmaxLive.train();
    const image = new Uint8Array(784).fill(128, 300, 500);
    const exported = await softmaxLive.exportWeights();
    const trained = await softmaxLive.predict(image);
    await softmaxLive.reset({ seed: 1 });
    const fresh = await softmaxLive.predict(image);
    await softmaxLive.importWeights(exported);
    const imported = await softmaxLive.predict(image);
    const { weights: origin } = softmaxLive.state();
    const messages: string[] = [];
    for (const wrong of [new ArrayBuffer(0), new ArrayBuffer(64), exported.slice(0, exported.byteLength - 4)])
      await softmaxLive.importWeights(wrong).catch((error: unknown) => messages.push(String(error)));
    return {
      file: Array.from(new Uint8Array(exported)),
      before: trained.logits,
      between: fresh.logits,
      after: imported.logits,
      weights: origin,
      refusals: messages,
      kept: (await softmaxLive.predict(image)).logits,
    };
  });
  expect(between).not.toEqual(before);
  expect(after).toEqual(before);
  expect(weights).toBe('imported');
  expect(refusals).toHaveLength(3);
  for (const message of refusals) expect(message).toMatch(/^RangeError: file: .{20}/);
  expect(kept).toEqual(before);

  const bytes = Buffer.from(file);
  const headerLength = Number(bytes.readBigUInt64LE(0));
  const header: unknown = JSON.parse(bytes.toString('utf8', 8, 8 + headerLength));
  expect(header).toEqual({
    __metadata__: expect.any(Object),
    'l1.weight': f32([32, 784]),
    'l1.bias': f32([32]),
    'l2.weight': f32([10, 32]),
    'l2.bias': f32([10]),
  });
  expect(bytes.length).toBe(8 + headerLength + 4 * PARAMETERS);
});

test('events report states, batches, epochs and predictions until the listener unsubscribes', async ({
  live,
  page,
}) => {
  await live.drawByScript(ONE);
  const heard = await page.evaluate(async () => {
    const { softmaxLive } = window;
    type Heard = { [Name in ScriptEventName]: ScriptEvents[Name][] };
    const log: Heard = { state: [], metrics: [], epoch: [], prediction: [], notice: [] };
    const stops = [
      softmaxLive.on('state', (detail) => log.state.push(detail)),
      softmaxLive.on('metrics', (detail) => log.metrics.push(detail)),
      softmaxLive.on('epoch', (detail) => log.epoch.push(detail)),
      softmaxLive.on('prediction', (detail) => log.prediction.push(detail)),
    ];
    await softmaxLive.train();
    const counts = () => Object.values(log).map(({ length }) => length);
    const before = counts();
    for (const stop of stops) stop();
    await softmaxLive.step();
    return { ...log, before, after: counts() };
  });

  expect(heard.state).toEqual([{ state: 'running' }, { state: 'finished' }]);
  expect(heard.metrics.at(-1)).toEqual({
    epoch: 1,
    step: 313,
    loss: expect.any(Number),
    accuracy: expect.any(Number),
    stepsPerSecond: expect.any(Number),
  });
  expect(heard.epoch).toHaveLength(1);
  const [epoch] = heard.epoch;
  expect(Object.keys(epoch ?? {}).toSorted()).toEqual(
    'correct epoch testAccuracy testLoss testMs total trainAccuracy trainLoss trainMs'.split(' '),
  );
  expect(epoch).toMatchObject({ epoch: 1, total: 4000 });
  expect(epoch?.testAccuracy).toBe((epoch?.correct ?? 0) / 4000);
  expect(heard.prediction.length).toBeGreaterThan(1);
  expect(Object.keys(heard.prediction[0] ?? {}).toSorted()).toEqual(['digit', 'logits', 'probabilities']);
  expect(heard.after).toEqual(heard.before);
});

ownPageTest('a message to the reader is also an event', async ({ live, page }) => {
  const listening = createGate();
  await page.route(`/mnist/${TRAIN_LABELS}.gz`, async (route) => {
    await listening.opened;
    await route.fulfill({ status: 404 });
  });
  await refuseMirror(page);
  await live.visit({ ...QUICK, data: 'auto' });
  const first = page.evaluate(
    () =>
      new Promise<ScriptEvents['notice']>((resolve) => {
        window.softmaxLive.on('notice', resolve);
      }),
  );
  await page.evaluate(() => window.softmaxLive.state());
  listening.open();
  const { kind, code, text } = await first;
  expect(kind).toBe('warning');
  expect(code).toBe('data-source-failed');
  await expect(live.notice(text)).toBeVisible();
});
