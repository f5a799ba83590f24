/** What is being read stays where it is: while the page loads, its engine starts, the charts arrive and a run begins. */
import type { Frame, Page } from '@playwright/test';
import { openBlog } from './support/blog.ts';
import { ONE } from './support/digits.ts';
import { untilRunIsKept } from './support/kept-run.ts';
import { LANGUAGES, inEveryLanguage } from './support/languages.ts';
import { expect, type LivePage, SMALL, test } from './support/live-page.ts';
import { minutes } from './support/timeouts.ts';
import { patchWorker } from './support/worker-patch.ts';

test.describe.configure({ timeout: minutes(3) });

const LIMIT = 0.02;

interface Shift {
  readonly value: number;
  readonly moved: readonly string[];
}

/** Notes every shift that no input has caused (https://wicg.github.io/layout-instability/), from the first paint on. */
async function noteShifts(page: Page): Promise<void> {
  await page.addInitScript(() => {
    const shifts: Shift[] = [];
    Object.assign(window, { shifts });
    new PerformanceObserver((list) => {
      for (const entry of list.getEntries() as unknown as readonly LayoutShift[]) {
        if (entry.hadRecentInput) continue;
        const moved = entry.sources.map(({ node, previousRect: from, currentRect: to }) => {
          const element = node instanceof Element ? node : node?.parentElement;
          return `${element?.outerHTML.slice(0, 100)} from ${from.y}+${from.height} to ${to.y}+${to.height}`;
        });
        shifts.push({ value: entry.value, moved });
      }
    }).observe({ type: 'layout-shift', buffered: true });
  });
}

/** Chromium's own, of which TypeScript's library knows nothing. */
interface LayoutShift {
  readonly value: number;
  readonly hadRecentInput: boolean;
  readonly sources: readonly {
    readonly node: Node | null;
    readonly previousRect: DOMRectReadOnly;
    readonly currentRect: DOMRectReadOnly;
  }[];
}

function shiftsOf(page: Page | Frame): Promise<readonly Shift[]> {
  return page.evaluate(() => (window as unknown as { readonly shifts: readonly Shift[] }).shifts);
}

/** All together, not by session windows, which is stricter. */
async function expectStill(page: Page | Frame, when: string): Promise<void> {
  const shifts = await shiftsOf(page);
  const sum = shifts.reduce((total, { value }) => total + value, 0);
  const largest = shifts.toSorted((a, b) => b.value - a.value).slice(0, 4);
  expect(sum, `${when}: ${JSON.stringify(largest, null, 2)}`).toBeLessThan(LIMIT);
}

async function expectNothingMoves(live: LivePage, query: Parameters<LivePage['open']>[0]): Promise<void> {
  const { page } = live;
  await noteShifts(page);
  await live.open(query);
  await live.part('loss-chart').waitFor();
  await expectStill(page, 'until it is ready');
  await live.drawByScript(ONE);
  await page.evaluate(() => void window.softmaxLive.train({ batch: 64 }));
  await expect(live.part('test-loss')).toHaveAttribute('data-value', /\d/);
  await page.evaluate(() => window.softmaxLive.pause());
  await expectStill(page, 'until it is paused');

  await untilRunIsKept(page);
  await page.reload();
  await live.part('saved-run').waitFor();
  await page.evaluate(() => window.softmaxLive.ready);
  await expectStill(page, 'with the run of the last visit on offer');
}

const PHONE = { viewport: { width: 390, height: 844 }, deviceScaleFactor: 2, hasTouch: true, isMobile: true };

const FORMS = [
  { where: 'on a desktop', device: {}, embed: 0 },
  { where: 'in another page', device: { viewport: { width: 720, height: 900 } }, embed: 1 },
  { where: 'on a phone', device: PHONE, embed: 0 },
];

for (const [lang, { where, device, embed }] of inEveryLanguage(FORMS)) {
  test.describe(`${lang}, ${where}`, () => {
    test.use(device);

    test('nothing moves by itself', async ({ live }) => {
      await expectNothingMoves(live, { ...SMALL, lang, embed });
    });
  });
}

const DIVERGES = { lr: 10, momentum: 0.999, layers: '64,64,64', init: 'he' };

for (const [width, height] of [
  [1280, 800],
  [390, 844],
] as const) {
  test(`at ${width} px the account of a diverged run leaves what one has in hand where it is`, async ({
    live,
    page,
  }) => {
    await page.setViewportSize({ width, height });
    await live.open({ ...SMALL, ...DIVERGES, lang: 'en' });
    const pad = live.part('draw-pad');
    const top = () => pad.evaluate((canvas) => canvas.getBoundingClientRect().top);
    const before = await top();
    await live.press('Train');
    const account = live.notice('finite number');
    await expect(account).toBeInViewport();
    // Pages scroll by whole pixels.
    expect(Math.abs((await top()) - before)).toBeLessThan(1);

    await account.getByRole('button', { name: 'Dismiss' }).click();
    await expect(account).toBeHidden();
    expect(Math.abs((await top()) - before)).toBeLessThan(1);
  });
}

