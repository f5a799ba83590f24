/** In somebody else's post: on another site, in a sandbox, twice on one page; and what is needed to put it there. */
import type { FrameLocator, Page } from '@playwright/test';
import { axeViolations } from './support/axe.ts';
import { openBlog, type Blog } from './support/blog.ts';
import { CORNER, ONE } from './support/digits.ts';
import { expect, test } from './support/live-page.ts';
import { minutes, WAIT_MS } from './support/timeouts.ts';

test.describe.configure({ timeout: minutes(4) });

const SHELL_LIMIT_BYTES = 30_000;
const SCRIPT_LIMIT_BYTES = 2_000;
/** Trains fast anywhere, and no longer than a test looks on. */
const RUN = 'embed=1&backend=wasm&data=synthetic&layers=32&batch=64&epochs=1&weights=random&lang=en';
const FAR_BELOW = '<div style="height: 400vh"></div>';

let blog: Blog;

test.beforeAll(async () => {
  blog = await openBlog();
});
test.afterAll(() => blog.close());
test.beforeEach(() => void blog.takeSent());

interface FrameOptions {
  readonly query?: string;
  /** More attributes. */
  readonly more?: string;
  readonly source?: 'src' | 'data-src';
  readonly folder?: string;
}

function frameTag(id: string, options: FrameOptions = {}): string {
  const { query = '', more = '', source = 'src', folder = blog.folder } = options;
  const url = `${folder}?${RUN}${query}`.replaceAll('&', '&amp;');
  return `<iframe id="${id}" ${source}="${url}" title="${id}" ${more} style="width: 100%; height: 600px; border: 0"></iframe>`;
}

const scriptTag = () => `<script src="${blog.folder}embed.js" async></script>`;
const inFrame = (page: Page, id: string) => page.frameLocator(`#${id}`);

async function expectState(frame: FrameLocator, state: string): Promise<void> {
  await expect(frame.getByTestId('status')).toHaveAttribute('data-state', state, { timeout: minutes(2) });
}

/** With the mouse, in a frame wherever it is. */
async function drawOne(page: Page, frame: FrameLocator): Promise<void> {
  const pad = frame.getByTestId('draw-pad');
  await pad.scrollIntoViewIfNeeded();
  const box = await pad.boundingBox();
  if (!box) throw new Error('The pad is not on the screen');
  for (const stroke of ONE) {
    for (const [i, [x, y]] of stroke.entries()) {
      await page.mouse.move(box.x + x * box.width, box.y + y * box.height);
      if (i === 0) await page.mouse.down();
    }
    await page.mouse.up();
  }
}

/** What every embedding has to do: learn, and read a digit. */
async function expectToLearnAndRead(page: Page, id: string): Promise<void> {
  const frame = inFrame(page, id);
  await expectState(frame, 'idle');
  await drawOne(page, frame);
  await expect(frame.getByTestId('prediction')).toHaveAttribute('data-digit', /^\d$/);
  await frame.getByRole('button', { name: 'Train', exact: true }).click();
  await expectState(frame, 'finished');
  await expect(frame.getByTestId('prediction')).toHaveAttribute('data-digit', '1');
}

/** All that is missing is named, and it is no fault. */
async function expectToSayThatNothingIsStored(page: Page, id: string): Promise<void> {
  const notice = inFrame(page, id).getByTestId('notice');
  await expect(notice).toHaveText([/lets nothing be stored/]);
  await expect(notice).toHaveAttribute('data-kind', 'info');
}

test('in an iframe of another site, which may store nothing, it learns and reads a digit', async ({ page }) => {
  await page.goto(blog.post(frameTag('live')));
  await expectToLearnAndRead(page, 'live');
  // Playwright's contexts are incognito, where Chromium bars storage from frames of other sites.
  await expectToSayThatNothingIsStored(page, 'live');
});

test('so it does in a sandbox, where there is no storage and no origin', async ({ page }) => {
  await page.goto(blog.post(frameTag('live', { more: 'sandbox="allow-scripts"' })));
  await expectToLearnAndRead(page, 'live');
  await expectToSayThatNothingIsStored(page, 'live');
});

test('in a sandbox it says that a download may have come to nothing, and elsewhere it does not', async ({ page }) => {
  const query = '&panels=draw,settings';
  const boxed = frameTag('boxed', { query, more: 'sandbox="allow-scripts"' });
  await page.goto(blog.post(boxed + frameTag('free', { query })));
  const words = 'does not allow downloads';
  for (const id of ['boxed', 'free']) {
    const frame = inFrame(page, id);
    const download = frame.getByRole('button', { name: 'Download weights' });
    await download.click();
    await download.click();
    await expect(frame.getByText(words)).toHaveCount(id === 'boxed' ? 1 : 0);
  }
  await inFrame(page, 'boxed').getByRole('button', { name: 'Continue in PyTorch' }).click();
  const dialog = inFrame(page, 'boxed').getByRole('dialog');
  await dialog.getByRole('button', { name: 'Download script' }).click();
  await expect(dialog.getByText(words)).toBeVisible();
});

