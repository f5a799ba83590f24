/** Ink, curves and bars stay visible whatever changes the page's colours: its themes, browsers, extensions, systems. */
import type { CDPSession, Page } from '@playwright/test';
import { openBlog } from './support/blog.ts';
import { contrast, inkContrast, markContrasts, paintedAt, parseRgb } from './support/colours.ts';
import { ZERO } from './support/digits.ts';
import { expect, LivePage, SMALL, test } from './support/live-page.ts';
import { minutes } from './support/timeouts.ts';

test.describe.configure({ timeout: minutes(3) });

const SCHEMES = ['light', 'dark'] as const;

/** Least contrast of text, and of the parts of a graphic (WCAG 2.2, 1.4.3 and 1.4.11). */
const TEXT = 4.5;
const GRAPHIC = 3;

/** One page with ink, curves and bars for all tests: only its colours change. */
let page: Page;

test.beforeAll(async ({ browser }) => {
  page = await browser.newPage();
  const live = new LivePage(page);
  await live.open({ ...SMALL, lang: 'en' });
  await live.drawByScript(ZERO);
  await page.evaluate(() => void window.softmaxLive.train({ batch: 1024 }));
  await live.expectEpoch();
  await page.evaluate(() => window.softmaxLive.pause());
  await live.seeCurve('loss-chart');
});
test.afterAll(() => page.close());
test.afterEach(async () => {
  await page.emulateMedia({ colorScheme: null, forcedColors: null, media: null });
  await choose('auto');
});

async function choose(theme: 'auto' | 'light' | 'dark'): Promise<void> {
  await page.getByLabel('Theme').selectOption(theme);
}

async function expectVisibleMarks(when: string): Promise<void> {
  await expect.poll(() => inkContrast(page.getByTestId('draw-pad')), { message: `ink, ${when}` }).toBeGreaterThan(TEXT);
  for (const [mark, ratio] of await markContrasts(page))
    expect(ratio, `${mark}, ${when}`).toBeGreaterThanOrEqual(GRAPHIC);
}

/** The theme follows the system, or is against it. */
async function eachTheme(check: (when: string) => Promise<void>): Promise<void> {
  for (const [colorScheme, against] of [
    ['light', 'dark'],
    ['dark', 'light'],
  ] as const) {
    await page.emulateMedia({ colorScheme });
    for (const theme of ['auto', against] as const) {
      await choose(theme);
      await check(`theme ${theme} on a ${colorScheme} system`);
    }
  }
}

/** Chrome for Android calls it "dark theme for sites". */
async function forceDark(session: CDPSession, enabled: boolean): Promise<void> {
  await session.send('Emulation.setAutoDarkModeOverride', enabled ? { enabled } : {});
}

test('an extension that sets the colour scheme, as Dark Reader does, repaints ink, curves and bars', async () => {
  const backgrounds = { light: new Set<string>(), dark: new Set<string>() };
  await eachTheme(async (when) => {
    for (const scheme of SCHEMES) {
      await page.evaluate((value) => {
        document.documentElement.style.setProperty('color-scheme', value, 'important');
      }, scheme);
      await expectVisibleMarks(`${scheme} by an extension, ${when}`);
      backgrounds[scheme].add(await page.evaluate(() => getComputedStyle(document.body).backgroundColor));
    }
    await page.evaluate(() => document.documentElement.removeAttribute('style'));
  });
  // One of each: all colours follow the scheme, whatever the theme.
  const both = [...backgrounds.light, ...backgrounds.dark];
  expect(both).toHaveLength(2);
  expect(new Set(both).size).toBe(2);
});

test('an extension that inverts the page but not its canvases leaves the ink visible', async () => {
  const style = await page.evaluateHandle(() => {
    const element = new CSSStyleSheet();
    element.replaceSync('html, canvas { filter: invert(1) }');
    document.adoptedStyleSheets.push(element);
    return element;
  });
  const pad = page.getByTestId('draw-pad');
  for (const theme of ['light', 'dark'] as const) {
    await choose(theme);
    await expect.poll(() => inkContrast(pad), { message: theme }).toBeGreaterThan(TEXT);
  }
  await style.evaluate((sheet) => {
    document.adoptedStyleSheets = document.adoptedStyleSheets.filter((each) => each !== sheet);
  });
});