for (const scrolled of [60, 500]) {
  test(`so it does ${scrolled} px down, and when it goes at another height than it came with`, async ({
    live,
    page,
  }) => {
    await page.setViewportSize({ width: 1280, height: 500 });
    await live.open({ ...SMALL, ...DIVERGES, lang: 'en' });
    const pad = live.part('draw-pad');
    const top = () => pad.evaluate((canvas) => canvas.getBoundingClientRect().top);
    const scroll = (to: number) => page.evaluate((y) => scrollTo({ top: y, behavior: 'instant' }), to);
    await page.mouse.click(1, 1);
    await scroll(scrolled);
    const before = await top();
    await page.evaluate(() => void window.softmaxLive.train());
    const account = live.notice('finite number');
    await expect(account).toBeInViewport();
    expect(Math.abs((await top()) - before)).toBeLessThan(1);

    await page.setViewportSize({ width: 390, height: 844 });
    await scroll(scrolled + 400);
    const turned = await top();
    // Not by the mouse, before which the page would be scrolled to the button.
    await account.getByRole('button', { name: 'Dismiss' }).dispatchEvent('click');
    await expect(account).toBeHidden();
    expect(Math.abs((await top()) - turned)).toBeLessThan(1);
  });
}

for (const width of [320, 390, 720]) {
  test(`nor in a frame of ${width} px without a pad, as facts come in above its charts`, async ({ live, page }) => {
    await page.setViewportSize({ width, height: 800 });
    await noteShifts(page);
    await live.open({ ...SMALL, lang: 'en', backend: 'auto', embed: 1, panels: 'train,charts' });
    await expect(live.part('dataset')).toHaveAttribute('data-loaded', '24000');
    await expectStill(page, 'until the data are there');
    // Few pixels are few shifts; here it is to be none.
    const moved = (await shiftsOf(page)).flatMap((shift) => shift.moved);
    expect(moved.filter((what) => what.includes('id="charts"'))).toEqual([]);
  });
}

/** A frame that can keep no run says so before anything stands, and not again when there is one to be kept. */
async function expectFrameStaysStill(page: Page, attributes: string): Promise<void> {
  const blog = await openBlog();
  await noteShifts(page);
  const query = 'embed=1&backend=wasm&data=synthetic&layers=32&batch=16&weights=random&lang=en';
  const address = `${blog.folder}?${query}`.replaceAll('&', '&amp;');
  await page.goto(
    blog.post(`<iframe id="live" src="${address}" title="live" ${attributes} width="720" height="700"></iframe>`),
  );
  const element = await page.locator('#live').elementHandle();
  const frame = await element?.contentFrame();
  if (!frame) throw new Error('The post has no frame');
  await expect(frame.getByTestId('notice')).toHaveText([/lets nothing be stored/]);
  await expect(frame.getByTestId('status')).toHaveAttribute('data-state', 'idle');
  // What moves from here on; how the page comes is looked at above.
  await frame.evaluate(() => {
    (window as unknown as { readonly shifts: Shift[] }).shifts.length = 0;
    void window.softmaxLive.train();
  });
  // By the end of an epoch it has been looked for a place to keep the run.
  await expect(frame.getByTestId('test-loss')).toHaveAttribute('data-value', /\d/);
  await expectStill(frame, 'after an epoch');
  await expect(frame.getByTestId('notice')).toHaveCount(1);
  await blog.close();
}

test('nor in a sandbox, where no run can be kept', async ({ page }) => {
  await expectFrameStaysStill(page, 'sandbox="allow-scripts"');
});

test('nor where the browser lets frames of other sites store nothing', async ({ page }) => {
  // As Playwright's browser does: its contexts are incognito.
  await expectFrameStaysStill(page, '');
});

/** Steps a second, as a phone, a fast graphics card and whatever lies between may do: hours are left, and seconds. */
const SPEEDS = [0.5, 4, 10.7, 57, 313, 1000, 2500, 20_000];

/** Code for the worker, whose reports go through `change` first, a statement about each object `value` in them. */
function changingReports(change: string): string {
  return `{
    let count = 0;
    const change = (value) => {
      if (typeof value !== 'object' || value === null || ArrayBuffer.isView(value)) return;
      ${change}
      for (const inner of Object.values(value)) change(inner);
    };
    for (const owner of [self, MessagePort.prototype]) {
      const { postMessage } = owner;
      owner.postMessage = function (message, ...rest) {
        change(message);
        return postMessage.call(this, message, ...rest);
      };
    }
  }`;
}

