/** Frames, long tasks, and the latency of strokes, while the page trains and at rest. */
import type { Browser, Page } from '@playwright/test';
import type { BackendName } from '../../src/core/types.ts';
import { SEVEN, THREE, ZERO } from '../../e2e/support/digits.ts';
import { LivePage } from '../../e2e/support/live-page.ts';
import { newContext } from '../lib/browser.ts';
import { datasetThere } from '../lib/environment.ts';
import { type Latency, latencyOfFirstInk, latencyOfStroke } from '../lib/latency.ts';
import { START_LIMIT_S, limit, reasonOf } from '../lib/limit.ts';
import { median, quantile } from '../lib/statistics.ts';
import { undisturbed } from '../lib/cpu-steal.ts';
import { markdownTable } from '../lib/table.ts';
import { type LongFrame, type LongTask, type Observed, observe } from '../page/observe.ts';

const STROKE_LIMIT_S = 60;
/** Until the lazy parts, such as the charts, have loaded. */
const SETTLE_MS = 3000;
/** Attempts per stroke, since strokes with CPU steal are left out. */
const MOST_TRIALS = 4;
const DIGITS = [ZERO, THREE, SEVEN] as const;

export interface InUse {
  readonly backend: BackendName;
  /** True while a run trains; otherwise the page rests with its shipped weights. */
  readonly training: boolean;
  readonly failure: string | null;
  readonly path: string | null;
  readonly software: boolean;
  /** Without drawing; over the seconds without CPU steal. */
  readonly framesPerSecond: number | null;
  readonly framesPerSecondDrawing: number | null;
  readonly seconds: number;
  /** Seconds and strokes left out because of CPU steal. */
  readonly disturbed: { readonly seconds: number; readonly strokes: number };
  readonly longTasks: readonly LongTask[];
  readonly longFrames: readonly LongFrame[];
  readonly strokes: readonly Latency[];
  readonly firstInks: readonly number[];
}

export async function measureInUse(
  browser: Browser,
  address: string,
  { backend, training }: Pick<InUse, 'backend' | 'training'>,
  quick: boolean,
): Promise<InUse> {
  const context = await newContext(browser, { viewport: { width: 1280, height: 800 } });
  const strokes: Latency[] = [];
  const firstInks: number[] = [];
  const nothing = {
    framesPerSecond: null,
    framesPerSecondDrawing: null,
    seconds: 0,
    disturbed: { seconds: 0, strokes: 0 },
    longTasks: [],
    longFrames: [],
  };
  const empty = { backend, training, path: null, software: false, ...nothing, strokes, firstInks };
  try {
    const page = await context.newPage();
    await page.addInitScript(observe);
    const query = new URLSearchParams({
      backend,
      data: datasetThere(),
      ...(training ? { weights: 'random', epochs: '100', autostart: '1' } : {}),
    });
    await page.goto(`${address}?${query.toString()}`);
    await limit(untilUnderWay(page, training), START_LIMIT_S, 'The page');
    const { backend: used, path } = await page.evaluate(() => window.softmaxLive.state());
    if (used !== backend) return { ...empty, failure: `not available, ran on ${used ?? 'nothing'}` };
    await page.waitForTimeout(SETTLE_MS);
    const watching: Stretch[] = [];
    for (let second = 0; second < (quick ? 5 : 20); second++) {
      watching.push(await stretch(page, () => page.waitForTimeout(1000)));
    }
    const drawing = await drawStrokes(new LivePage(page), quick ? 6 : 40, strokes, firstInks);
    const failure = strokes.length === 0 ? 'no stroke was answered' : null;
    return { ...empty, failure, path, ...(await summary(page, watching, drawing)) };
  } catch (error) {
    return { ...empty, failure: reasonOf(error) };
  } finally {
    await context.close();
  }
}

/** Adds the latencies of `wanted` strokes without CPU steal to the two lists. */
async function drawStrokes(live: LivePage, wanted: number, strokes: Latency[], firstInks: number[]) {
  const drawing: Stretch[] = [];
  for (let trial = 0; strokes.length < wanted && trial < MOST_TRIALS * wanted; trial++) {
    let seen: Seen | null = null;
    const drawn = await stretch(live.page, async () => {
      seen = await limit(drawOnce(live, trial), STROKE_LIMIT_S, 'A stroke');
    });
    drawing.push(drawn);
    if (drawn.disturbed || !seen) continue;
    const [stroke, first] = [latencyOfStroke(seen), latencyOfFirstInk(seen)];
    if (stroke) strokes.push(stroke);
    if (first !== null) firstInks.push(first);
  }
  return drawing;
}

async function summary(page: Page, watching: readonly Stretch[], drawing: readonly Stretch[]) {
  const { longTasks, longFrames } = await page.evaluate(() => window.observed);
  const all = [...watching, ...drawing];
  const quiet = all.filter(({ disturbed }) => !disturbed);
  const during = <T extends LongTask>(tasks: readonly T[]) =>
    tasks.filter(({ start }) => quiet.some(({ from, to }) => start >= from && start < to));
  return {
    framesPerSecond: frameRate(watching),
    framesPerSecondDrawing: frameRate(drawing),
    seconds: secondsOf(quiet),
    disturbed: {
      seconds: secondsOf(all) - secondsOf(quiet),
      strokes: drawing.filter(({ disturbed }) => disturbed).length,
    },
    longTasks: during(longTasks),
    longFrames: during(longFrames),
  };
}

