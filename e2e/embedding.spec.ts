/** The page in a frame of another page: on another site, in a sandbox, twice on one page; and the code to embed it. */
import type { FrameLocator, Page } from '@playwright/test';
import { openBlog, type Blog } from './support/blog.ts';
import { CORNER, ONE } from './support/digits.ts';
import { expect, INTERVALS_MS, test } from './support/live-page.ts';
import { minutes } from './support/timeouts.ts';

test.describe.configure({ timeout: minutes(4) });

const SHELL_LIMIT_BYTES = 30_000;
const SCRIPT_LIMIT_BYTES = 2_000;
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
const heightOf = (page: Page, id: string) => page.locator(`#${id}`).evaluate(({ clientHeight }) => clientHeight);
const inFrame = (page: Page, id: string) => page.frameLocator(`#${id}`);

async function expectState(frame: FrameLocator, state: string): Promise<void> {
  const current = () => frame.getByTestId('status').getAttribute('data-state');
  await expect.poll(current, { timeout: minutes(2), intervals: INTERVALS_MS }).toBe(state);
}

/** Draws with the mouse in a frame. */
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

/** Draws a 1, trains one epoch and expects the network to read it. */
async function expectToLearnAndRead(page: Page, id: string): Promise<void> {
  const frame = inFrame(page, id);
  await expectState(frame, 'idle');
  await drawOne(page, frame);
  await expect(frame.getByTestId('prediction')).toHaveAttribute('data-digit', /^\d$/);
  await frame.getByRole('button', { name: 'Train', exact: true }).click();
  await expectState(frame, 'finished');
  await expect(frame.getByTestId('prediction')).toHaveAttribute('data-digit', '1');
}

/** One message about storage, which is no warning. */
async function expectToSayThatNothingIsStored(page: Page, id: string): Promise<void> {
  const notice = inFrame(page, id).getByTestId('notice');
  await expect(notice).toHaveText([/allows no storage/]);
  await expect(notice).toHaveAttribute('data-kind', 'info');
}

/** The frame is exactly as tall as its content. */
async function expectToFit(page: Page, id: string): Promise<void> {
  const excess = async () => {
    const content = await inFrame(page, id)
      .locator('#root')
      .evaluate((root) => Math.ceil(root.getBoundingClientRect().height));
    const frame = await page.locator(`#${id}`).evaluate((element) => element.getBoundingClientRect().height);
    return frame - content;
  };
  await expect.poll(excess).toBe(0);
}

test('two frames of another site on one page predict and fit their content; one learns at its host’s command', async ({
  page,
}) => {
  const more = 'data-softmax-live';
  const small = frameTag('small', { more, query: '&panels=draw' });
  const large = frameTag('large', { more, query: '&panels=draw,train,charts' });
  const listen = `<script>
    window.heard = [];
    addEventListener('message', ({ source, data }) => {
      if (source === document.querySelector('#large').contentWindow) window.heard.push(data);
    });
    window.say = (message) => document.querySelector('#large').contentWindow.postMessage(message, '*');
  </script>`;
  await page.goto(blog.post(listen + small + large + scriptTag()));
  const heard = () =>
    page.evaluate(() => {
      const { heard: messages } = window as unknown as { readonly heard: readonly { readonly type: string }[] };
      return [...new Set(messages.map(({ type }) => type))];
    });
  const say = (message: object) =>
    page.evaluate((given) => (window as unknown as { say(message: object): void }).say(given), message);
  const frame = inFrame(page, 'large');
  const prediction = frame.getByTestId('prediction');

  await test.step('both predict, and each is as tall as its content', async () => {
    await expectState(frame, 'idle');
    for (const id of ['large', 'small']) {
      await drawOne(page, inFrame(page, id));
      await expect(inFrame(page, id).getByTestId('prediction')).toHaveAttribute('data-digit', /^\d$/);
      await expectToFit(page, id);
    }
    expect(await heightOf(page, 'large')).toBeGreaterThan(await heightOf(page, 'small'));
    await expect.poll(heard).toEqual(expect.arrayContaining(['ready', 'resize']));
  });

  await test.step('a frame of another site says that nothing is stored', async () => {
    // Playwright's contexts are incognito, where Chromium bars storage from frames of other sites.
    await expectToSayThatNothingIsStored(page, 'large');
  });

  await test.step('the host sets the theme, trains, is sent what happens, and clears the pad', async () => {
    await say({ target: 'softmax-live', type: 'theme', theme: 'dark' });
    await expect(frame.locator('html')).toHaveAttribute('data-theme', 'dark');
    // A message that the frame sends to itself does not come from its host.
    await frame.locator('html').evaluate(() => postMessage({ target: 'softmax-live', type: 'clear' }, '*'));
    await say({ target: 'softmax-live', type: 'train' });
    await expectState(frame, 'finished');
    await expect(prediction).toHaveAttribute('data-digit', '1');
    await expect.poll(heard).toEqual(expect.arrayContaining(['state', 'epoch', 'prediction']));
    await say({ target: 'softmax-live', type: 'clear' });
    await expect(prediction).toHaveAttribute('data-digit', '');
  });
});

