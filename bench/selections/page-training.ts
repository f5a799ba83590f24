/** While the page trains: frames, long tasks, and how long a stroke waits for its probabilities. */
import type { Browser, Page } from '@playwright/test';
import type { BackendName } from '../../src/core/types.ts';
import { SEVEN, THREE, ZERO } from '../../e2e/support/digits.ts';
import { LivePage } from '../../e2e/support/live-page.ts';
import { newContext } from '../lib/browser.ts';
import { datasetThere } from '../lib/environment.ts';
import { type Latency, latencyOfFirstInk, latencyOfStroke } from '../lib/latency.ts';
import { limit, reasonOf } from '../lib/limit.ts';
import { median, quantile } from '../lib/statistics.ts';
import { markdownTable } from '../lib/table.ts';
import { type LongFrame, type LongTask, observe } from '../page/observe.ts';

const READY_LIMIT_S = 240;
const STROKE_LIMIT_S = 60;
/** Until what loads lazily after the engine, the charts, is there. */
const SETTLE_MS = 3000;
const DIGITS = [ZERO, THREE, SEVEN] as const;

export interface WhileTraining {
  readonly backend: BackendName;
  readonly failure: string | null;
  readonly path: string | null;
  readonly software: boolean;
  readonly framesPerSecond: number | null;
  readonly framesPerSecondDrawing: number | null;
  readonly longTasks: readonly LongTask[];
  readonly longFrames: readonly LongFrame[];
  readonly strokes: readonly Latency[];
  readonly firstInks: readonly number[];
}

export async function measureWhileTraining(
  browser: Browser,
  address: string,
  backend: BackendName,
  quick: boolean,
): Promise<WhileTraining> {
  const context = await newContext(browser, { viewport: { width: 1280, height: 800 } });
  const strokes: Latency[] = [];
  const firstInks: number[] = [];
  const nothing = { framesPerSecond: null, framesPerSecondDrawing: null, longTasks: [], longFrames: [] };
  const empty = { backend, path: null, software: false, ...nothing, strokes, firstInks };
  try {
    const page = await context.newPage();
    await page.addInitScript(observe);
    const query = new URLSearchParams({
      backend,
      data: datasetThere(),
      weights: 'random',
      epochs: '100',
      autostart: '1',
    });
    await page.goto(`${address}?${query.toString()}`);
    await limit(untilTraining(page), READY_LIMIT_S, 'Training');
    const { backend: used, path } = await page.evaluate(() => window.softmaxLive.state());
    if (used !== backend) return { ...empty, failure: `not available, ran on ${used ?? 'nothing'}` };
    await page.waitForTimeout(SETTLE_MS);
    const begunAt = await page.evaluate(() => performance.now());
    const framesPerSecond = await countFrames(page, quick ? 5 : 20);
    const live = new LivePage(page);
    const before = await frames(page);
    for (let trial = 0; trial < (quick ? 6 : 40); trial++) {
      // One hand.
      await limit(drawOnce(live, trial, strokes, firstInks), STROKE_LIMIT_S, 'A stroke');
    }
    const after = await frames(page);
    const { longTasks, longFrames } = await page.evaluate(() => window.observed);
    const since = <T extends LongTask>(tasks: readonly T[]) => tasks.filter(({ start }) => start >= begunAt);
    return {
      ...empty,
      failure: strokes.length === 0 ? 'no stroke was answered' : null,
      path,
      framesPerSecond,
      framesPerSecondDrawing: ((after.count - before.count) / (after.at - before.at)) * 1000,
      longTasks: since(longTasks),
      longFrames: since(longFrames),
    };
  } catch (error) {
    return { ...empty, failure: reasonOf(error) };
  } finally {
    await context.close();
  }
}

async function untilTraining(page: Page): Promise<void> {
  await page.evaluate(async () => {
    while (!('softmaxLive' in window)) await new Promise((resolve) => setTimeout(resolve, 50));
    await window.softmaxLive.ready;
    while (window.observed.firstStepAt === null) await new Promise((resolve) => setTimeout(resolve, 50));
    // How fast data arrive is another measurement.
    const { softmaxLive } = window;
    while (softmaxLive.state().loaded < softmaxLive.state().total) {
      await new Promise((resolve) => setTimeout(resolve, 50));
    }
  });
}

const frames = (page: Page) => page.evaluate(() => ({ count: window.observed.frames, at: performance.now() }));

async function countFrames(page: Page, seconds: number): Promise<number> {
  const before = await frames(page);
  await page.waitForTimeout(seconds * 1000);
  const after = await frames(page);
  return ((after.count - before.count) / (after.at - before.at)) * 1000;
}