/** In every report the next of them. */
const ANY_SPEED = changingReports(
  `if ('stepsPerSecond' in value) value.stepsPerSecond = ${JSON.stringify(SPEEDS)}[count++ % ${SPEEDS.length}];`,
);

/** Every place that the figures of a run have, and the tiles beneath them, while all speeds go by; relative to the bar. */
function placesOfFigures(page: Page): Promise<readonly string[]> {
  return page.evaluate(
    (speeds) =>
      new Promise<readonly string[]>((resolve) => {
        const seen = new Set<string>();
        const places = new Set<string>();
        const look = () => {
          const bar = document.querySelector('[data-testid="progress"]');
          const left = bar?.nextElementSibling?.children[2]?.textContent;
          if (bar && left !== undefined) {
            seen.add(left.replaceAll(/\d+/g, (digits) => '0'.repeat(digits.length)));
            const zero = bar.getBoundingClientRect();
            const figures = [...(bar.nextElementSibling?.children ?? [])];
            for (const element of [...figures, bar.parentElement?.nextElementSibling]) {
              const { x = NaN, y = NaN } = element?.getBoundingClientRect() ?? {};
              places.add(
                `${figures.indexOf(element as Element)}: ${Math.round(x - zero.x)}, ${Math.round(y - zero.y)}`,
              );
            }
          }
          if (seen.size >= speeds) resolve([...places].toSorted());
          else requestAnimationFrame(look);
        };
        look();
      }),
    // A few of them may look alike.
    SPEEDS.length - 2,
  );
}

for (const [lang, embed] of inEveryLanguage([0, 1])) {
  test(`the figures of a run keep their places at any speed (${lang}, embed=${embed})`, async ({ live, page }) => {
    await patchWorker(page, ANY_SPEED);
    await live.open({ ...SMALL, lang, embed });
    await page.evaluate(() => void window.softmaxLive.train());
    for (const width of [320, 390, 720, 1120, 1280]) {
      await page.setViewportSize({ width, height: 800 });
      // Three figures and the tiles: a place for each.
      expect(await placesOfFigures(page), `${width} px`).toHaveLength(4);
    }
  });
}

for (const lang of LANGUAGES) {
  test.describe('on a phone', () => {
    test.use(PHONE);

    test(`${lang}: nothing moves beneath the bar of a run`, async ({ live, page }) => {
      await patchWorker(page, ANY_SPEED);
      await noteShifts(page);
      await live.open({ ...SMALL, lang });
      await live.part('loss-chart').waitFor();
      await live.part('progress').evaluate((bar) => bar.scrollIntoView({ block: 'start', behavior: 'instant' }));
      await page.evaluate(() => void window.softmaxLive.train());
      await expect(live.part('test-loss')).toHaveAttribute('data-value', /\d/);
      await expectStill(page, 'after an epoch');
    });
  });
}

/** The heights of a fact in a panel of any width. */
function heightsOf(page: Page, fact: 'model' | 'dataset'): Promise<string> {
  return page.getByTestId(fact).evaluate((element) => {
    const panel = element.closest('section');
    if (!panel) throw new Error('The fact is in no panel');
    const heights = Array.from({ length: 140 }, (_, i) => {
      panel.style.width = `${190 + 4 * i}px`;
      return Math.round(10 * element.getBoundingClientRect().height) / 10;
    });
    panel.style.width = '';
    return heights.join(' ');
  });
}

/** The last image never comes. */
const NEVER_COMPLETE = changingReports(
  `if ('loaded' in value && 'total' in value) value.loaded = Math.min(value.loaded, value.total - 1);`,
);

for (const lang of LANGUAGES) {
  test(`${lang}: a fact is as tall before what comes as after it, whatever the width`, async ({ live, page }) => {
    const query = { backend: 'wasm', data: 'synthetic', model: 'softmax', epochs: 1, lang };
    await patchWorker(page, NEVER_COMPLETE, 1);
    await live.visit(query);
    await expect(live.part('dataset')).toHaveAttribute('data-loaded', '23999');
    const loading = await heightsOf(page, 'dataset');
    await live.open(query);
    await expect(live.part('dataset')).toHaveAttribute('data-loaded', '24000');
    expect(await heightsOf(page, 'dataset')).toEqual(loading);

    const weights = (origin: string) => expect(live.part('model')).toHaveAttribute('data-weights', origin);
    await weights('pretrained');
    const pretrained = await heightsOf(page, 'model');
    await page.evaluate(() => window.softmaxLive.step());
    await weights('training');
    expect(await heightsOf(page, 'model'), 'in training').toEqual(pretrained);
    await page.evaluate(() => window.softmaxLive.train());
    await weights('trained');
    expect(await heightsOf(page, 'model'), 'trained here').toEqual(pretrained);
    await page.evaluate(() => window.softmaxLive.reset());
    await weights('random');
    expect(await heightsOf(page, 'model'), 'still random').toEqual(pretrained);
  });
}
