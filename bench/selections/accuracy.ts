/** Seconds and epochs to an accuracy on the test set, in the page as released. */
import type { Browser } from '@playwright/test';
import type { RunConfig } from '../../src/core/config.ts';
import type { BackendName, EpochResult } from '../../src/core/types.ts';
import { launchBrowser, newContext, serveProduct } from '../lib/browser.ts';
import { datasetThere } from '../lib/environment.ts';
import { START_LIMIT_S, limit, reasonOf } from '../lib/limit.ts';
import type { Options } from '../lib/options.ts';
import type { Outcome } from '../lib/outcome.ts';
import { cpuStealTicks } from '../lib/cpu-steal.ts';
import { isStopping } from '../lib/stop.ts';
import { markdownTable } from '../lib/table.ts';

const TARGETS = [0.95, 0.97, 0.98, 0.99] as const;

interface Recipe {
  readonly label: string;
  readonly config: Partial<RunConfig>;
}

/** The page's defaults, and recipes that take few epochs. */
const RECIPES: readonly Recipe[] = [
  { label: 'softmax, the default (SGD)', config: { model: 'softmax', epochs: 10 } },
  { label: 'mlp, the post (SGD)', config: { model: 'mlp', epochs: 20 } },
  {
    label: 'mlp, Adam, batch 128',
    config: { model: 'mlp', optimizer: 'adam', lr: 0.001, init: 'he', batch: 128, epochs: 20 },
  },
  { label: 'cnn, the default (SGD)', config: { model: 'cnn', epochs: 10 } },
  { label: 'cnn, Adam, batch 128', config: { model: 'cnn', optimizer: 'adam', lr: 0.002, batch: 128, epochs: 10 } },
];

/** Per run; on plain CPU the CNN would take hours. */
const BUDGET_S = 900;
const QUICK_BUDGET_S = 45;
const TICKS_PER_S = 100;

interface EpochSeen extends EpochResult {
  /** Since the start of the run, test passes included. */
  readonly atS: number;
  /** CPU steal in these seconds, summed over all processors: an upper bound of the time lost. */
  cpuStealS: number;
}

interface Course {
  readonly backend: BackendName;
  readonly recipe: Recipe;
  readonly failure: string | null;
  readonly path: string | null;
  readonly dataset: string | null;
  readonly epochs: readonly EpochSeen[];
  readonly outOfTime: boolean;
}

export async function measureAccuracy(options: Options): Promise<Outcome> {
  const site = await serveProduct();
  const browser = await launchBrowser();
  const budgetS = options.quick ? QUICK_BUDGET_S : BUDGET_S;
  const courses: Course[] = [];
  try {
    for (const backend of options.backends) {
      for (const recipe of RECIPES) {
        if (isStopping()) break;
        process.stderr.write(`  ${recipe.label} on ${backend}\n`);
        courses.push(await follow(browser, site.address, backend, recipe, budgetS));
      }
    }
  } finally {
    await browser.close();
    await site.close();
  }
  const text = [
    '### Seconds and epochs to an accuracy on the test set',
    `Test accuracy is known at the end of each epoch; seconds are of training and test passes together, without CPU steal (last column but one). At most ${budgetS} s a run.`,
    table(courses),
  ].join('\n\n');
  return { text, data: { budgetS, courses } };
}

async function follow(
  browser: Browser,
  address: string,
  backend: BackendName,
  recipe: Recipe,
  budgetS: number,
): Promise<Course> {
  const context = await newContext(browser);
  const course = { backend, recipe, path: null, dataset: null, epochs: [], outOfTime: false };
  try {
    const page = await context.newPage();
    const query = new URLSearchParams({ backend, data: datasetThere(), weights: 'random' });
    await page.goto(`${address}?${query.toString()}`);
    await limit(
      page.evaluate(() => window.softmaxLive.ready),
      START_LIMIT_S,
      'Starting',
    );
    await page.exposeFunction('cpuStealS', () => cpuStealTicks() / TICKS_PER_S);
    const run = page.evaluate(
      async ({ config, lastTarget, limitMs }) => {
        const { softmaxLive } = window;
        // The speed of the download is another measurement.
        while (softmaxLive.state().loaded < softmaxLive.state().total) {
          await new Promise((resolve) => setTimeout(resolve, 100));
        }
        const epochs: EpochSeen[] = [];
        const { cpuStealS } = window as unknown as { readonly cpuStealS: () => Promise<number> };
        const stealBefore = await cpuStealS();
        const counted: Promise<void>[] = [];
        const startedAt = performance.now();
        const stop = softmaxLive.on('epoch', (result) => {
          const seen = { ...result, atS: (performance.now() - startedAt) / 1000, cpuStealS: 0 };
          epochs.push(seen);
          counted.push(cpuStealS().then((now) => void (seen.cpuStealS = now - stealBefore)));
          if (result.testAccuracy >= lastTarget) void softmaxLive.pause();
        });
        const timer = setTimeout(() => void softmaxLive.pause(), limitMs);
        const end = await softmaxLive.train(config);
        clearTimeout(timer);
        stop();
        await Promise.all(counted);
        const { backend: used, path, dataset } = softmaxLive.state();
        return { end, used, path, dataset, epochs, outOfTime: performance.now() - startedAt >= limitMs };
      },
      { config: recipe.config, lastTarget: TARGETS[TARGETS.length - 1] ?? 1, limitMs: budgetS * 1000 },
    );
    const { end, used, path, dataset, epochs, outOfTime } = await limit(run, budgetS + START_LIMIT_S, 'Training');
    const failure = used === backend ? (end === 'error' ? 'the run ended with an error' : null) : `ran on ${used}`;
    return { backend, recipe, failure, path, dataset, epochs, outOfTime };
  } catch (error) {
    return { ...course, failure: reasonOf(error) };
  } finally {
    await context.close();
  }
}

function table(courses: readonly Course[]): string {
  return markdownTable<Course>(
    [
      { title: 'backend', value: ({ backend }) => backend },
      { title: 'model and recipe', value: ({ recipe }) => recipe.label },
      { title: 'path', value: ({ path }) => path },
      { title: 'data', value: ({ dataset }) => dataset },
      ...TARGETS.map((target) => ({
        title: `${target * 100} %`,
        value: ({ epochs, failure }: Course) => reached(epochs, target, failure),
      })),
      {
        title: 'best',
        value: ({ epochs }) => {
          if (epochs.length === 0) return null;
          const best = Math.max(...epochs.map(({ testAccuracy }) => testAccuracy));
          return `${(best * 100).toFixed(2)} % in ${epochs.length}`;
        },
      },
      { title: 'CPU steal, s', value: ({ epochs }) => (epochs.at(-1)?.cpuStealS ?? 0).toFixed(0) },
      { title: 'note', value: ({ failure, outOfTime }) => failure ?? (outOfTime ? 'out of time' : '') },
    ],
    courses,
  );
}

function reached(epochs: readonly EpochSeen[], target: number, failure: string | null): string {
  const index = epochs.findIndex(({ testAccuracy }) => testAccuracy >= target);
  const epoch = epochs[index];
  if (!epoch) return failure === null ? 'not reached' : '–';
  const seconds = epoch.atS - epoch.cpuStealS;
  return `${seconds.toFixed(seconds < 10 ? 1 : 0)} s, ${index + 1} ep.`;
}
