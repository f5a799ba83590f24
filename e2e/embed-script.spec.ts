/** What `embed.js` does for a post's frames, attribute by attribute. */
import type { FrameLocator, Page } from '@playwright/test';
import { openBlog, type Blog } from './support/blog.ts';
import { expect, test } from './support/live-page.ts';
import { minutes } from './support/timeouts.ts';

test.describe.configure({ timeout: minutes(3) });

const QUERY = 'embed=1&backend=wasm&data=synthetic&layers=32&weights=random&lang=en';
const FAR_BELOW = '<div style="height: 400vh"></div>';
const HEIGHT_PX = 377;
const WHITE = 'rgb(255, 255, 255)';
const BLACK = 'rgb(0, 0, 0)';

let blog: Blog;
test.beforeAll(async () => {
  blog = await openBlog();
});
test.afterAll(() => blog.close());
test.beforeEach(() => void blog.takeSent());

function frameTag(attributes: string, query = '&panels=draw'): string {
  const url = `${blog.folder}?${QUERY}${query}`.replaceAll('&', '&amp;');
  return `<iframe ${attributes.replace('URL', url)} title="live" style="width: 100%; height: ${HEIGHT_PX}px"></iframe>`;
}

const scriptTag = () => `<script src="${blog.folder}embed.js" async></script>`;
const frameIn = (page: Page): FrameLocator => page.frameLocator('iframe');
const heightIn = (page: Page) => page.locator('iframe').evaluate(({ clientHeight }) => clientHeight);

async function expectPage(frame: FrameLocator): Promise<void> {
  await expect(frame.locator('#draw')).toBeVisible();
}

/** As tall as what is in it. */
async function expectToFit(page: Page): Promise<void> {
  await expect
    .poll(async () => {
      const content = await frameIn(page)
        .locator('#root')
        .evaluate((root) => Math.ceil(root.getBoundingClientRect().height));
      return (await heightIn(page)) - content;
    })
    .toBe(0);
}

async function setOnRoot(page: Page, name: string, value: string): Promise<void> {
  await page.evaluate(([attribute, text]) => document.documentElement.setAttribute(attribute, text), [
    name,
    value,
  ] as const);
}

test('a frame with data-src is loaded when it comes near the screen, and keeps a height that is fixed', async ({
  page,
}) => {
  const attributes = 'data-softmax-live data-src="URL" data-height="fixed"';
  await page.goto(blog.post(FAR_BELOW + frameTag(attributes) + scriptTag()));
  await page.waitForFunction(() => 'softmaxLiveEmbed' in window);
  await page.waitForLoadState('networkidle');
  expect([...blog.takeSent().keys()]).toEqual(['embed.js']);

  await page.evaluate(() => {
    addEventListener('message', ({ data }: MessageEvent<{ readonly type?: string }>) => {
      if (data.type === 'resize') document.documentElement.dataset['resized'] = '';
    });
  });
  await page.locator('iframe').scrollIntoViewIfNeeded();
  await expectPage(frameIn(page));
  await expect(page.locator('html')).toHaveAttribute('data-resized');
  expect(await heightIn(page)).toBe(HEIGHT_PX);
});

test('a script that comes late asks for the height, and finds the page’s own frames by their address', async ({
  page,
}) => {
  await page.goto(blog.post(frameTag('src="URL"')));
  await expectPage(frameIn(page));
  expect(await heightIn(page)).toBe(HEIGHT_PX);
  await page.addScriptTag({ url: `${blog.folder}embed.js?v=1` });
  await expectToFit(page);
  expect(await heightIn(page)).not.toBe(HEIGHT_PX);
});

test('a frame that is added later is looked after once the post says so, and follows the class of the post', async ({
  page,
}) => {
  await page.goto(blog.post(scriptTag()));
  await page.waitForFunction(() => 'softmaxLiveEmbed' in window);
  await setOnRoot(page, 'class', 'wide theme-dark');
  await page.evaluate((html) => {
    document.body.append(document.createRange().createContextualFragment(html));
    (window as unknown as { softmaxLiveEmbed(): void }).softmaxLiveEmbed();
  }, frameTag('data-softmax-live data-theme-from="host" data-src="URL"'));
  const html = frameIn(page).locator('html');
  await expectPage(frameIn(page));
  await expectToFit(page);
  await expect(html).toHaveAttribute('data-theme', 'dark');
  await setOnRoot(page, 'class', 'wide light-mode');
  await expect(html).toHaveAttribute('data-theme', 'light');
});