async function untilUnderWay(page: Page, training: boolean): Promise<void> {
  await page.evaluate(async (trains) => {
    while (!('softmaxLive' in window)) await new Promise((resolve) => setTimeout(resolve, 50));
    await window.softmaxLive.ready;
    while (trains && window.observed.firstStepAt === null) await new Promise((resolve) => setTimeout(resolve, 50));
    // The speed of the download is another measurement.
    const { softmaxLive } = window;
    while (softmaxLive.state().loaded < softmaxLive.state().total) {
      await new Promise((resolve) => setTimeout(resolve, 50));
    }
  }, training);
}

type Seen = Pick<Observed, 'inks' | 'asks' | 'changes'>;

/** Times are in milliseconds of the page's clock. */
interface Stretch {
  readonly from: number;
  readonly to: number;
  readonly frames: number;
  readonly disturbed: boolean;
}

async function stretch(page: Page, work: () => Promise<void>): Promise<Stretch> {
  const now = () => page.evaluate(() => ({ at: performance.now(), frames: window.observed.frames }));
  const before = await now();
  const quiet = await undisturbed(work);
  const after = await now();
  return { from: before.at, to: after.at, frames: after.frames - before.frames, disturbed: !quiet };
}

const secondsOf = (stretches: readonly Stretch[]) => stretches.reduce((sum, { from, to }) => sum + to - from, 0) / 1000;

function frameRate(stretches: readonly Stretch[]): number | null {
  const quiet = stretches.filter(({ disturbed }) => !disturbed);
  return quiet.length === 0 ? null : quiet.reduce((sum, { frames }) => sum + frames, 0) / secondsOf(quiet);
}

/** Draws on an empty pad, so that the first answer cannot be for earlier ink. */
async function drawOnce(live: LivePage, trial: number): Promise<Seen> {
  const { page } = live;
  await page.evaluate(() => window.softmaxLive.clear());
  await page.locator('[data-testid="prediction"][data-digit=""]').waitFor();
  // At different times within a chunk: the golden ratio spreads them evenly.
  await page.waitForTimeout(150 + ((trial * 0.618) % 1) * 400);
  await page.evaluate(() => {
    const { observed } = window;
    for (const list of [observed.inks, observed.asks, observed.changes]) list.length = 0;
  });
  await live.draw(DIGITS[trial % DIGITS.length] ?? ZERO);
  // Waits for the last answer, and 300 ms more in case another question follows.
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
  return page.evaluate(() => {
    const { inks, asks, changes } = window.observed;
    return { inks, asks, changes };
  });
}

const longest = (tasks: readonly LongTask[]) => Math.max(0, ...tasks.map(({ duration }) => duration));

const nameOf = ({ backend, training }: InUse) => `${backend}, ${training ? 'training' : 'at rest'}`;

export function inUseTables(results: readonly InUse[]): readonly string[] {
  const latency = (of: (stroke: Latency) => number, fraction = 0.5) => {
    return ({ strokes }: InUse) => quantile(strokes.map(of), fraction);
  };
  const known = results.filter(({ longFrames }) => longFrames.length > 0);
  return [
    '### The page: while it trains, and at rest',
    'Seconds and strokes with CPU steal are left out.',
    markdownTable<InUse>(
      [
        { title: 'backend', value: nameOf },
        { title: 'path', value: ({ path }) => path },
        { title: 'frames a second', value: ({ framesPerSecond }) => framesPerSecond },
        { title: '… while drawing', value: ({ framesPerSecondDrawing }) => framesPerSecondDrawing },
        { title: 'tasks over 50 ms', value: ({ longTasks, path }) => (path === null ? null : longTasks.length) },
        { title: 'longest, ms', value: ({ longTasks, path }) => (path === null ? null : longest(longTasks)) },
        { title: 'seconds', value: ({ seconds }) => seconds },
        { title: 'left out: seconds', value: ({ disturbed }) => disturbed.seconds },
        { title: 'left out: strokes', value: ({ disturbed }) => disturbed.strokes },
        { title: 'note', value: ({ failure }) => failure ?? '' },
      ],
      results,
    ),
    '### The page: from a stroke to its probabilities, in milliseconds',
    'From the time stamp of a stroke’s last ink to the ten values in the document. The three parts are medians.',
    markdownTable<InUse>(
      [
        { title: 'backend', value: nameOf },
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
    ...(known.length > 0 ? ['### The page: its longest frames', ...known.map(longFramesOf)] : []),
  ];
}

function longFramesOf(result: InUse): string {
  const { longFrames } = result;
  const worst = longFrames.toSorted((a, b) => b.blocking - a.blocking || b.duration - a.duration).slice(0, 5);
  const lines = worst.map(({ duration, blocking, renderAfter, scripts }) => {
    const did = scripts.length > 0 ? scripts.join('; ') : 'no script over 5 ms';
    return `- ${Math.round(duration)} ms, of it blocking ${Math.round(blocking)} ms, rendering ${Math.round(renderAfter)} ms: ${did}`;
  });
  return [`${nameOf(result)}: ${longFrames.length} frames over 50 ms, the worst:`, '', ...lines].join('\n');
}