test('a sandboxed frame learns and reads a digit, and says that it can neither store nor save', async ({ page }) => {
  const boxed = frameTag('boxed', { query: '&panels=draw,train,settings', more: 'sandbox="allow-scripts"' });
  const free = frameTag('free', { query: '&panels=draw,settings' });
  const withOrigin = frameTag('with-origin', {
    query: '&panels=draw,settings',
    more: 'sandbox="allow-scripts allow-same-origin"',
  });
  await page.goto(blog.post(boxed + free + withOrigin));
  await expectToLearnAndRead(page, 'boxed');
  await expectToSayThatNothingIsStored(page, 'boxed');

  await test.step('only the sandboxed frames say that a download may have been blocked', async () => {
    const words = 'does not allow downloads';
    for (const id of ['boxed', 'free', 'with-origin']) {
      const frame = inFrame(page, id);
      const download = frame.getByRole('button', { name: 'Download weights' });
      await download.click();
      await download.click();
      await expect(frame.getByText(words)).toHaveCount(id === 'free' ? 0 : 1);
    }
    await inFrame(page, 'boxed').getByRole('button', { name: 'Continue in PyTorch' }).click();
    const dialog = inFrame(page, 'boxed').getByRole('dialog');
    await dialog.getByRole('button', { name: 'Download script' }).click();
    await expect(dialog.getByText(words)).toBeVisible();
  });
});

test('under a strict embedder policy, with the documented headers, a frame trains and reads a digit', async ({
  page,
}) => {
  await page.goto(blog.post(frameTag('live', { folder: blog.isolatedFolder }), { isolated: true }));
  const frame = inFrame(page, 'live');
  await expectState(frame, 'idle');
  await drawOne(page, frame);
  await expect(frame.getByTestId('prediction')).toHaveAttribute('data-digit', /^\d$/);
  await frame.getByRole('button', { name: 'Train', exact: true }).click();
  await expect(frame.getByTestId('progress')).toHaveAttribute('data-step', /[1-9]/);
  await expectToSayThatNothingIsStored(page, 'live');
});

test('a frame, sandboxed or not, whose host serves no scripts says that the page could not be loaded', async ({
  page,
}) => {
  await page.route(/\/assets\/[^/]*\.js$/, (route) => route.abort());
  await page.goto(blog.post(frameTag('free') + frameTag('boxed', { more: 'sandbox="allow-scripts"' })));
  for (const id of ['free', 'boxed']) {
    await page.locator(`#${id}`).scrollIntoViewIfNeeded();
    await expect(inFrame(page, id).getByRole('alert')).toHaveText(/The page could not be loaded/);
  }
  await page.unroute(/\/assets\/[^/]*\.js$/);
  for (const id of ['free', 'boxed']) {
    await inFrame(page, id).getByRole('link', { name: 'Reload' }).click();
    await expect(inFrame(page, id).locator('#draw')).toBeVisible();
  }
});

test('a frame off the screen loads only its shell, and pauses its run where its address asks for that', async ({
  page,
}) => {
  // The first value of a parameter is the one that counts.
  const frameHtml = frameTag('live', { query: '&offscreen=pause' }).replace('epochs=1&amp;', 'epochs=100&amp;');
  await page.goto(blog.post(FAR_BELOW + frameHtml));
  const frame = inFrame(page, 'live');
  await frame.locator('.shell').waitFor();
  await page.waitForLoadState('networkidle');
  const sent = blog.takeSent();
  expect([...sent.values()].reduce((sum, bytes) => sum + bytes, 0)).toBeLessThan(SHELL_LIMIT_BYTES);
  expect([...sent.keys()].filter((name) => /^assets\/.*\.js$/.test(name))).toEqual([]);

  const scrollTo = (y: number) => page.evaluate((top) => window.scrollTo(0, top), y);
  await page.locator('#live').scrollIntoViewIfNeeded();
  await expectState(frame, 'idle');
  await frame.getByRole('button', { name: 'Train', exact: true }).click();
  await expectState(frame, 'running');
  const seenAt = await page.evaluate(() => scrollY);
  await scrollTo(0);
  await expectState(frame, 'paused');
  await scrollTo(seenAt);
  await expectState(frame, 'running');
});

test('a poster loads nothing until it is pressed, and works with the keyboard', async ({ page }) => {
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

test('the embed dialog gives code that works, and returns the focus', async ({ page, live, context }) => {
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

  await dialog.getByRole('checkbox', { name: 'Live curves' }).uncheck();
  await dialog.getByRole('combobox', { name: 'Model' }).selectOption({ label: 'Softmax regression' });
  await dialog.getByRole('combobox', { name: 'Theme' }).selectOption({ label: 'Dark' });
  const language = dialog.getByRole('combobox', { name: 'Language' });
  await language.selectOption({ label: '한국어' });
  // The words of the language are loaded first.
  await expect(language).toHaveValue('ko');
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

test('the copied link carries the settings and the drawing', async ({ page, live, context }) => {
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