test('a frame whose address is none does not keep the others from being loaded', async ({ page }) => {
  const none = '<iframe data-softmax-live data-src="http://["></iframe>';
  const noneByClick = '<iframe data-softmax-live data-load="click" data-src="http://["></iframe>';
  await page.goto(blog.post(none + noneByClick + frameTag('id="live" data-softmax-live data-src="URL"') + scriptTag()));
  await expectPage(page.frameLocator('#live'));
});

test('where a post allows no poster the frame loads when it comes near, and so do the others', async ({ page }) => {
  const first = frameTag('id="first" data-softmax-live data-poster="Train" data-src="URL"');
  const second = frameTag('id="second" data-softmax-live data-src="URL"');
  await page.goto(blog.post(first + second + scriptTag(), { policy: "require-trusted-types-for 'script'" }));
  await expectPage(page.frameLocator('#first'));
  await page.locator('#second').scrollIntoViewIfNeeded();
  await expectPage(page.frameLocator('#second'));
});

test('a frame that a post’s style pads is as tall as what is in it all the same', async ({ page }) => {
  const style = '<style>iframe { box-sizing: border-box; padding: 20px; border: 5px solid }</style>';
  await page.goto(blog.post(style + frameTag('data-softmax-live src="URL"') + scriptTag()));
  await expectPage(frameIn(page));
  const room = () =>
    frameIn(page)
      .locator('html')
      .evaluate(() => innerHeight - document.body.scrollHeight);
  await expect.poll(() => heightIn(page)).not.toBe(HEIGHT_PX - 10);
  await expect.poll(room).toBe(0);
});

test('a frame follows the attribute that it is told, and the system where the post says nothing', async ({ page }) => {
  const attributes = 'data-softmax-live data-theme-from="host" data-theme-attribute="data-bs-theme" src="URL"';
  await page.emulateMedia({ colorScheme: 'dark' });
  await page.goto(blog.post(frameTag(attributes) + scriptTag()));
  const html = frameIn(page).locator('html');
  await expectPage(frameIn(page));
  await expect(html).toHaveAttribute('data-theme', 'dark');
  await setOnRoot(page, 'data-bs-theme', 'light');
  await expect(html).toHaveAttribute('data-theme', 'light');
  await page.evaluate(() => document.documentElement.removeAttribute('data-bs-theme'));
  await expect(html).toHaveAttribute('data-theme', 'dark');
});

test('a dialog opens where its reader is, however tall the frame', async ({ page }) => {
  const panels = '&panels=draw,train,charts,settings,softmax,learning,console';
  await page.goto(blog.post(frameTag('data-softmax-live src="URL"', panels) + scriptTag()));
  const frame = frameIn(page);
  const opener = frame.getByRole('button', { name: 'Continue in PyTorch' });
  await expectPage(frame);
  await expectToFit(page);
  await expect.poll(() => heightIn(page)).toBeGreaterThan(2 * 800);
  await opener.scrollIntoViewIfNeeded();
  await expect(opener).toBeEnabled();
  const before = await page.evaluate(() => scrollY);
  await opener.click();
  await expect(frame.getByRole('dialog')).toBeVisible();
  await expect(frame.getByRole('heading', { name: 'Continue in PyTorch' })).toBeInViewport({ ratio: 1 });
  expect(await page.evaluate(() => scrollY)).toBe(before);
});

test('a poster follows the post as the page does, and takes what it is told into the page', async ({ page }) => {
  const attributes = 'data-softmax-live data-poster="Train" data-theme-from="host" data-src="URL"';
  await page.goto(blog.post(frameTag(attributes) + scriptTag()));
  const link = frameIn(page).getByRole('link', { name: 'Train' });
  await expect(link).toHaveCSS('color', BLACK);
  await expect(link).toHaveAttribute('lang', 'en');
  await setOnRoot(page, 'data-theme', 'dark');
  await expect(link).toHaveCSS('color', WHITE);
  await setOnRoot(page, 'data-theme', 'light');
  await expect(link).toHaveCSS('color', BLACK);
  await setOnRoot(page, 'data-theme', 'dark');
  await expect(link).toHaveAttribute('href', /theme=dark/);
  await link.click();
  await expect(frameIn(page).locator('html')).toHaveAttribute('data-theme', 'dark');
});

test('a poster is as dark as the page that its address asks for', async ({ page }) => {
  const poster = frameTag('data-softmax-live data-poster="Train" data-src="URL"', '&theme=dark');
  await page.goto(blog.post(poster + scriptTag()));
  await expect(frameIn(page).getByRole('link', { name: 'Train' })).toHaveCSS('color', WHITE);
});
