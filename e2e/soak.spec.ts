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

interface Load {
  /** Complete epochs of all runs. */
  readonly epochs: number;
  readonly pauses: number;
  readonly resets: number;
  /** By a script during training, in addition to those of the drawing. */
  readonly predictions: number;
  /** Times that the tab is hidden and shown. */
  readonly tabHides: number;
}

// npm sets it. Scripts of package.json cannot set a variable in the same way on every system.
const LONG = process.env['npm_lifecycle_event'] === 'soak';
const WARM_UP: Load = { epochs: 2, pauses: 5, resets: 10, predictions: 20, tabHides: 2 };
const LOAD: Load = LONG
  ? { epochs: 100, pauses: 200, resets: 500, predictions: 2000, tabHides: 20 }
  : { epochs: 5, pauses: 20, resets: 40, predictions: 100, tabHides: 5 };
/** Smaller, because a software GPU is slow. */
const LOAD_ON_GPU: Load = { epochs: 10, pauses: 40, resets: 100, predictions: 200, tabHides: 10 };

/** 20 steps an epoch. */
const QUERY: Query = { data: 'synthetic', layers: 32, batch: 1024, epochs: 100, weights: 'random' };

const MB = 1_000_000;

/**
 * The growth allowed for each. The engine counts tensors, WebAssembly heaps and GPU buffers, where a single leak is too
 * many. JavaScript heaps also contain the browser's data about the code: it grows by up to a megabyte in some hundred
 * resets. Above that, the long form finds leaks of half a kilobyte per action, and the short form one snapshot in two
 * pauses. Elements and listeners vary with the ticks of an axis. Databases keep deleted records for a while.
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
 * Playwright's pages are always visible. So two properties of a hidden page are simulated: those of `document`, and the
 * lack of frames.
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
async function runVisit(page: LivePage['page'], load: Load): Promise<void> {
  await page.evaluate(async ({ epochs, pauses, resets, predictions, tabHides }) => {
    const { softmaxLive } = window;
    const { hide } = window as unknown as { readonly hide: (wanted: boolean) => void };
    /** Waits for steps or, after the last step, for the end of the run. */
    const nextEvent = () =>
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
      const metrics = nextEvent();
      // The loop checks the state afterwards.
      void softmaxLive.train();
      await metrics;
    }

    const slices = tabHides;
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
        // The run may have finished instead.
        if (softmaxLive.state().state !== 'paused') continue;
        await softmaxLive.resume();
        done += 1;
      }
      while (seen < (epochs * (slice + 1)) / slices) {
        await keepTraining();
        await nextEvent();
      }
    }
    stop();
    for (let i = 0; i < resets; i++) {
      // Every tenth reset ends a stored run.
      if (i % 10 === 0) {
        await keepTraining();
        await softmaxLive.pause();
      }
      await softmaxLive.reset({ seed: i });
    }
  }, load);
}

/**
 * TensorFlow.js keeps as many buffers of a size as were ever in use at once. During a visit that depends on how many
 * predictions coincide. More predictions at once beforehand make the number constant.
 */
async function askManyAtOnce(page: LivePage['page']): Promise<void> {
  await page.evaluate(async () => {
    const pixels = new Uint8Array(784);
    await Promise.all(Array.from({ length: 12 }, () => window.softmaxLive.predict(pixels)));
  });
}

async function soak(page: LivePage['page'], query: Query, load: Load, info: TestInfo): Promise<void> {
  await patchWorker(page, COUNT_IN_WORKER);
  await page.addInitScript(HIDEABLE);
  const reader = new LivePage(page);
  await reader.open(query);
  await expect.poll(async () => (await reader.state()).loaded).toBe(24_000);
  await reader.drawByScript(ONE);
  for (const chart of ['loss-chart', 'console']) await reader.part(chart).scrollIntoViewIfNeeded();
  await askManyAtOnce(page);
  const meter = await SoakMeter.of(page);
  await runVisit(page, WARM_UP);
  const before = await meter.measure();
  const start = Date.now();
  await runVisit(page, load);
  const seconds = Math.round((Date.now() - start) / 1000);
  const after = await meter.measure();

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
  await soak(page, { ...QUERY, backend: 'wasm' }, LOAD, info);
});

if (LONG) {
  test('on WebGPU nothing grows', async ({ page }, info) => {
    test.setTimeout(minutes(30));
    await soak(page, { ...QUERY, backend: 'webgpu' }, LOAD_ON_GPU, info);
  });
}