/** On an empty pad, so that the first answer cannot be one to the ink before. */
async function drawOnce(live: LivePage, trial: number, strokes: Latency[], firstInks: number[]): Promise<void> {
  const { page } = live;
  await page.evaluate(() => window.softmaxLive.clear());
  await page.locator('[data-testid="prediction"][data-digit=""]').waitFor();
  // Never at the same place of a chunk: the golden ratio spreads them evenly.
  await page.waitForTimeout(150 + ((trial * 0.618) % 1) * 400);
  await page.evaluate(() => {
    const { observed } = window;
    for (const list of [observed.inks, observed.asks, observed.changes]) list.length = 0;
  });
  await live.draw(DIGITS[trial % DIGITS.length] ?? ZERO);
  // The last answer, and then long enough for another one that it might not be the last of.
  await page.waitForFunction(
    () => {
      const { asks, inks, changes } = window.observed;
      const ask = asks.at(-1);
      const quiet = performance.now() - Math.max(inks.at(-1) ?? 0, ask?.at ?? 0) > 300;
      const replied = ask?.repliedAt ?? null;
      return quiet && replied !== null && changes.some(({ at }) => at >= replied);
    },
    undefined,
    { timeout: STROKE_LIMIT_S * 1000 },
  );
  const seen = await page.evaluate(() => window.observed);
  const stroke = latencyOfStroke(seen);
  const first = latencyOfFirstInk(seen);
  if (stroke) strokes.push(stroke);
  if (first !== null) firstInks.push(first);
}

const longest = (tasks: readonly LongTask[]) => Math.max(0, ...tasks.map(({ duration }) => duration));

export function trainingTables(results: readonly WhileTraining[]): readonly string[] {
  const latency = (of: (stroke: Latency) => number, fraction = 0.5) => {
    return ({ strokes }: WhileTraining) => quantile(strokes.map(of), fraction);
  };
  const known = results.filter(({ longFrames }) => longFrames.length > 0);
  return [
    '### The page: while it trains',
    markdownTable<WhileTraining>(
      [
        { title: 'backend', value: ({ backend }) => backend },
        { title: 'path', value: ({ path }) => path },
        { title: 'frames a second', value: ({ framesPerSecond }) => framesPerSecond },
        { title: '… while drawing', value: ({ framesPerSecondDrawing }) => framesPerSecondDrawing },
        { title: 'tasks over 50 ms', value: ({ longTasks, path }) => (path === null ? null : longTasks.length) },
        { title: 'longest, ms', value: ({ longTasks, path }) => (path === null ? null : longest(longTasks)) },
        { title: 'note', value: ({ failure }) => failure ?? '' },
      ],
      results,
    ),
    '### The page: from a stroke to its probabilities, in milliseconds',
    'From the last ink of a stroke, by its event’s own time, to the ten values in the document. The three parts are medians.',
    markdownTable<WhileTraining>(
      [
        { title: 'backend', value: ({ backend }) => backend },
        { title: 'strokes', value: ({ strokes }) => strokes.length },
        { title: 'median', value: latency(({ total }) => total) },
        { title: '95th percentile', value: latency(({ total }) => total, 0.95) },
        { title: 'longest', value: latency(({ total }) => total, 1) },
        { title: 'until asked', value: latency(({ toAsk }) => toAsk) },
        { title: 'until answered', value: latency(({ toReply }) => toReply) },
        { title: 'until shown', value: latency(({ toDocument }) => toDocument) },
        { title: 'first ink, median', value: ({ firstInks }) => median(firstInks) },
        { title: 'first ink, 95th', value: ({ firstInks }) => quantile(firstInks, 0.95) },
      ],
      results,
    ),
    ...(known.length > 0 ? ['### The page: what its longest frames did', ...known.map(longFramesOf)] : []),
  ];
}

function longFramesOf({ backend, longFrames }: WhileTraining): string {
  const worst = longFrames.toSorted((a, b) => b.blocking - a.blocking || b.duration - a.duration).slice(0, 5);
  const lines = worst.map(({ duration, blocking, renderAfter, scripts }) => {
    const did = scripts.length > 0 ? scripts.join('; ') : 'no script over 5 ms';
    return `- ${Math.round(duration)} ms, of it blocking ${Math.round(blocking)} ms, rendering ${Math.round(renderAfter)} ms: ${did}`;
  });
  return [`${backend}, ${longFrames.length} frames over 50 ms, the worst:`, '', ...lines].join('\n');
}