test('a browser that forces dark colours leaves ink, curves and bars visible in every theme', async () => {
  const session = await page.context().newCDPSession(page);
  await forceDark(session, true);
  await eachTheme((when) => expectVisibleMarks(`forced dark, ${when}`));
  await forceDark(session, false);
  await session.detach();
});

test('a browser that forces dark colours leaves the ink in a frame visible', async ({ page: host }) => {
  const blog = await openBlog();
  await forceDark(await page.context().newCDPSession(host), true);
  const query = 'embed=1&panels=draw&data=synthetic&backend=wasm&weights=random';
  const themes = ['auto', 'light'] as const;
  // The emulation reaches frames of the same site only.
  const folder = blog.folder.replace('127.0.0.1', 'localhost');
  const frames = themes.map((theme) => `<iframe src="${folder}?${query}&theme=${theme}" height="700"></iframe>`);
  await host.goto(blog.post(frames.join('')));
  for (const [i, message] of themes.entries()) {
    const pad = host.frameLocator('iframe').nth(i).getByTestId('draw-pad');
    await pad.evaluate((_, strokes) => window.softmaxLive.draw(strokes), ZERO);
    await expect.poll(() => inkContrast(pad), { message }).toBeGreaterThan(TEXT);
  }
  await blog.close();
});

test('forced colours leave ink, curves, bars and what is selected visible, whatever the theme', async () => {
  await page.emulateMedia({ forcedColors: 'active' });
  await eachTheme(async (when) => {
    await expectVisibleMarks(`forced colours, ${when}`);
    // The colours of both lines are the same.
    const dashes = await page.evaluate(() =>
      ['train', 'test'].map((kind) => {
        const line = document.querySelector(`[data-testid="loss-chart"] dl svg[class*="${kind}"] line`);
        return line ? getComputedStyle(line).strokeDasharray : 'missing';
      }),
    );
    expect(dashes, when).toEqual(['none', '4px, 3px']);
    const answer = page.locator('[data-testid^="probability"][data-winner="true"] > :first-child');
    const [background, text] = await answer.evaluate((badge) => {
      const { backgroundColor, color } = getComputedStyle(badge);
      return [backgroundColor, color];
    });
    expect(contrast(parseRgb(background ?? ''), parseRgb(text ?? '')), when).toBeGreaterThan(TEXT);
    const surface = await page.locator('#draw').evaluate((panel) => getComputedStyle(panel).backgroundColor);
    expect(contrast(parseRgb(background ?? ''), parseRgb(surface)), when).toBeGreaterThan(GRAPHIC);
  });
});

test('on paper the dark theme is light, and pad, curves and bars are printed', async () => {
  await page.emulateMedia({ colorScheme: 'dark' });
  await choose('dark');
  await page.emulateMedia({ media: 'print' });
  await expectVisibleMarks('print');
  const paper = await page.evaluate(() => {
    const shown = [...document.body.querySelectorAll('*')].filter((element) => element.checkVisibility());
    const { colorScheme, printColorAdjust } = getComputedStyle(document.documentElement);
    return {
      colorScheme,
      printColorAdjust,
      // They would lie over the text.
      floating: shown
        .filter((element) => /fixed|sticky/.test(getComputedStyle(element).position))
        .map(({ outerHTML }) => outerHTML.slice(0, 100)),
      buttons: shown
        .filter((element) => element.matches('button:not(table *)'))
        .map(({ outerHTML }) => outerHTML.slice(0, 100)),
    };
  });
  expect(paper).toEqual({ colorScheme: 'light only', printColorAdjust: 'exact', floating: [], buttons: [] });
});

test('the pad is repainted for print before browsers that print a copy make it', async () => {
  await choose('dark');
  const pad = page.getByTestId('draw-pad');
  const [ink] = await pad.evaluate((canvas) => {
    if (!(canvas instanceof HTMLCanvasElement)) throw new TypeError('The pad is no canvas');
    window.dispatchEvent(new Event('beforeprint'));
    const context = canvas.getContext('2d');
    const pixel = context?.getImageData(canvas.width / 2, Math.floor(0.18 * canvas.height), 1, 1).data;
    window.dispatchEvent(new Event('afterprint'));
    return [...(pixel ?? [])];
  });
  expect(ink).toBeLessThan(64);
  await expect.poll(async () => (await paintedAt(pad, [[0.5, 0.18]])).flat()[0]).toBeGreaterThan(192);
});