test('so it does under a strict embedder policy, with the headers that the README names', async ({ page }) => {
  await page.goto(blog.post(frameTag('live', { folder: blog.isolatedFolder }), { isolated: true }));
  await expectToLearnAndRead(page, 'live');
  await expectToSayThatNothingIsStored(page, 'live');
});

test('two on one page learn side by side, each in the height that it needs', async ({ page }) => {
  const more = 'data-softmax-live';
  const small = frameTag('small', { more, query: '&panels=draw' });
  const large = frameTag('large', { more, query: '&panels=draw,train,charts' });
  await page.goto(blog.post(small + large + scriptTag()));
  await expectToLearnAndRead(page, 'large');
  await drawOne(page, inFrame(page, 'small'));
  await expect(inFrame(page, 'small').getByTestId('prediction')).toHaveAttribute('data-digit', /^\d$/);

  for (const id of ['small', 'large']) {
    // What is in it fits, and no more than that.
    await expect
      .poll(async () => {
        const content = await inFrame(page, id)
          .locator('#root')
          .evaluate((root) => Math.ceil(root.getBoundingClientRect().height));
        const frame = await page.locator(`#${id}`).evaluate((element) => element.getBoundingClientRect().height);
        return frame - content;
      })
      .toBe(0);
  }
  const heightOf = (id: string) => page.locator(`#${id}`).evaluate(({ clientHeight }) => clientHeight);
  expect(await heightOf('large')).toBeGreaterThan(await heightOf('small'));
});

test('the post hears what happens and may train, clear and set the light, and others may not', async ({ page }) => {
  const listen = `<script>
    window.heard = [];
    addEventListener('message', ({ data }) => window.heard.push(data));
    window.say = (message) => document.querySelector('#live').contentWindow.postMessage(message, '*');
  </script>`;
  await page.goto(blog.post(listen + frameTag('live', { more: 'data-softmax-live' })));
  const frame = inFrame(page, 'live');
  await expectState(frame, 'idle');
  const heard = () =>
    page.evaluate(() => {
      const { heard: messages } = window as unknown as { readonly heard: readonly { readonly type: string }[] };
      return [...new Set(messages.map(({ type }) => type))];
    });
  const say = (message: object) =>
    page.evaluate((given) => (window as unknown as { say(message: object): void }).say(given), message);
  await expect.poll(heard, { timeout: WAIT_MS }).toEqual(expect.arrayContaining(['ready', 'resize']));

  await drawOne(page, frame);
  await say({ target: 'softmax-live', type: 'theme', theme: 'dark' });
  await expect(frame.locator('html')).toHaveAttribute('data-theme', 'dark');
  // Its own words, sent by itself, are not its host's.
  await frame.locator('html').evaluate(() => postMessage({ target: 'softmax-live', type: 'clear' }, '*'));
  await say({ target: 'softmax-live', type: 'train' });
  await expectState(frame, 'finished');
  await expect(frame.getByTestId('prediction')).toHaveAttribute('data-digit', /^\d$/);
  await expect.poll(heard).toEqual(expect.arrayContaining(['state', 'epoch', 'prediction']));
  await say({ target: 'softmax-live', type: 'clear' });
  await expect(frame.getByTestId('prediction')).toHaveAttribute('data-digit', '');
});

for (const [where, more] of [
  ['a frame', ''],
  ['a sandbox', 'sandbox="allow-scripts"'],
] as const) {
  test(`in ${where} whose host hands out no scripts it says so in place of empty boxes`, async ({ page }) => {
    await page.route(/\/assets\/[^/]*\.js$/, (route) => route.abort());
    await page.goto(blog.post(frameTag('live', { more })));
    const frame = inFrame(page, 'live');
    await expect(frame.getByRole('alert')).toHaveText(/The page could not be loaded/);
    await page.unroute(/\/assets\/[^/]*\.js$/);
    await frame.getByRole('link', { name: 'Reload' }).click();
    await expectState(frame, 'idle');
  });
}

test('out of sight it costs only its shell, and begins when the reader comes', async ({ page }) => {
  await page.goto(blog.post(FAR_BELOW + frameTag('live')));
  const frame = inFrame(page, 'live');
  await frame.locator('.shell').waitFor();
  await page.waitForLoadState('networkidle');
  const sent = blog.takeSent();
  expect([...sent.values()].reduce((sum, bytes) => sum + bytes, 0)).toBeLessThan(SHELL_LIMIT_BYTES);
  expect([...sent.keys()].filter((name) => /^assets\/.*\.js$/.test(name))).toEqual([]);

  await page.locator('#live').scrollIntoViewIfNeeded();
  await expectState(frame, 'idle');
});

