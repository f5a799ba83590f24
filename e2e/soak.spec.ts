/**
 * Memory and storage must not grow over a long visit. `npm run soak` runs the long form: 100 epochs, 200 pauses, 500
 * resets and 2,000 predictions during training on WebAssembly, fewer on WebGPU. The other tests include a short form
 * on WebAssembly.
 */
import type { TestInfo } from '@playwright/test';
import { KEPT_RUNS } from '../src/app/runs/run-storage.ts';
import { ONE } from './support/digits.ts';
import { expect, LivePage, type Query, test } from './support/live-page.ts';
import { minutes } from './support/timeouts.ts';
import { COUNT_IN_WORKER, type Held, SoakMeter } from './support/soak-meter.ts';
import { patchWorker } from './support/worker-patch.ts';

interface Day {
  /** Trained to their end, all runs together. */
  readonly epochs: number;
  readonly pauses: number;
  readonly resets: number;
  /** By a script during training; those of the drawing on the pad come in addition. */
  readonly predictions: number;
  /** Times that the tab is hidden and shown. */
  readonly hidings: number;
}

// npm sets it. Scripts of package.json cannot set a variable in the same way on every system.
const LONG = process.env['npm_lifecycle_event'] === 'soak';
const WARM_UP: Day = { epochs: 2, pauses: 5, resets: 10, predictions: 20, hidings: 2 };
const DAY: Day = LONG
  ? { epochs: 100, pauses: 200, resets: 500, predictions: 2000, hidings: 20 }
  : { epochs: 5, pauses: 20, resets: 40, predictions: 100, hidings: 5 };
/** On a software GPU, where everything takes longer. */
const DAY_ON_GPU: Day = { epochs: 10, pauses: 40, resets: 100, predictions: 200, hidings: 10 };

/** 20 steps an epoch. */
const QUERY: Query = { data: 'synthetic', layers: 32, batch: 1024, epochs: 100, weights: 'random' };

const MB = 1_000_000;

/**
 * By how much each may have grown. Tensors, heaps of WebAssembly and GPU buffers are counted by the engine, and one
 * that is forgotten once is too many. The heaps of JavaScript hold what the browser itself learns of the code that it
 * runs: that levels off at a megabyte after some hundred resets, however many follow. Above that, the long form's
 * 3,000 actions would show half a kilobyte that each leaves behind, the short form's twenty pauses one snapshot in two.
 * Elements and listeners come and go with the ticks of an axis. Databases keep what was deleted for a while.
 */
const MAY_GROW: Readonly<Record<keyof Held, number>> = {
  tensors: 0,
  tensorBytes: 0,
  wasmHeaps: 0,
  wasmBytes: 0,
  gpuBuffers: 0,
  gpuBytes: 0,
  workerHeap: MB,
  workerArrays: MB,
  pageHeap: 2 * MB,
  pageArrays: MB,
  nodes: 200,
  listeners: 50,
  storedRuns: KEPT_RUNS,
  storedBytes: 10 * MB,
};

/**
 * Playwright's pages are always in front. So the two signs of a hidden page are simulated: the properties of `document`,
 * and no frames until it is shown again.
 */
const HIDEABLE = () => {
  let hidden = false;
  let last = 0;
  const waiting = new Map<number, FrameRequestCallback>();
  const request = window.requestAnimationFrame.bind(window);
  const cancel = window.cancelAnimationFrame.bind(window);
  window.requestAnimationFrame = (callback) => {
    if (!hidden) return request(callback);
    // Browsers count upwards from one.
    waiting.set(--last, callback);
    return last;
  };
  window.cancelAnimationFrame = (handle) => {
    if (!waiting.delete(handle)) cancel(handle);
  };
  Object.defineProperty(document, 'hidden', { get: () => hidden });
  Object.defineProperty(document, 'visibilityState', { get: () => (hidden ? 'hidden' : 'visible') });
  Object.assign(window, {
    hide(wanted: boolean) {
      hidden = wanted;
      document.dispatchEvent(new Event('visibilitychange'));
      if (hidden) return;
      const callbacks = [...waiting.values()];
      waiting.clear();
      for (const callback of callbacks) request(callback);
    },
  });
};

