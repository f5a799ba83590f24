/** Training and questions where the GPU's answers come late, beside the same without the delay. */
import type { Browser, Page } from '@playwright/test';
import type { BackendName } from '../../src/core/types.ts';
import { SEVEN } from '../../e2e/support/digits.ts';
import { patchWorker } from '../../e2e/support/worker-patch.ts';
import { launchBrowser, newContext, serveProduct } from '../lib/browser.ts';
import { datasetThere } from '../lib/environment.ts';
import { START_LIMIT_S, limit } from '../lib/limit.ts';
import type { Options } from '../lib/options.ts';
import type { Outcome } from '../lib/outcome.ts';
import { interleave, median, quantile } from '../lib/statistics.ts';
import { markdownTable } from '../lib/table.ts';

/** As Firefox, which looks for answers every 100 ms. */
const DELAYS_MS = [0, 103] as const;
const GPUS: readonly BackendName[] = ['webgpu', 'webgl'];
/** Until the parts of a chunk's time are known. */
const WARM_UP_MS = 8_000;
const ROUND_MS = 6_000;
/** Questions are counted while nothing else is; the pause between them varies, as it does for a person. */
const QUESTIONS = 6;

interface Entry {
  readonly backend: BackendName;
  readonly delayMs: number;
  readonly page: Page;
  readonly path: string | null;
  readonly stepsPerSecond: number[];
  readonly answersMs: number[];
}

export async function measureAnswers(options: Options): Promise<Outcome> {
  const site = await serveProduct();
  const browser = await launchBrowser();
  try {
    const entries: Entry[] = [];
    for (const backend of GPUS.filter((name) => options.backends.includes(name))) {
      for (const delayMs of DELAYS_MS) entries.push(await open(browser, site.address, backend, delayMs));
    }
    await interleave(entries, options.rounds, async (entry, round) => {
      await measure(entry, round);
      return true;
    });
    const results = entries.map(({ backend, delayMs, path, stepsPerSecond, answersMs }) => ({
      backend,
      delayMs,
      path,
      stepsPerSecond,
      answersMs,
    }));
    return { text: `### Answers that come late\n\n${tableOf(entries)}`, data: { results } };
  } finally {
    await browser.close();
    await site.close();
  }
}

async function open(browser: Browser, address: string, backend: BackendName, delayMs: number): Promise<Entry> {
  const context = await newContext(browser);
  const page = await context.newPage();
  if (delayMs > 0) await patchWorker(page, late(delayMs));
  const data = datasetThere() === 'mnist' ? 'auto' : 'synthetic';
  // Of all networks this one's step on software takes a time the least unlike a GPU's.
  const query = new URLSearchParams({ backend, data, model: 'softmax', epochs: '100' });
  await page.goto(`${address}?${query}`);
  await limit(
    page.evaluate(() => window.softmaxLive.ready),
    START_LIMIT_S,
    'The start',
  );
  await train(page, WARM_UP_MS);
  const path = await page.evaluate(() => window.softmaxLive.state().path);
  return { backend, delayMs, page, path, stepsPerSecond: [], answersMs: [] };
}

async function measure({ page, stepsPerSecond, answersMs }: Entry, round: number): Promise<void> {
  stepsPerSecond.push(await train(page, ROUND_MS));
  answersMs.push(...(await ask(page, round)));
}

/** Steps a second, the test pass after an epoch left out. */
function train(page: Page, ms: number): Promise<number> {
  return page.evaluate(async (duration) => {
    const { softmaxLive } = window;
    const speeds: number[] = [];
    const stop = softmaxLive.on('metrics', ({ stepsPerSecond }) => {
      if (stepsPerSecond > 0) speeds.push(stepsPerSecond);
    });
    void softmaxLive.train();
    await new Promise((resolve) => {
      setTimeout(resolve, duration);
    });
    await softmaxLive.pause();
    stop();
    return speeds.at(-1) ?? Number.NaN;
  }, ms);
}

/** Milliseconds from a stroke to the answer for it, while the page trains. */
function ask(page: Page, round: number): Promise<number[]> {
  return page.evaluate(
    async ([stroke, count, offset]) => {
      const { softmaxLive } = window;
      void softmaxLive.train();
      const times: number[] = [];
      for (let i = 0; i < count; i++) {
        await softmaxLive.clear();
        await new Promise((resolve) => {
          setTimeout(resolve, 700 + (((offset * 7 + i) * 61) % 400));
        });
        const answered = new Promise<void>((resolve) => {
          const stop = softmaxLive.on('prediction', () => {
            stop();
            resolve();
          });
        });
        const startedAt = performance.now();
        await softmaxLive.draw([stroke]);
        await answered;
        times.push(performance.now() - startedAt);
      }
      await softmaxLive.clear();
      await softmaxLive.pause();
      return times;
    },
    [SEVEN[0] ?? [], QUESTIONS, round] as const,
  );
}

/** Delays every answer of the GPU. */
function late(ms: number): string {
  return `{
    const late = (prototype, name) => {
      const answer = prototype[name];
      prototype[name] = async function (...given) {
        await answer.apply(this, given);
        await new Promise((resolve) => setTimeout(resolve, ${ms}));
      };
    };
    if (globalThis.GPUBuffer) late(GPUBuffer.prototype, 'mapAsync');
    if (globalThis.GPUQueue) late(GPUQueue.prototype, 'onSubmittedWorkDone');
    const { getSyncParameter } = WebGL2RenderingContext.prototype;
    const signalledAt = new WeakMap();
    WebGL2RenderingContext.prototype.getSyncParameter = function (sync, name) {
      const value = getSyncParameter.call(this, sync, name);
      if (name !== this.SYNC_STATUS || value !== this.SIGNALED) return value;
      if (!signalledAt.has(sync)) signalledAt.set(sync, performance.now());
      return performance.now() - signalledAt.get(sync) < ${ms} ? this.UNSIGNALED : value;
    };
  }`;
}

function tableOf(entries: readonly Entry[]): string {
  const plain = ({ backend }: Entry) => entries.find((one) => one.backend === backend && one.delayMs === 0);
  return markdownTable<Entry>(
    [
      { title: 'backend', value: ({ backend }) => backend },
      { title: 'path', value: ({ path }) => path },
      { title: 'delay, ms', value: ({ delayMs }) => delayMs },
      { title: 'steps/s', value: ({ stepsPerSecond }) => median(stepsPerSecond) },
      {
        title: 'share',
        value: (entry) => median(entry.stepsPerSecond) / median(plain(entry)?.stepsPerSecond ?? []),
      },
      { title: 'answer, median ms', value: ({ answersMs }) => median(answersMs) },
      { title: 'answer, 95 %, ms', value: ({ answersMs }) => quantile(answersMs, 0.95) },
    ],
    entries,
  );
}
