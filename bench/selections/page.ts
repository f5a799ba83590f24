/** The page as released: how soon it responds, and how it responds while it trains. */
import type { Browser } from '@playwright/test';
import type { BackendName } from '../../src/core/types.ts';
import { launchBrowser, newContext, serveProduct } from '../lib/browser.ts';
import { START_LIMIT_S, limit, reasonOf } from '../lib/limit.ts';
import type { Options } from '../lib/options.ts';
import type { Outcome } from '../lib/outcome.ts';
import { type Line, serveSlowly } from '../lib/slow-server.ts';
import { markdownTable } from '../lib/table.ts';
import { observe } from '../page/observe.ts';
import { measureMemory } from './page-memory.ts';
import { type InUse, measureInUse, inUseTables } from './page-in-use.ts';

/** The last one is Lighthouse's slow phone connection. */
const LINES: readonly Line[] = [
  { name: 'unthrottled', kilobitsPerSecond: 1_000_000, latencyMs: 0 },
  { name: '10 Mbit/s, 40 ms', kilobitsPerSecond: 10_000, latencyMs: 40 },
  { name: '1.6 Mbit/s, 150 ms', kilobitsPerSecond: 1600, latencyMs: 150 },
];

interface Start {
  readonly line: Line;
  readonly failure: string | null;
  readonly firstPaintMs: number | null;
  readonly padMs: number | null;
  readonly readyMs: number | null;
  readonly firstStepMs: number | null;
  /** Images of `total` that had arrived when the first step was made. */
  readonly loaded: number | null;
  readonly total: number | null;
  readonly longestTaskMs: number | null;
}

export async function measurePage(options: Options): Promise<Outcome> {
  const site = await serveProduct();
  const browser = await launchBrowser();
  try {
    const starts: Start[] = [];
    for (const line of LINES) {
      process.stderr.write(`  starting over ${line.name}\n`);
      starts.push(await measureStart(browser, site.folder, line));
    }
    const inUse: InUse[] = [];
    for (const backend of options.backends) {
      for (const training of [true, false]) {
        process.stderr.write(`  drawing on ${backend}, ${training ? 'training' : 'at rest'}\n`);
        inUse.push(await measureInUse(browser, site.address, { backend, training }, options.quick));
      }
    }
    const memory = await measureMemory(browser, site.address, options.backends);
    const text = ['### The page: starting', startTable(starts), ...inUseTables(inUse), memory.text];
    return { text: text.join('\n\n'), data: { starts, inUse, memory: memory.data } };
  } finally {
    await browser.close();
    await site.close();
  }
}

async function measureStart(browser: Browser, folder: string, line: Line): Promise<Start> {
  const server = await serveSlowly(folder, line);
  const context = await newContext(browser);
  try {
    const page = await context.newPage();
    await page.addInitScript(observe);
    const backend: BackendName = 'wasm';
    await page.goto(`${server.address}?backend=${backend}&autostart=1`, { timeout: START_LIMIT_S * 1000 });
    const seen = page.evaluate(async () => {
      while (!('softmaxLive' in window)) await new Promise((resolve) => requestAnimationFrame(resolve));
      await window.softmaxLive.ready;
      const readyMs = performance.now();
      while (window.observed.firstStepAt === null) await new Promise((resolve) => requestAnimationFrame(resolve));
      const { loaded, total } = window.softmaxLive.state();
      const { padAt, firstStepAt, longTasks } = window.observed;
      const [paint] = performance.getEntriesByName('first-contentful-paint');
      const longestTaskMs = Math.max(0, ...longTasks.map(({ duration }) => duration));
      const firstPaintMs = paint?.startTime ?? null;
      return { firstPaintMs, padMs: padAt, readyMs, firstStepMs: firstStepAt, loaded, total, longestTaskMs };
    });
    return { line, failure: null, ...(await limit(seen, START_LIMIT_S, 'The first step')) };
  } catch (error) {
    const nothing = { firstPaintMs: null, padMs: null, readyMs: null, firstStepMs: null, loaded: null, total: null };
    return { line, failure: reasonOf(error), ...nothing, longestTaskMs: null };
  } finally {
    await context.close();
    await server.close();
  }
}

const seconds = (ms: number | null) => (ms === null ? null : ms / 1000);

function startTable(starts: readonly Start[]): string {
  return markdownTable<Start>(
    [
      { title: 'line (wasm)', value: ({ line }) => line.name },
      { title: 'first paint, s', value: ({ firstPaintMs }) => seconds(firstPaintMs) },
      { title: 'pad takes ink, s', value: ({ padMs }) => seconds(padMs) },
      { title: 'network answers, s', value: ({ readyMs }) => seconds(readyMs) },
      { title: 'first step, s', value: ({ firstStepMs }) => seconds(firstStepMs) },
      { title: 'images loaded then', value: ({ loaded, total }) => `${loaded ?? '–'} of ${total ?? '–'}` },
      { title: 'longest task while loading, ms', value: ({ longestTaskMs }) => longestTaskMs },
      { title: 'note', value: ({ failure }) => failure ?? '' },
    ],
    starts,
  );
}