test('a poster costs nothing until it is pressed, with the keyboard too', async ({ page }) => {
  const more = 'data-softmax-live data-poster="Train it &lt;here&gt;" data-theme-from="host"';
  const post = `${frameTag('live', { source: 'data-src', more })}<script>document.documentElement.dataset.theme = 'dark'</script>`;
  await page.goto(blog.post(post + scriptTag()));
  const link = inFrame(page, 'live').getByRole('link', { name: 'Train it <here>' });
  await link.waitFor();
  await page.waitForLoadState('networkidle');
  const sent = blog.takeSent();
  expect([...sent.keys()]).toEqual(['embed.js']);
  expect(sent.get('embed.js')).toBeLessThan(SCRIPT_LIMIT_BYTES);

  await link.focus();
  await page.keyboard.press('Enter');
  await expectState(inFrame(page, 'live'), 'idle');
  const html = inFrame(page, 'live').locator('html');
  await expect(html).toHaveAttribute('data-theme', 'dark');
  await page.evaluate(() => {
    document.documentElement.dataset['theme'] = 'light';
  });
  await expect(html).toHaveAttribute('data-theme', 'light');
});

test('off the screen a run waits where the post wants that, and goes on when it is back', async ({ page }) => {
  const query = '&offscreen=pause&epochs=100';
  // The first value of a parameter is the one that counts.
  const frameHtml = frameTag('live')
    .replace('epochs=1&amp;', '')
    .replace('" title', `${query.replaceAll('&', '&amp;')}" title`);
  await page.goto(blog.post(frameHtml + FAR_BELOW));
  const frame = inFrame(page, 'live');
  await expectState(frame, 'idle');
  await frame.getByRole('button', { name: 'Train', exact: true }).click();
  await expectState(frame, 'running');
  await page.evaluate(() => scrollTo(0, document.documentElement.scrollHeight));
  await expectState(frame, 'paused');
  await page.evaluate(() => scrollTo(0, 0));
  await expectState(frame, 'running');
});

test('the dialog gives code that works, and the focus back', async ({ page, live, context }) => {
  await context.grantPermissions(['clipboard-read', 'clipboard-write']);
  await page.goto(
    `${blog.folder.replace('127.0.0.1', 'localhost')}?backend=wasm&data=synthetic&layers=32&weights=random`,
  );
  await page.evaluate(() => window.softmaxLive.ready);
  await live.drawByScript(ONE);
  const open = live.button('Embed');
  await open.focus();
  await page.keyboard.press('Enter');
  const dialog = page.getByRole('dialog', { name: 'Embed in your page' });
  await expect(dialog).toBeVisible();
  expect(await axeViolations(page, 'dialog')).toEqual([]);

  await dialog.getByRole('checkbox', { name: 'Live curves' }).uncheck();
  await dialog.getByRole('combobox', { name: 'Model' }).selectOption({ label: 'Softmax regression' });
  await dialog.getByRole('combobox', { name: 'Theme' }).selectOption({ label: 'Dark' });
  await dialog.getByRole('combobox', { name: 'Language' }).selectOption({ label: '한국어' });
  await dialog.getByRole('textbox', { name: 'Height in pixels' }).fill('640');
  await dialog.getByRole('button', { name: 'Copy embed code' }).click();
  await expect(dialog.getByText('Copied', { exact: true })).toBeVisible();
  const code = await page.evaluate(() => navigator.clipboard.readText());
  expect(code).toContain('?embed=1&amp;panels=draw,train&amp;model=softmax&amp;lang=ko&amp;theme=dark"');
  expect(code).toContain('height: 640px');

  await expect(dialog.locator('iframe')).toHaveCount(0);
  await dialog.getByRole('button', { name: 'Show the preview' }).click();
  const preview = dialog.frameLocator('iframe');
  await expect(preview.getByTestId('model')).toHaveAttribute('data-model', 'softmax');
  await expect(preview.locator('html')).toHaveAttribute('lang', 'ko');

  await page.keyboard.press('Escape');
  await expect(dialog).toBeHidden();
  await expect(open).toBeFocused();

  await page.goto(blog.post(code));
  await expect(page.frameLocator('iframe').getByTestId('model')).toHaveAttribute('data-model', 'softmax');
});

test('the link carries the settings and the drawing', async ({ page, live, context }) => {
  await context.grantPermissions(['clipboard-read', 'clipboard-write']);
  const folder = blog.folder.replace('127.0.0.1', 'localhost');
  await page.goto(`${folder}?data=synthetic&layers=32,16&weights=random&epochs=3`);
  await page.evaluate(() => window.softmaxLive.ready);
  await live.drawByScript(CORNER);
  const before = await live.rasterPixels();
  const copied = async () => {
    await live.press('Copy link');
    await expect(page.getByText('Link copied')).toBeVisible();
    return page.evaluate(() => navigator.clipboard.readText());
  };
  const link = await copied();
  await page.goto(link);
  await page.evaluate(() => window.softmaxLive.ready);
  expect((await live.state()).config).toMatchObject({ layers: [32, 16], epochs: 3 });
  const after = await live.rasterPixels();
  expect(Math.max(...after.map((value, i) => Math.abs(value - (before[i] ?? 0))))).toBeLessThan(40);
  expect(await copied()).toBe(link);
  await expect(live.part('prediction')).toHaveAttribute('data-digit', /^\d$/);
});