/** Ends with a fresh network and no training. */
async function live(page: LivePage['page'], day: Day): Promise<void> {
  await page.evaluate(async ({ epochs, pauses, resets, predictions, hidings }) => {
    const { softmaxLive } = window;
    const { hide } = window as unknown as { readonly hide: (wanted: boolean) => void };
    /** Of a step, or of the run's end: after its last step there is only that. */
    const heard = () =>
      new Promise<void>((resolve) => {
        const done = () => {
          for (const stop of stops) stop();
          resolve();
        };
        const stops = [softmaxLive.on('metrics', done), softmaxLive.on('state', done)];
      });
    let seen = 0;
    const stop = softmaxLive.on('epoch', () => (seen += 1));

    async function keepTraining(): Promise<void> {
      const { state } = softmaxLive.state();
      if (state === 'running') return;
      const metrics = heard();
      // How it ends is asked for by the state.
      void softmaxLive.train();
      await metrics;
    }

    const slices = hidings;
    const pixels = new Uint8Array(784);
    for (let slice = 0; slice < slices; slice++) {
      for (let i = 0; i < predictions / slices; i++) {
        await keepTraining();
        if (i === 0) hide(true);
        pixels[(300 + i) % 784] = i % 256;
        await softmaxLive.predict(pixels);
      }
      hide(false);
      for (let done = 0; done < pauses / slices;) {
        await keepTraining();
        await softmaxLive.pause();
        // It may have come to its end instead.
        if (softmaxLive.state().state !== 'paused') continue;
        await softmaxLive.resume();
        done += 1;
      }
      while (seen < (epochs * (slice + 1)) / slices) {
        await keepTraining();
        await heard();
      }
    }
    stop();
    for (let i = 0; i < resets; i++) {
      // Some end a run that has been stored.
      if (i % 10 === 0) {
        await keepTraining();
        await softmaxLive.pause();
      }
      await softmaxLive.reset({ seed: i });
    }
  }, day);
}

/**
 * TensorFlow.js keeps as many buffers of a size as were ever in use at once. On a day that is a script's question, two
 * of the pad's and one of the run's, but only if they happen to come together: so here are more than that, beforehand.
 */
async function askManyAtOnce(page: LivePage['page']): Promise<void> {
  await page.evaluate(async () => {
    const pixels = new Uint8Array(784);
    await Promise.all(Array.from({ length: 12 }, () => window.softmaxLive.predict(pixels)));
  });
}

async function soak(page: LivePage['page'], query: Query, day: Day, info: TestInfo): Promise<void> {
  await patchWorker(page, COUNT_IN_WORKER);
  await page.addInitScript(HIDEABLE);
  const reader = new LivePage(page);
  await reader.open(query);
  await expect.poll(async () => (await reader.state()).loaded).toBe(24_000);
  await reader.drawByScript(ONE);
  for (const chart of ['loss-chart', 'console']) await reader.part(chart).scrollIntoViewIfNeeded();
  await askManyAtOnce(page);
  const meter = await SoakMeter.of(page);
  await live(page, WARM_UP);
  const before = await meter.measure();
  const start = Date.now();
  await live(page, day);
  const seconds = Math.round((Date.now() - start) / 1000);
  const after = await meter.measure();

  // A name, and what it was before and after.
  const rows = Object.entries(before).map(([name, value]) => `${name} ${value} → ${after[name as keyof Held]}`);
  info.annotations.push({ type: 'soak', description: rows.join(', ') });
  if (LONG) console.log(`${query['backend']}, ${seconds} s: ${rows.join(', ')}`);
  for (const [name, limit] of Object.entries(MAY_GROW)) {
    const grown = after[name as keyof Held] - before[name as keyof Held];
    expect.soft(grown, `${name} grew from ${before[name as keyof Held]}`).toBeLessThanOrEqual(limit);
  }
  expect(after.storedRuns).toBeLessThanOrEqual(KEPT_RUNS);
  await expect(reader.part('notice')).toHaveCount(0);
  await reader.expectState('idle');
}

test('on WebAssembly nothing grows', async ({ page }, info) => {
  test.setTimeout(minutes(LONG ? 60 : 5));
  await soak(page, { ...QUERY, backend: 'wasm' }, DAY, info);
});

if (LONG) {
  test('on WebGPU nothing grows', async ({ page }, info) => {
    test.setTimeout(minutes(30));
    await soak(page, { ...QUERY, backend: 'webgpu' }, DAY_ON_GPU, info);
  });
}
