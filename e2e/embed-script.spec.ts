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
const frameIn = (page: Page, selector = 'iframe'): FrameLocator => page.frameLocator(selector);
const heightIn = (page: Page, selector = 'iframe') =>
  page.locator(selector).evaluate(({ clientHeight }) => clientHeight);

async function expectPage(frame: FrameLocator): Promise<void> {
  await expect(frame.locator('#draw')).toBeVisible();
}

/** The frame is exactly as tall as its content. */
async function expectToFit(page: Page, selector = 'iframe'): Promise<void> {
  const excess = async () => {
    const content = await frameIn(page, selector)
      .locator('#root')
      .evaluate((root) => Math.ceil(root.getBoundingClientRect().height));
    return (await heightIn(page, selector)) - content;
  };
  await expect.poll(excess).toBe(0);
}

async function setOnRoot(page: Page, name: string, value: string): Promise<void> {
  await page.evaluate(([attribute, text]) => document.documentElement.setAttribute(attribute, text), [
    name,
    value,
  ] as const);
}

test('a frame with data-src is loaded near the screen, and keeps a height that is fixed', async ({ page }) => {
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

test('a script that is loaded late and as a module finds the page’s frames by their address and fits them, padded ones too', async ({
  page,
}) => {
  const style = '<style>#padded { box-sizing: border-box; padding: 20px; border: 5px solid }</style>';
  // As the page itself reads it: another word for yes, in an address that was escaped twice.
  const padded = frameTag('id="padded" src="URL"').replace('embed=1', 'theme=light&amp;amp;embed=true');
  await page.goto(blog.post(style + frameTag('id="plain" src="URL"') + padded));
  for (const selector of ['#plain', '#padded']) {
    await page.locator(selector).scrollIntoViewIfNeeded();
    await expectPage(frameIn(page, selector));
  }
  expect(await heightIn(page, '#plain')).toBe(HEIGHT_PX);
  expect(await heightIn(page, '#padded')).toBe(HEIGHT_PX - 10);
  await page.addScriptTag({ url: `${blog.folder}embed.js?v=1`, type: 'module' });
  await expectToFit(page, '#plain');
  expect(await heightIn(page, '#plain')).not.toBe(HEIGHT_PX);
  const room = () =>
    frameIn(page, '#padded')
      .locator('html')
      .evaluate(() => innerHeight - document.body.scrollHeight);
  await expect.poll(() => heightIn(page, '#padded')).not.toBe(HEIGHT_PX - 10);
  await expect.poll(room).toBe(0);
});

test('a frame that is added later is fitted, and follows the class, the attribute or the system', async ({ page }) => {
  await page.emulateMedia({ colorScheme: 'dark' });
  await page.goto(blog.post(scriptTag()));
  await page.waitForFunction(() => 'softmaxLiveEmbed' in window);
  await page.evaluate((html) => {
    document.body.append(document.createRange().createContextualFragment(html));
  }, frameTag('data-softmax-live data-theme-from="host" data-theme-attribute="data-bs-theme" data-src="URL"'));
  await expectPage(frameIn(page));
  await expectToFit(page);
  const expectTheme = (theme: string) => expect(frameIn(page).locator('html')).toHaveAttribute('data-theme', theme);
  await expectTheme('dark');
  await setOnRoot(page, 'class', 'wide light-mode');
  await expectTheme('light');
  await setOnRoot(page, 'class', 'wide theme-dark');
  await expectTheme('dark');
  await page.emulateMedia({ colorScheme: 'light' });
  await setOnRoot(page, 'class', 'wide');
  await expectTheme('light');
  await setOnRoot(page, 'data-bs-theme', 'dark');
  await expectTheme('dark');
  await page.evaluate(() => document.documentElement.removeAttribute('data-bs-theme'));
  await expectTheme('light');
});

test('a router’s new frames are fitted, whether their attributes come before or after them, and so is a new address', async ({
  page,
}) => {
  await page.goto(blog.post(scriptTag()));
  await page.waitForFunction(() => 'softmaxLiveEmbed' in window);
  const address = `${blog.folder}?${QUERY}`;
  /** Shows a post with a frame, as a router does. */
  const show = (attribute: string, url: string, insertFirst: boolean) =>
    page.evaluate(
      ([name, value, first]) => {
        const frame = document.createElement('iframe');
        if (first) document.body.replaceChildren(frame);
        return new Promise<void>((resolve) => {
          setTimeout(() => {
            frame.title = 'live';
            frame.dataset['softmaxLive'] = '';
            frame.setAttribute(name, value);
            if (!first) document.body.replaceChildren(frame);
            resolve();
          });
        });
      },
      [attribute, url, insertFirst] as const,
    );
  await show('src', `${address}&panels=draw`, false);
  await expectPage(frameIn(page));
  await expectToFit(page);
  await show('data-src', `${address}&panels=draw`, true);
  await expectPage(frameIn(page));
  await expectToFit(page);
  // The router keeps the element for the next post.
  await page
    .locator('iframe')
    .evaluate((frame, url) => frame.setAttribute('data-src', url), `${address}&panels=softmax`);
  await expect(frameIn(page).locator('#softmax')).toBeVisible();
  await expectToFit(page);
});

test('where a post’s policy allows no poster, the frame loads near the screen, and so do the others', async ({
  page,
}) => {
  const first = frameTag('id="first" data-softmax-live data-poster="Train" data-src="URL"');
  const second = frameTag('id="second" data-softmax-live data-src="URL"');
  await page.goto(blog.post(first + second + scriptTag(), { policy: "require-trusted-types-for 'script'" }));
  await expectPage(frameIn(page, '#first'));
  await page.locator('#second').scrollIntoViewIfNeeded();
  await expectPage(frameIn(page, '#second'));
});

test('a dialog opens in the visible part of a tall frame', async ({ page }) => {
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

test('posters follow the theme of the post or of their address, and invalid addresses stop no other frame', async ({
  page,
}) => {
  const invalid = '<iframe data-softmax-live data-src="http://["></iframe>';
  const invalidPoster = '<iframe data-softmax-live data-poster="Train" data-src="http://["></iframe>';
  const poster = 'data-softmax-live data-poster="Train" data-src="URL"';
  const following = frameTag(`id="following" ${poster} data-theme-from="host"`);
  const dark = frameTag(`id="dark" ${poster}`, '&theme=dark');
  await page.goto(blog.post(invalid + invalidPoster + following + dark + scriptTag()));
  const link = frameIn(page, '#following').getByRole('link', { name: 'Train' });
  await expect(link).toHaveCSS('color', BLACK);
  await expect(link).toHaveAttribute('lang', 'en');
  await expect(frameIn(page, '#dark').getByRole('link', { name: 'Train' })).toHaveCSS('color', WHITE);
  await setOnRoot(page, 'data-theme', 'dark');
  await expect(link).toHaveCSS('color', WHITE);
  await setOnRoot(page, 'data-theme', 'light');
  await expect(link).toHaveCSS('color', BLACK);
  await setOnRoot(page, 'data-theme', 'dark');
  await expect(link).toHaveAttribute('href', /theme=dark/);
  await link.click();
  await expect(frameIn(page, '#following').locator('html')).toHaveAttribute('data-theme', 'dark');
});
